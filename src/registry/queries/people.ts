import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { ContactDuty, Duty } from '../model.ts'
import { anyOf } from './accounts.ts'

export type ContactLink = { accountId: string; duty: ContactDuty; personId: string }
export type DutyLink = {
  unitId: string
  duty: Duty
  state: 'filled' | 'vacant'
  personId: string | null
  changedAt: Instant
  version: number
}
export type SheetForm = { unitId: string; reporterPersonId: string | null; countedUntil: CivilDate | null }

/** Who stands behind which accounts; all of a district without ids. */
export async function readContacts(
  db: Db | Tx,
  districtId: string,
  accountIds?: readonly string[],
): Promise<ContactLink[]> {
  let query = db
    .selectFrom('account_contact as c')
    .select(['c.account_id as accountId', 'c.duty', 'c.person_id as personId'])
    .where('c.district_id', '=', districtId)
  if (accountIds) query = query.where(anyOf('c.account_id', accountIds))
  return (await query.execute()) as ContactLink[]
}

/** Puts people behind accounts, whoever stood there before, in one statement. */
export async function saveContacts(
  tx: Tx,
  districtId: string,
  links: readonly ContactLink[],
  at: Instant,
): Promise<void> {
  if (links.length === 0) return
  await sql`
    insert into account_contact (district_id, account_id, duty, person_id, changed_at)
    select ${districtId}, "accountId", duty, "personId", ${at}
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as given("accountId" uuid, duty text, "personId" uuid)
    on conflict (district_id, account_id, duty) do update set person_id = excluded.person_id, changed_at = excluded.changed_at
  `.execute(tx)
}

/** Takes people from behind an account. */
export async function dropContacts(
  tx: Tx,
  districtId: string,
  accountId: string,
  duties: readonly ContactDuty[],
): Promise<void> {
  if (duties.length === 0) return
  await tx
    .deleteFrom('account_contact')
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .where('duty', 'in', [...duties])
    .execute()
}

/** 第一责任人、直接责任人、工作人员 of units. */
export async function readDuties(db: Db | Tx, districtId: string, unitIds: readonly string[]): Promise<DutyLink[]> {
  const rows = await db
    .selectFrom('unit_duty as d')
    .select([
      'd.unit_id as unitId',
      'd.duty',
      'd.state',
      'd.person_id as personId',
      'd.changed_at as changedAt',
      'd.version',
    ])
    .where('d.district_id', '=', districtId)
    .where(anyOf('d.unit_id', unitIds))
    .execute()
  return rows as DutyLink[]
}

/** 填报人 and 统计时间截至 of units' sheets; all of a district without ids. */
export async function readSheetForms(
  db: Db | Tx,
  districtId: string,
  unitIds?: readonly string[],
): Promise<SheetForm[]> {
  let query = db
    .selectFrom('annex2_sheet as s')
    .select(['s.unit_id as unitId', 's.reporter_person_id as reporterPersonId', 's.counted_until as countedUntil'])
    .where('s.district_id', '=', districtId)
  if (unitIds) query = query.where(anyOf('s.unit_id', unitIds))
  return query.execute()
}

/** Keeps what stands around the table, whatever was known before. */
export async function saveSheetForms(
  tx: Tx,
  districtId: string,
  forms: readonly SheetForm[],
  at: Instant,
): Promise<void> {
  if (forms.length === 0) return
  await sql`
    insert into annex2_sheet (district_id, unit_id, reporter_person_id, counted_until, changed_at)
    select ${districtId}, "unitId", "reporterPersonId", "countedUntil", ${at}
    from jsonb_to_recordset(${JSON.stringify(forms)}::jsonb) as given("unitId" uuid, "reporterPersonId" uuid, "countedUntil" date)
    on conflict (district_id, unit_id) do update set
      reporter_person_id = excluded.reporter_person_id, counted_until = excluded.counted_until, changed_at = excluded.changed_at
  `.execute(tx)
}

/** Says who holds a duty, whoever held it before. */
export async function saveDuty(
  tx: Tx,
  districtId: string,
  { unitId, duty, state, personId, changedAt, version }: DutyLink,
): Promise<void> {
  const said = { state, person_id: personId, changed_at: changedAt, version }
  await tx
    .insertInto('unit_duty')
    .values({ district_id: districtId, unit_id: unitId, duty, ...said })
    .onConflict((conflict) => conflict.columns(['district_id', 'unit_id', 'duty']).doUpdateSet(said))
    .execute()
}
