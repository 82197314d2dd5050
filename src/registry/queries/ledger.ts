import { sql } from 'kysely'
import { openPeople, type PersonValues, type Vault } from '../../access/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { platformCodes, platforms } from '../../vocabulary/platforms.ts'
import type { ContactDuty } from '../model.ts'
import { maskedPerson } from '../annex2/printed-row.ts'
import type { Layout, Loader, Placed } from '../annex2/write-annex2.ts'
import { anyOf, readAccounts } from './accounts.ts'
import { readContacts } from './people.ts'
import { readUnits } from './units.ts'

// 附件2 note 1: 微博、微信 … 以及移动客户端等类别分别填写.
const categories = ['weibo', 'wechat', 'app', 'other'] as const
const printingOrder = categories.flatMap((category) =>
  platformCodes.filter((code) => platforms[code].category === category),
)

/** Accounts in the order in which 附件2 prints them; of a 汇总表 by platform and unit, else by unit and platform. */
export async function accountsInOrder(
  tx: Tx,
  districtId: string,
  { layout, unitId, ids }: { layout: Layout; unitId?: string | undefined; ids?: readonly string[] | undefined },
): Promise<Placed[]> {
  const platform = sql`array_position(${sql.raw(`array[${printingOrder.map((code) => `'${code}'`).join(', ')}]`)}, a.platform)`
  const unit = sql`u.name collate "zh-x-icu", u.id`
  const { rows } = await sql<Placed>`
    select a.id, a.platform, a.unit_id as "unitId"
    from account a join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where a.district_id = ${districtId}
      ${narrowed(unitId, ids)}
    order by ${layout === 'district' ? sql`${platform}, ${unit}` : sql`${unit}, ${platform}`},
      a.sheet_order nulls last, a.name collate "zh-x-icu", a.id`.execute(tx)
  return rows
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

const narrowed = (unitId: string | undefined, ids: readonly string[] | undefined) =>
  sql`${unitId === undefined ? sql`` : sql`and a.unit_id = ${unitId}`} ${ids === undefined ? sql`` : sql`and ${anyOf('a.id', ids)}`}`

/** Loads what a sheet prints of accounts; phones masked unless `full`. */
export async function printedAccounts(tx: Tx, vault: Vault, districtId: string, full: boolean): Promise<Loader> {
  // Units are few and fetched once: joined to a thousand accounts by id, they cost more than the accounts themselves.
  const units = new Map((await readUnits(tx, districtId)).map((unit) => [unit.id, unit]))
  return async (ids) => {
    const accounts = await readAccounts(tx, districtId, { orIds: ids })
    const people = await peopleBehind(tx, vault, districtId, { ids, full })
    return new Map(
      accounts.flatMap((account) => {
        const unit = units.get(account.unitId)
        return unit ? [[account.id, { account, unit, people: people.get(account.id) ?? {} }] as const] : []
      }),
    )
  }
}

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
