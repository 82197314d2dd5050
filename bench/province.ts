import { runCheck } from '../src/monitoring/index.ts'
import { month } from '../src/calendar/index.ts'
import type { Row } from './measure.ts'
import { analyse, makeScene, type Scene } from './scene.ts'

/** A province as one of middling size reports: cities, districts, accounts, posts of a quarter. */
export const province = { cities: 14, districts: 122, accounts: 4_891, posts: 920_700 } as const

const GENERATED_WITHIN_S = 180
const COST_WITHIN = 1.3

/** `990101` to `991413`: each city has its share of the districts. */
export const districtCode = (index: number, cities: number = province.cities): string =>
  `99${String((index % cities) + 1).padStart(2, '0')}${String(Math.floor(index / cities) + 1).padStart(2, '0')}`

export type Size = { districts: number; accounts: number; posts: number }

/**
 * Districts with their accounts and the posts of the third quarter, spread evenly; every twentieth account is silent for
 * 20 days, every fiftieth was never collected. Statements over whole tables: a province takes seconds.
 */
export async function makeDistricts({ database: { pool }, dataDir }: Scene, size: Size): Promise<void> {
  const codes = Array.from({ length: size.districts }, (_, index) => districtCode(index))
  const placed = `(select (ordinality - 1)::int as d, code from unnest($1::text[]) with ordinality as t (code, ordinality))`
  await pool.query(
    `insert into district (id, name, short_name, office_name, issuing_office, created_at)
     select code, '第' || d + 1 || '区', d + 1 || '区', '第' || d + 1 || '区行政审批服务局', '第' || d + 1 || '区政务公开领导小组办公室', now()
     from ${placed} p`,
    [codes],
  )
  const counted = `${placed} p, lateral generate_series(1, ($2::int / $3::int + case when p.d < $2::int % $3::int then 1 else 0 end)) n`
  const given = [codes, size.accounts, size.districts]
  await pool.query(
    `insert into unit (district_id, id, code, name, short_name, kind, created_at, updated_at)
     select code, ${uuid('00000001', 'n')}, 'B' || n, '第' || d + 1 || '区第' || n || '局', '第' || n || '局', 'department', now(), now()
     from ${counted} where n % 5 = 1`,
    given,
  )
  await pool.query(
    `insert into account (district_id, id, unit_id, name, platform, purpose, profile_url, certified_entity, filing_state, followers, opened_on, opened_precision, functions, created_at, updated_at)
     select code, ${uuid('00000002', 'n')}, ${uuid('00000001', '(n - 1) / 5 * 5 + 1')}, d + 1 || '区账号' || n,
       (array['wechat_official', 'weibo', 'douyin', 'wechat_channels', 'toutiao'])[(n - 1) % 5 + 1], 'publish',
       'https://demo.example.cn/' || code || '/' || n, '第' || n || '局', 'filed', n * 7, date '2019-06-01', 'month', '{publish,spread}', now(), now()
     from ${counted}`,
    given,
  )
  // As many as the quarter has, the last one a part of an account's share.
  await pool.query(
    `insert into post (district_id, account_id, id, link_key, url, title, published_at, published_on, time_precision, first_seen_at)
     select district_id, id, gen_random_uuid(), 'k' || p, null, '工作动态', d.day + interval '10 hours', d.day, 'moment', now()
     from (select district_id, id, row_number() over (order by district_id, id) as a, count(*) over () as n from account) account,
       lateral generate_series(1, ($1::int / n + case when a <= $1::int % n then 1 else 0 end)::int) p,
       lateral (select (date '2026-09-30' - (case when a % 20 = 0 then 20 else 0 end) - (p * 92 / ($1::int / n + 1))::int)::date as day) d`,
    [size.posts],
  )
  await pool.query(
    `insert into collection_span (district_id, account_id, id, source, from_day, to_day, collected_at)
     select district_id, id, id, 'bench', date '2026-06-01', date '2026-10-10', now()
     from (select district_id, id, row_number() over (order by district_id, id) as a from account) account where a % 50 <> 0`,
  )
  await analyse({ dataDir })
}

