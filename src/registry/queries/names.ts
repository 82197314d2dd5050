import { sql } from 'kysely'
import type { Db } from '../../database/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'

/** What accounts and units of these ids are called, and where each has its page; of other ids nothing. */
export async function namesOfThings(
  db: Db,
  districtId: string,
  ids: readonly string[],
): Promise<Map<string, { name: string; href: string }>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string; platform: Platform | null }>`
    select id, name, platform from account where district_id = ${districtId} and id = any(${[...ids]}::uuid[])
    union all
    select id, name, null from unit where district_id = ${districtId} and id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(
    rows.map(({ id, name, platform }) => [
      id,
      platform === null
        ? { name, href: `/units/${id}` }
        : { name: `${name}（${platforms[platform].label}）`, href: `/accounts/${id}` },
    ]),
  )
}
