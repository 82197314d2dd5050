import type { Kysely, Transaction } from 'kysely'
import type { Rows } from './rows.ts'

export type { Rows } from './rows.ts'
export { seededIds, systemIds } from './ids.ts'
export type { Ids } from './ids.ts'
export { openDatabase } from './open.ts'
export type { DatabaseDescription, OpenDatabase, OpenOptions } from './open.ts'
export type { ClientRole } from './clients.ts'
export { readRunRecord } from './keeper.ts'
export type { RunRecord } from './keeper.ts'
export { JOBS_SCHEMA } from './roles.ts'
export type { RolesReport } from './roles.ts'
export { inTransaction } from './transaction.ts'

/** The database as every room sees it. Inside a transaction the same queries take a `Tx`. */
export type Db = Kysely<Rows>
export type Tx = Transaction<Rows>
