import { sql } from 'kysely'
import { type Deps, openPeople, type PersonValues } from '../../../access/index.ts'
import type { CivilDate } from '../../../calendar/index.ts'
import type { Db, Tx } from '../../../database/index.ts'
import { type Account, readAccounts, readUnits } from '../../../registry/index.ts'
import { unitKinds } from '../../../vocabulary/units.ts'
import type { NationalAccount, NationalSide, NationalStatus } from '../model.ts'

export type LedgerOfSheet = {
  accounts: NationalAccount[]
  units: { id: string; name: string; shortName: string | null; inScope: boolean }[]
}

type Only = { unitId?: string; accountId?: string }

/**
 * The ledger as the national sheet speaks of it, with credit codes, 联系人 (phones in full) and what was last recorded
 * of the national system; by unit (pinyin), then as the units filed their accounts.
 */
export async function ledgerOfSheet(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  { unitId, accountId }: Only = {},
): Promise<LedgerOfSheet> {
  const units = await readUnits(db, districtId)
  const only = accountId ? { orIds: [accountId] } : unitId ? { unitIds: [unitId] } : undefined
  const accounts = await readAccounts(db, districtId, only)
  const ids = accounts.map(({ id }) => id)
  const contacts = await contactsBehind(db, vault, districtId, ids)
  const codes = await creditCodes(db, districtId)
  const statuses = await latestStatuses(db, districtId, ids)
  const order = new Map(units.map(({ id }, place) => [id, place]))
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const sheet = accounts
    .sort((a, b) => (order.get(a.unitId) ?? 0) - (order.get(b.unitId) ?? 0) || withinUnit(a, b))
    .flatMap((account): NationalAccount[] => {
      const unit = byId.get(account.unitId)
      if (!unit) return []
      const { name, phone } = contacts.get(account.id) ?? {}
      return [
        {
          ...account,
          unitName: unit.name,
          inScope: unitKinds[unit.kind].inScope,
          creditCode: codes.get(unit.id)?.code ?? null,
          opened: account.openedOn && { day: account.openedOn, precision: account.openedPrecision ?? 'day' },
          filed: account.filingState === 'filed',
          formerName: account.renamedFrom,
          contactName: name ?? null,
          contactPhone: phone ?? null,
          status: statuses.get(account.id)?.status ?? 'unreported',
        },
      ]
    })
  return {
    accounts: sheet,
    units: units.map(({ id, name, shortName, kind }) => ({ id, name, shortName, inScope: unitKinds[kind].inScope })),
  }
}

// As filed, then by platform and name; ids make the order the same every time.
const withinUnit = (a: Account, b: Account): number =>
  (a.sheetOrder ?? 1e9) - (b.sheetOrder ?? 1e9) ||
  compared(a.platform, b.platform) ||
  compared(a.name, b.name) ||
  compared(a.id, b.id)
const compared = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

async function contactsBehind(db: Db | Tx, vault: Deps['vault'], districtId: string, ids: readonly string[]) {
  const { rows } = await sql<{ accountId: string; personId: string }>`
    select account_id as "accountId", person_id as "personId" from account_contact
    where district_id = ${districtId} and duty = 'contact' and account_id = any(${[...ids]}::uuid[])`.execute(db)
  const people = await openPeople(
    db,
    vault,
    districtId,
    rows.map(({ personId }) => personId),
  )
  return new Map<string, PersonValues>(
    rows.flatMap(({ accountId, personId }) => {
      const person = people.get(personId)
      return person ? [[accountId, person] as const] : []
    }),
  )
}

export type CreditCode = { code: string; version: number }

/** 统一社会信用代码 by unit. */
export async function creditCodes(db: Db | Tx, districtId: string): Promise<Map<string, CreditCode>> {
  const rows = await db
    .selectFrom('unit_credit_code')
    .select(['unit_id as unitId', 'code', 'version'])
    .where('district_id', '=', districtId)
    .execute()
  return new Map(rows.map(({ unitId, code, version }) => [unitId, { code, version }]))
}

export type LatestStatus = { status: NationalStatus; on: CivilDate }

/**
 * What one side last recorded of each account; one that is missing was never reported. The unit's side is what the sheet
 * says: it is the unit that the account stands under there.
 */
export async function latestStatuses(
  db: Db | Tx,
  districtId: string,
  ids: readonly string[],
  side: NationalSide = 'unit',
): Promise<Map<string, LatestStatus>> {
  const { rows } = await sql<LatestStatus & { accountId: string }>`
    select distinct on (account_id) account_id as "accountId", status, reported_on as "on" from national_report
    where district_id = ${districtId} and side = ${side} and account_id = any(${[...ids]}::uuid[])
    order by account_id, reported_on desc, recorded_at desc, id desc`.execute(db)
  return new Map(rows.map(({ accountId, status, on }) => [accountId, { status, on }]))
}
