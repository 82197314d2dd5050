import { sql } from 'kysely'
import { Client } from 'pg'
import { addDays, type CivilDate, type Instant } from '../../calendar/index.ts'
import { OWNER_ROLE, SOCKET_PORT } from '../embedded/settings.ts'
import type { Db, Tx } from '../index.ts'
import { readRunRecord } from '../keeper.ts'

/** A province as one of middling size reports: cities, districts, accounts, posts of a quarter. */
export const province = { cities: 14, districts: 122, accounts: 4_891, posts: 920_700 } as const

export type Size = { districts: number; accounts: number; posts: number }

/** So many districts with a province's share of accounts and posts. */
export const shareOf = (districts: number): Size => ({
  districts,
  accounts: Math.round((province.accounts / province.districts) * districts),
  posts: Math.round((province.posts / province.districts) * districts),
})

/** More than a nation has; a code has two digits for the city and two for the district. */
export const MOST_DISTRICTS = 9_000

/** `990101` to `991413`, which no real place has: each city has its share of the districts, 14 as long as that leaves room. */
export function districtCode(index: number, districts: number): string {
  const cities = Math.max(province.cities, Math.ceil(districts / 99))
  const two = (number: number) => String(number + 1).padStart(2, '0')
  return `99${two(index % cities)}${two(Math.floor(index / cities))}`
}

/**
 * Made-up districts with their accounts and the posts of the 92 days until `lastDay`, spread evenly: every twentieth account
 * is silent for its last 20 days, every fiftieth was never collected. Statements over whole tables; a province takes seconds.
 * The database must hold no district.
 */
export async function generateDistricts(
  db: Db | Tx,
  size: Size,
  lastDay: CivilDate,
  coveredTo = lastDay,
): Promise<void> {
  const codes = Array.from({ length: size.districts }, (_, index) => districtCode(index, size.districts))
  const placed = sql`(select (ordinality - 1)::int as d, code from unnest(${codes}::text[]) with ordinality as t (code, ordinality)) p`
  const counted = sql`${placed}, lateral generate_series(1, ${size.accounts}::int / ${size.districts}::int + case when p.d < ${size.accounts}::int % ${size.districts}::int then 1 else 0 end) n`
  await sql`
    insert into district (id, name, short_name, office_name, issuing_office, created_at)
    select code, '演示第' || d + 1 || '区', '演示' || d + 1 || '区', '演示第' || d + 1 || '区行政审批服务局',
      '演示第' || d + 1 || '区政务公开领导小组办公室', now()
    from ${placed}`.execute(db)
  await sql`
    insert into unit (district_id, id, code, name, short_name, kind, created_at, updated_at)
    select code, ${uuid('00000001', 'n')}, 'B' || n, '演示第' || d + 1 || '区第' || n || '局', '第' || n || '局', 'department', now(), now()
    from ${counted} where n % 5 = 1`.execute(db)
  await sql`
    insert into account (district_id, id, unit_id, name, platform, purpose, profile_url, certified_entity, filing_state,
      followers, opened_on, opened_precision, functions, created_at, updated_at)
    select code, ${uuid('00000002', 'n')}, ${uuid('00000001', '(n - 1) / 5 * 5 + 1')}, '演示' || d + 1 || '区账号' || n,
      (array['wechat_official', 'weibo', 'douyin', 'wechat_channels', 'toutiao'])[(n - 1) % 5 + 1], 'publish',
      'https://demo.example.cn/' || code || '/' || n, '第' || n || '局', 'filed', n * 7, date '2019-06-01', 'month',
      '{publish,spread}', now(), now()
    from ${counted}`.execute(db)
  for (let from = 0; from < codes.length; from += SLICE)
    await writePosts(db, codes.slice(from, from + SLICE), size, lastDay)
  await sql`
    insert into collection_span (district_id, account_id, id, source, from_day, to_day, collected_at)
    select district_id, id, id, 'generated', ${addDays(lastDay, -121)}::date, ${coveredTo}::date, now()
    from (select district_id, id, row_number() over (order by district_id, id) as a from account) account
    where a % 50 <> 0`.execute(db)
}

// A nation's posts don't fit into the time that one statement has.
const SLICE = 100

/** As many as the quarter has, the last one a part of an account's share. */
async function writePosts(db: Db | Tx, codes: readonly string[], size: Size, lastDay: CivilDate): Promise<void> {
  const [posts, accounts] = [sql`${size.posts}::int`, sql`${size.accounts}::int`]
  await sql`
    insert into post (district_id, account_id, id, link_key, url, title, published_at, published_on, time_precision, first_seen_at)
    select district_id, id, gen_random_uuid(), 'k' || p, null, '工作动态', d.day + interval '10 hours', d.day, 'moment', now()
    from (select district_id, id, row_number() over (order by district_id, id) as a from account) account,
      lateral generate_series(1, ${posts} / ${accounts} + case when a <= ${posts} % ${accounts} then 1 else 0 end) p,
      lateral (select (${lastDay}::date - (case when a % 20 = 0 then 20 else 0 end) - (p * 92 / (${posts} / ${accounts} + 1))::int)::date as day) d
    where district_id = any (${codes}::text[])`.execute(db)
}

// Two numbers that tell a row: the district's and its own.
const uuid = (prefix: string, n: string) =>
  sql.raw(`('${prefix}-' || lpad(to_hex(d), 4, '0') || '-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`)

const GENERATED = 'generated-data'

/** Says of a database that all in it is made up. */
export async function markGenerated(tx: Tx, size: Size, at: Instant): Promise<void> {
  await tx
    .insertInto('installation_setting')
    .values({ key: GENERATED, value: JSON.stringify(size), changed_at: at })
    .execute()
}

export async function isGenerated(db: Db): Promise<boolean> {
  const row = await db.selectFrom('installation_setting').select('key').where('key', '=', GENERATED).executeTakeFirst()
  return row !== undefined
}

/** Statistics of what was just written, as autovacuum makes them within a minute: by the owner, the program may not. */
export async function analyse(dataDir: string, databaseUrl?: string): Promise<void> {
  const socket = readRunRecord(dataDir)?.socket
  if (!databaseUrl && !socket) throw new Error(`no server runs on ${dataDir}`)
  const owner = new Client(
    databaseUrl
      ? { connectionString: databaseUrl }
      : { host: socket, port: SOCKET_PORT, user: OWNER_ROLE, database: 'govmedia' },
  )
  await owner.connect()
  await owner.query('vacuum analyze')
  await owner.end()
}
