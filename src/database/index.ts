import type { Kysely, Transaction } from 'kysely'
import type { Rows } from './rows.ts'

export { databaseAnswers, diskTrouble, isDatabaseAway } from './away.ts'
export { containing } from './containing.ts'
export { isUuid, seededIds, systemIds, uuidIn } from './ids.ts'
export type { Ids } from './ids.ts'
export { type CopiedTable, copiedTables, copyIn, copyOut } from './copying.ts'
export { alone, type Lead } from './lead.ts'
export { readMigrations } from './migrate.ts'
export { loadDatabase, openDatabase } from './open.ts'
export type { BeforeUpgrade, InSnapshot, OlderDatabase, OpenDatabase, OpenOptions } from './open.ts'
export { clusterMajors, moveToOwnMajor } from './other-major.ts'
export { applyScale, scalePlan, scaleUnfinished } from './scale/apply.ts'
export {
  analyse,
  generateDistricts,
  isGenerated,
  markGenerated,
  MOST_DISTRICTS,
  province,
  shareOf,
} from './scale/generate.ts'
export type { ClientRole } from './clients.ts'
export { accountOf } from './embedded/account.ts'
export { isSameLife, lifeOf } from './embedded/processes.ts'
export { leftOver, readRunRecord, servingProgram, stopOrphan } from './keeper.ts'
export { writePieces } from './pieces.ts'
export { allOf } from './all-of.ts'
export { oneRow, together } from './together.ts'
export { inTransaction } from './transaction.ts'

/** The database as every room sees it. Inside a transaction the same queries take a `Tx`. */
export type Db = Kysely<Rows>
export type Tx = Transaction<Rows>
