import { sql } from 'kysely'
import { openPeople, type PersonValues, type Vault } from '../../access/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { platformCodes, platforms } from '../../vocabulary/platforms.ts'
import type { Account, ContactDuty } from '../model.ts'
import { maskedPerson, type PrintedAccount } from '../annex2/printed-row.ts'
import type { Layout } from '../annex2/write-annex2.ts'
import { accountColumns, anyOf } from './accounts.ts'
import { readContacts } from './people.ts'
import { readUnits } from './units.ts'

// 附件2 note 1: 微博、微信 … 以及移动客户端等类别分别填写.
const categories = ['weibo', 'wechat', 'app', 'other'] as const
const printingOrder = categories.flatMap((category) =>
  platformCodes.filter((code) => platforms[code].category === category),
)

type Wanted = {
  layout: Layout
  unitId?: string | undefined
  ids?: readonly string[] | undefined
  /** Phones in full; else masked. */
  full: boolean
}

const BATCH = 1_000

/**
 * What a sheet prints of accounts, in the order in which 附件2 prints them: of a 汇总表 by platform and unit, else by unit
 * and platform. They come through a cursor, a thousand at a time and the next thousand while these are written, so that
 * memory does not grow with their number.
 */
export async function* printedAccounts(
  tx: Tx,
  vault: Vault,
  districtId: string,
  wanted: Wanted,
): AsyncGenerator<PrintedAccount> {
  // Units are few and fetched once: joined to every account, they cost more than the accounts themselves.
  const units = new Map((await readUnits(tx, districtId)).map((unit) => [unit.id, unit]))
  await sql`declare accounts_to_print no scroll cursor for ${accountsInOrder(tx, districtId, wanted)}`.execute(tx)
  let next = nextBatch()
  for (;;) {
    const batch = await next
    if (batch.length === 0) break
    next = nextBatch()
    // Whoever stops reading early never asks for it; whoever asks still sees the failure.
    next.catch(() => undefined)
    yield* batch
  }
  await sql`close accounts_to_print`.execute(tx)

  async function nextBatch(): Promise<PrintedAccount[]> {
    const { rows } = await sql<Account>`fetch forward ${sql.lit(BATCH)} from accounts_to_print`.execute(tx)
    const ids = rows.map(({ id }) => id)
    const people = await peopleBehind(tx, vault, districtId, { ids, full: wanted.full })
    return rows.flatMap((account) => {
      const unit = units.get(account.unitId)
      return unit ? [{ account, unit, people: people.get(account.id) ?? {} }] : []
    })
  }
}

/** A unit's accounts that are not gone, in print order, with the people behind them in full. */
export async function accountsToFile(
  tx: Tx,
  vault: Vault,
  districtId: string,
  unitId: string,
): Promise<Pick<PrintedAccount, 'account' | 'people'>[]> {
  const all = await Array.fromAsync(printedAccounts(tx, vault, districtId, { layout: 'units', unitId, full: true }))
  return all.filter(({ account }) => account.runningState !== 'deregistered')
}

function accountsInOrder(tx: Tx, districtId: string, { layout, unitId, ids }: Wanted) {
  const platform = sql`array_position(${sql.raw(`array[${printingOrder.map((code) => `'${code}'`).join(', ')}]`)}, a.platform)`
  const unit = sql`u.name collate "zh-x-icu", u.id`
  let chosen = tx
    .selectFrom('account as a')
    .innerJoin('unit as u', (join) => join.onRef('u.district_id', '=', 'a.district_id').onRef('u.id', '=', 'a.unit_id'))
    .select(accountColumns)
    .where('a.district_id', '=', districtId)
  if (unitId !== undefined) chosen = chosen.where('a.unit_id', '=', unitId)
  if (ids) chosen = chosen.where(anyOf('a.id', ids))
  const first = layout === 'district' ? sql`${platform}, ${unit}` : sql`${unit}, ${platform}`
  return sql`${chosen} order by ${first}, a.sheet_order nulls last, a.name collate "zh-x-icu", a.id`
}

/** How many accounts of how many units an export would print. */
export async function countAccounts(
  db: Db | Tx,
  districtId: string,
  { unitId, ids }: { unitId?: string | undefined; ids?: readonly string[] | undefined },
): Promise<{ accounts: number; units: number }> {
  const { rows } = await sql<{ accounts: number; units: number }>`
    select count(*)::int as accounts, count(distinct a.unit_id)::int as units from account a
    where a.district_id = ${districtId} ${narrowed(unitId, ids)}`.execute(db)
  return rows[0] ?? { accounts: 0, units: 0 }
}

/** The ids of the accounts that an export would print, in their own order: what its digest is made of. */
export async function idsToPrint(
  tx: Tx,
  districtId: string,
  { unitId, ids }: { unitId?: string | undefined; ids?: readonly string[] | undefined },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.id from account a where a.district_id = ${districtId} ${narrowed(unitId, ids)} order by a.id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Units that have accounts among those an export would print. */
export async function unitsWithAccounts(
  tx: Tx,
  districtId: string,
  ids: readonly string[] | undefined,
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct a.unit_id as id from account a where a.district_id = ${districtId} ${narrowed(undefined, ids)}`.execute(
    tx,
  )
  return new Set(rows.map(({ id }) => id))
}

const narrowed = (unitId: string | undefined, ids: readonly string[] | undefined) =>
  sql`${unitId === undefined ? sql`` : sql`and a.unit_id = ${unitId}`} ${ids === undefined ? sql`` : sql`and ${anyOf('a.id', ids)}`}`

type Asked = { ids: readonly string[]; full: boolean }

async function peopleBehind(tx: Tx, vault: Vault, districtId: string, { ids, full }: Asked) {
  const links = await readContacts(tx, districtId, ids)
  const values = await openPeople(
    tx,
    vault,
    districtId,
    links.map(({ personId }) => personId),
  )
  const behind = new Map<string, Partial<Record<ContactDuty, PersonValues>>>()
  for (const { accountId, duty, personId } of links) {
    const person = values.get(personId)
    if (person) behind.set(accountId, { ...behind.get(accountId), [duty]: full ? person : maskedPerson(person) })
  }
  return behind
}
