import { sql } from 'kysely'
import { containing, type Db } from '../database/index.ts'
import { type Platform, platforms, readPlatform } from '../vocabulary/platforms.ts'
import { refuse } from '../vocabulary/refusals/index.ts'

export type ChosenAccount = { id: string; name: string; platform: Platform; unitId: string; unitName: string }
type Scope = { districtId: string; unitId?: string | undefined }

const MOST = 30

/** One account with its unit. */
export async function accountOf(db: Db, districtId: string, id: string): Promise<ChosenAccount | undefined> {
  const { rows } = await sql<ChosenAccount>`
    select a.id, a.name, a.platform, a.unit_id as "unitId", u.name as "unitName"
    from account a join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where a.district_id = ${districtId} and a.id = ${id}`.execute(db)
  return rows[0]
}

/** Accounts that bear a name and stand on their platforms. */
async function accountsNamed(db: Db, districtId: string, name: string): Promise<ChosenAccount[]> {
  const { rows } = await sql<ChosenAccount>`
    select a.id, a.name, a.platform, a.unit_id as "unitId", u.name as "unitName"
    from account a join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where a.district_id = ${districtId} and a.name = ${name.trim()} and a.running_state <> 'deregistered'
    order by a.platform, a.id`.execute(db)
  return rows
}

// Of several nobody is taken by guess.
function onlyOne([only, ...others]: readonly ChosenAccount[], told: string): ChosenAccount {
  if (!only) throw refuse('message.account-unknown', { name: told.trim() })
  if (others.length > 0)
    throw refuse('message.account-named-by-several', {
      name: only.name,
      platforms: [only, ...others].map(({ platform }) => platforms[platform].label).join('、'),
    })
  return only
}

/** The account that bears a name, where it is the only one. Refuses `message.account-unknown`, `message.account-named-by-several`. */
export const accountNamed = async (db: Db, districtId: string, name: string): Promise<ChosenAccount> =>
  onlyOne(await accountsNamed(db, districtId, name), name)

/** The same told with its platform: 平安临湖（新浪微博）. Where two of a family bear the name, the very platform decides. */
export async function accountTold(db: Db, districtId: string, told: string): Promise<ChosenAccount> {
  const [, name = told, platform] = /^(.+?)[（(]([^（）()]+)[)）]\s*$/.exec(told.trim()) ?? []
  const meant = platform === undefined ? undefined : readPlatform(platform)
  if (!meant) return accountNamed(db, districtId, told)
  const family = (await accountsNamed(db, districtId, name)).filter(
    (one) => platforms[one.platform].family === platforms[meant].family,
  )
  const exact = family.filter((one) => one.platform === meant)
  return onlyOne(exact.length > 0 ? exact : family, told)
}

/** Accounts to choose from by their own or their unit's name: of a unit all, of a district what was looked for. */
export async function findChoices(db: Db, { districtId, unitId }: Scope, search: string): Promise<ChosenAccount[]> {
  if (search === '' && unitId === undefined) return []
  const like = containing(search)
  const { rows } = await sql<ChosenAccount>`
    select a.id, a.name, a.platform, a.unit_id as "unitId", u.name as "unitName"
    from account a join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where a.district_id = ${districtId} and a.running_state <> 'deregistered'
      ${unitId ? sql`and a.unit_id = ${unitId}` : sql``}
      and (a.name ilike ${like} or u.name ilike ${like} or u.short_name ilike ${like})
    order by u.name collate "zh-x-icu", a.name collate "zh-x-icu", a.platform, a.id limit ${MOST}`.execute(db)
  return rows
}

/** Units that can answer, by name. */
export async function answeringUnits(db: Db, { districtId, unitId }: Scope): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from unit where district_id = ${districtId} and state = 'active'
      ${unitId ? sql`and id = ${unitId}` : sql``}
    order by name collate "zh-x-icu", id`.execute(db)
  return rows
}
