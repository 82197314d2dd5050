import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import { type Db, type Tx, writePieces } from '../../database/index.ts'
import type { Account } from '../model.ts'

/** Every column of an account under the names of the model: the one place where they are translated. */
export const accountColumns = [
  'a.id',
  'a.unit_id as unitId',
  'a.name',
  'a.platform',
  'a.platform_found as platformFound',
  'a.vendor_found as vendorFound',
  'a.purpose',
  'a.identifier',
  'a.profile_url as profileUrl',
  'a.certified_entity as certifiedEntity',
  'a.operator_unit as operatorUnit',
  'a.operation_mode as operationMode',
  'a.budget_yuan as budgetYuan',
  'a.followers',
  'a.followers_precision as followersPrecision',
  'a.followers_found as followersFound',
  'a.followers_on as followersOn',
  'a.reads',
  'a.reads_precision as readsPrecision',
  'a.reads_found as readsFound',
  'a.reads_on as readsOn',
  'a.reads_scope as readsScope',
  'a.push_frequency as pushFrequency',
  'a.opened_on as openedOn',
  'a.opened_precision as openedPrecision',
  'a.has_dedicated_staff as hasDedicatedStaff',
  'a.staff_count as staffCount',
  'a.operating_status as operatingStatus',
  'a.running_state as runningState',
  'a.ceased_on as ceasedOn',
  'a.functions',
  'a.functions_found as functionsFound',
  'a.disposition',
  'a.filing_state as filingState',
  'a.renamed_from as renamedFrom',
  'a.renamed_on as renamedOn',
  'a.sheet_order as sheetOrder',
  'a.version',
] as const

/** Words of the model and columns of the table, with their types: how rows are written, many in one statement. */
const written: readonly (readonly [key: keyof Account, column: string, type: string])[] = [
  ['id', 'id', 'uuid'],
  ['unitId', 'unit_id', 'uuid'],
  ['name', 'name', 'text'],
  ['platform', 'platform', 'text'],
  ['platformFound', 'platform_found', 'text'],
  ['vendorFound', 'vendor_found', 'text'],
  ['purpose', 'purpose', 'text'],
  ['identifier', 'identifier', 'text'],
  ['profileUrl', 'profile_url', 'text'],
  ['certifiedEntity', 'certified_entity', 'text'],
  ['operatorUnit', 'operator_unit', 'text'],
  ['operationMode', 'operation_mode', 'text'],
  ['budgetYuan', 'budget_yuan', 'numeric'],
  ['followers', 'followers', 'bigint'],
  ['followersPrecision', 'followers_precision', 'text'],
  ['followersFound', 'followers_found', 'text'],
  ['followersOn', 'followers_on', 'date'],
  ['reads', 'reads', 'bigint'],
  ['readsPrecision', 'reads_precision', 'text'],
  ['readsFound', 'reads_found', 'text'],
  ['readsOn', 'reads_on', 'date'],
  ['readsScope', 'reads_scope', 'text'],
  ['pushFrequency', 'push_frequency', 'text'],
  ['openedOn', 'opened_on', 'date'],
  ['openedPrecision', 'opened_precision', 'text'],
  ['hasDedicatedStaff', 'has_dedicated_staff', 'boolean'],
  ['staffCount', 'staff_count', 'integer'],
  ['operatingStatus', 'operating_status', 'text'],
  ['runningState', 'running_state', 'text'],
  ['ceasedOn', 'ceased_on', 'date'],
  ['functions', 'functions', 'text[]'],
  ['functionsFound', 'functions_found', 'text'],
  ['disposition', 'disposition', 'text'],
  ['filingState', 'filing_state', 'text'],
  ['renamedFrom', 'renamed_from', 'text'],
  ['renamedOn', 'renamed_on', 'date'],
  ['sheetOrder', 'sheet_order', 'integer'],
  ['version', 'version', 'integer'],
]

const columnList = sql.raw(written.map(([, column]) => column).join(', '))
const typedColumns = sql.raw(written.map(([, column, type]) => `${column} ${type}`).join(', '))
const assignments = sql.raw(
  written
    .slice(1)
    .map(([, column]) => `${column} = given.${column}`)
    .join(', '),
)

// One parameter for a thousand rows: a statement takes 65,535 parameters at most, 5,000 accounts would need 200,000.
const PER_STATEMENT = 1_000

const asRows = (accounts: readonly Account[]): string =>
  JSON.stringify(accounts.map((account) => Object.fromEntries(written.map(([key, column]) => [column, account[key]]))))

/** `statedBy`: who says so, and so may not confirm the 用途 that is written here. */
export type Writing = { at: Instant; statedBy: string }

/** Inserts accounts, a thousand a statement. */
export async function insertAccounts(
  tx: Tx,
  districtId: string,
  accounts: readonly Account[],
  { at, statedBy }: Writing,
): Promise<void> {
  await writePieces(accounts, PER_STATEMENT, {
    prepare: asRows,
    write: (rows) =>
      sql`
        insert into account (district_id, created_at, updated_at, purpose_stated_by, purpose_stated_at, ${columnList})
        select ${districtId}, ${at}, ${at}, case when purpose is not null then ${statedBy} end,
          case when purpose is not null then ${at}::timestamptz end, ${columnList}
        from jsonb_to_recordset(${rows}::jsonb) as given(${typedColumns})`.execute(tx),
  })
}

// Who writes other facts of an account states no purpose.
const purposeStated = ({ at, statedBy }: Writing) => sql`
  purpose_stated_by = case when account.purpose is distinct from given.purpose then ${statedBy} else account.purpose_stated_by end,
  purpose_stated_at = case when account.purpose is distinct from given.purpose then ${at}::timestamptz else account.purpose_stated_at end`

/** Writes accounts anew, a thousand a statement; the version is written as given. */
export async function updateAccounts(
  tx: Tx,
  districtId: string,
  accounts: readonly Account[],
  { at, statedBy }: Writing,
): Promise<void> {
  await writePieces(accounts, PER_STATEMENT, {
    prepare: asRows,
    write: (rows) =>
      sql`
        update account set updated_at = ${at}, ${assignments}, ${purposeStated({ at, statedBy })}
        from jsonb_to_recordset(${rows}::jsonb) as given(${typedColumns})
        where account.district_id = ${districtId} and account.id = given.id`.execute(tx),
  })
}

/** Accounts of a district, of some units of it (and, beside those, by id), in no particular order. */
export async function readAccounts(
  db: Db | Tx,
  districtId: string,
  only?: { unitIds?: readonly string[]; orIds?: readonly string[] },
): Promise<Account[]> {
  let query = db.selectFrom('account as a').select(accountColumns).where('a.district_id', '=', districtId)
  if (only?.unitIds && only.orIds)
    query = query.where(sql<boolean>`(${anyOf('a.unit_id', only.unitIds)} or ${anyOf('a.id', only.orIds)})`)
  else if (only?.unitIds) query = query.where(anyOf('a.unit_id', only.unitIds))
  else if (only) query = query.where(anyOf('a.id', only.orIds ?? []))
  return (await query.execute()) as Account[]
}

/** One array parameter, so that the number of ids doesn't matter. */
export const anyOf = (column: string, ids: readonly string[]) =>
  sql<boolean>`${sql.ref(column)} = any(${[...ids]}::uuid[])`

/** Writers of one district's register queue up here, so that what a verb decided on still holds when it writes. */
export async function lockRegister(tx: Tx, districtId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`register/${districtId}`}, 0))`.execute(tx)
}