// Two numbers that tell a row: the district's and its own.
const uuid = (prefix: string, n: string) =>
  `('${prefix}-' || lpad(to_hex(d), 4, '0') || '-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`

const share = ({ districts }: { districts: number }): Size => ({
  districts,
  accounts: Math.round((province.accounts / province.districts) * districts),
  posts: Math.round((province.posts / province.districts) * districts),
})

type Place = { scene: Scene; size: Size; codes: string[]; times: number[] }

async function placeOf(districts: number): Promise<Place> {
  const [scene, size] = [await makeScene(), share({ districts })]
  await makeDistricts(scene, size)
  return { scene, size, codes: Array.from({ length: districts }, (_, index) => districtCode(index)), times: [] }
}

const TURNS = 100

/**
 * The month's check of a district of the same size, alone and beside nine and ninety-nine others: milliseconds an account,
 * the middle of a hundred checks. The three take turns, so that what else the machine does meets all of them.
 */
async function checkCosts(): Promise<{ accounts: number; perAccountMs: number }[]> {
  const places: Place[] = []
  try {
    for (const districts of [1, 10, 100]) places.push(await placeOf(districts))
    const check = async ({ scene: { deps, operator }, codes }: Place, turn: number) => {
      const started = performance.now()
      await runCheck(deps, operator, { districtId: codes[turn % codes.length]!, month: month('2026-09') })
      return performance.now() - started
    }
    // A district's first check writes its candidates; what is read for the first time is not the cost of an account.
    for (const place of places) for (const turn of place.codes.keys()) await check(place, turn)
    for (let turn = 0; turn < TURNS; turn++) for (const place of places) place.times.push(await check(place, turn))
    return places.map(({ size, codes, times }) => ({
      accounts: size.accounts,
      perAccountMs: times.toSorted((a, b) => a - b)[TURNS / 2]! / (size.accounts / codes.length),
    }))
  } finally {
    for (const { scene } of places) await scene.close()
  }
}

/** A province made, its size on the disk, and how the cost of a month's check grows with the districts beside it. */
export async function scaleRows(): Promise<Row[]> {
  const scene = await makeScene()
  let made: { seconds: number; sizes: { name: string; bytes: number; rows: number }[] }
  try {
    const started = performance.now()
    await makeDistricts(scene, province)
    const seconds = (performance.now() - started) / 1_000
    const { rows } = await scene.database.pool.query<{ name: string; bytes: number; rows: number }>(
      `select name, pg_total_relation_size(name::regclass) as bytes, (select reltuples::int8 from pg_class where oid = name::regclass) as rows
       from unnest(array['post', 'account', 'collection_span']) as t (name)`,
    )
    made = { seconds, sizes: rows }
  } finally {
    await scene.close()
  }
  const post = made.sizes.find(({ name }) => name === 'post')!
  const costs = await checkCosts()
  const each = costs.map(({ perAccountMs }) => perAccountMs)
  const apart = Math.max(...each) / Math.min(...each)
  return [
    {
      what: `a province made: ${province.cities} cities, ${province.districts} districts, ${province.accounts} accounts, ${province.posts} posts`,
      figure: `${made.seconds.toFixed(1)} s`,
      beside: `${post.rows} posts, ${(post.bytes / 2 ** 20).toFixed(0)} MB, ${Math.round(post.bytes / post.rows)} bytes a post with its indexes`,
      target: `< ${GENERATED_WITHIN_S} s`,
      holds: made.seconds < GENERATED_WITHIN_S && post.rows === province.posts,
    },
    {
      what: "month's check, cost an account, 1, 10 and 100 districts",
      figure: costs.map(({ perAccountMs }) => `${perAccountMs.toFixed(2)} ms`).join(', '),
      beside: `${costs.map(({ accounts }) => accounts).join(', ')} accounts: ${apart.toFixed(2)} x apart`,
      target: `<= ${COST_WITHIN} x`,
      holds: apart <= COST_WITHIN,
    },
  ]
}
