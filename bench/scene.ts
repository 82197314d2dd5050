import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, type Deps, openVault, operatorActor, savePeople } from '../src/access/index.ts'
import { fixedClock, instant } from '../src/calendar/index.ts'
import { openDatabase, type OpenDatabase, seededIds } from '../src/database/index.ts'
import { analyse as analyseAt } from '../src/database/scale/generate.ts'

/** A district made large by SQL alone, in a data directory of its own, on the embedded server with fsync on. */
export type Scene = { dataDir: string; deps: Deps; database: OpenDatabase; operator: Actor; close(): Promise<void> }

export const districtId = '990100'

export async function makeScene(): Promise<Scene> {
  const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-bench-'))
  const database = await openDatabase({ dataDir, role: 'cli' })
  const clock = fixedClock(instant('2026-10-12T01:00:00Z'))
  const deps: Deps = {
    db: database.db,
    clock,
    wall: clock,
    ids: seededIds('bench', clock),
    vault: await openVault(dataDir, database.db, clock.now()),
    dataDir,
  }
  const at = clock.now()
  await database.db
    .insertInto('district')
    .values({
      id: districtId,
      name: '临湖区',
      short_name: '临湖',
      office_name: '临湖区行政审批服务局',
      issuing_office: '临湖区政务公开领导小组办公室',
      created_at: at,
    })
    .execute()
  const close = async () => {
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { dataDir, deps, database, operator: operatorActor('bench', 'bench'), close }
}

export const analyse = ({ dataDir }: Pick<Scene, 'dataDir'>) => analyseAt(dataDir)

const uuid = (prefix: string) => `('${prefix}-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`
const platforms = ['wechat_official', 'weibo', 'douyin', 'wechat_channels', 'toutiao']

/** `count` accounts of count / 5 units, one a platform. */
export async function makeAccounts(scene: Scene, count: number): Promise<void> {
  const { database } = scene
  await database.pool.query(`
    insert into unit (district_id, id, code, name, short_name, kind, created_at, updated_at)
    select '${districtId}', ${uuid('00000001')}, 'B' || n, '临湖区第' || n || '局', '第' || n || '局', 'department', now(), now() from generate_series(1, ${Math.ceil(count / 5)}) n`)
  await database.pool.query(`
    insert into account (district_id, id, unit_id, name, platform, purpose, profile_url, certified_entity, filing_state, followers, opened_on, opened_precision, functions, created_at, updated_at)
    select '${districtId}', ${uuid('00000002')}, ('00000001-0000-7000-8000-' || lpad(to_hex((n - 1) / 5 + 1), 12, '0'))::uuid, '临湖账号' || n,
      (array['${platforms.join("','")}'])[(n - 1) % 5 + 1], 'publish', 'https://demo.example.cn/' || n, '临湖区第' || ((n - 1) / 5 + 1) || '局', 'filed', n * 7, date '2019-06-01', 'month', '{publish,spread}', now(), now()
    from generate_series(1, ${count}) n`)
  await analyse(scene)
}

/** `total` posts spread over the accounts and the year before the checkpoint; every twentieth account is silent for 20 days, every fiftieth was never collected. */
export async function makePosts(scene: Scene, accounts: number, total: number): Promise<void> {
  const { database } = scene
  const each = Math.floor(total / accounts)
  await database.pool.query(`
    insert into post (district_id, account_id, id, link_key, url, title, published_at, published_on, time_precision, first_seen_at)
    select '${districtId}', ('00000002-0000-7000-8000-' || lpad(to_hex(a), 12, '0'))::uuid, ('00000003-' || lpad(to_hex(a), 4, '0') || '-7000-8000-' || lpad(to_hex(p), 12, '0'))::uuid,
      'k' || p, null, '工作动态', d.day + interval '10 hours', d.day, 'moment', now()
    from generate_series(1, ${accounts}) a, generate_series(1, ${each}) p,
      lateral (select (date '2026-09-30' - (case when a % 20 = 0 then 20 else 0 end) - (p * 365 / ${each}))::date as day) d
    where a % 50 <> 0`)
  await database.pool.query(`
    insert into collection_span (district_id, account_id, id, source, from_day, to_day, collected_at)
    select '${districtId}', ${uuid('00000002')}, ${uuid('00000004')}, 'bench', date '2025-09-01', date '2026-10-10', now() from generate_series(1, ${accounts}) n where n % 50 <> 0`)
  await analyse(scene)
}

/** Messages of half of the accounts, one in twenty unanswered, looked through to the checkpoint. */
export async function makeMessages(scene: Scene, accounts: number, messages: number): Promise<void> {
  const { pool } = scene.database
  const each = Math.ceil(messages / (accounts / 2))
  const id = (prefix: string) => `('${prefix}-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`
  await pool.query(`insert into said_words (district_id, id, wrapped_key, sealed, salt, said_at)
    values ('${districtId}', '00000009-0000-7000-8000-000000000001', '', '', '', now())`)
  await pool.query(`
    insert into message (district_id, id, account_id, unit_id, kind, channel, asked_on, words_id, state, due_on, due_days,
      due_kind, replied_on, created_by, created_at)
    select '${districtId}', ${id('00000005')}, a.id, a.unit_id, 'question', 'comment', d.day,
      '00000009-0000-7000-8000-000000000001', case when n % 20 = 0 then 'open' else 'replied' end, d.day + 7, 7, 'natural',
      case when n % 20 <> 0 then d.day + 3 end, 'bench', now()
    from generate_series(1, ${messages}) n
    join account a on a.id = ('00000002-0000-7000-8000-' || lpad(to_hex((n / ${each}) * 2 + 1), 12, '0'))::uuid
    cross join lateral (select date '2026-09-30' - (n % 90) as day) d`)
  await pool.query(`
    insert into message_look (district_id, id, account_id, until_day, side, stated_by, stated_at)
    select '${districtId}', ${id('00000006')}, ('00000002-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
      '2026-09-30', 'office', 'bench', now() from generate_series(1, ${accounts}) n`)
  await analyse(scene)
}

/** New posts of a hundred accounts that a source has just looked at. */
export async function newSamples({ database: { pool } }: Scene, samples: number, round: number): Promise<void> {
  await pool.query(`
    insert into post (district_id, account_id, id, link_key, title, published_at, published_on, time_precision, first_seen_at)
    select '${districtId}', ('00000002-0000-7000-8000-' || lpad(to_hex((n % 100) * 3 + 1), 12, '0'))::uuid, gen_random_uuid(),
      'new/' || ${round} || '/' || n, '工作动态', '2026-10-11 10:00+08', '2026-10-11', 'moment', now()
    from generate_series(1, ${samples}) n`)
  await pool.query(
    `update collection_target set last_success_at = $1 where account_id in
      (select ('00000002-0000-7000-8000-' || lpad(to_hex(n * 3 + 1), 12, '0'))::uuid from generate_series(0, 99) n)`,
    [`2026-10-12T02:0${round}:00Z`],
  )
}

/** Every account looked at by one source. */
export async function makeTargets({ database: { pool } }: Scene): Promise<void> {
  const source = '00000007-0000-7000-8000-000000000001'
  await pool.query(`insert into collection_source (district_id, id, kind, name, settings, state, created_by, created_at)
    values ('${districtId}', '${source}', 'feed', '订阅', '{}', 'on', 'bench', now())`)
  await pool.query(`
    insert into collection_target (district_id, account_id, id, source_id, target, state, next_at, created_by, created_at)
    select '${districtId}', a.id, a.id, '${source}', jsonb_build_object('url', a.name), 'on', now(), 'bench', now() from account a`)
}

const names = ['许静言', '陆知行', '顾望之', '沈若川', '梁怀远', '秦予安', '戴一舟']

/** Two contacts for each account, sealed as any person is: what an export opens and an import compares. */
export async function makeContacts(scene: Scene, accounts: number): Promise<void> {
  const { database, deps } = scene
  const slice = 5_000
  for (let from = 0; from < accounts; from += slice) {
    const count = Math.min(slice, accounts - from)
    const values = Array.from({ length: count * 2 }, (_, at) => ({
      name: names[at % names.length]!,
      phone: `1990000${1000 + (at % 9000)}`,
    }))
    const people = await deps.db.transaction().execute((tx) => savePeople(tx, deps, districtId, values))
    await database.pool.query(
      `insert into account_contact (district_id, account_id, duty, person_id, changed_at)
       select $1, ('00000002-0000-7000-8000-' || lpad(to_hex($2 + (n + 1) / 2), 12, '0'))::uuid, case n % 2 when 1 then 'principal' else 'contact' end, person, now()
       from unnest($3::uuid[]) with ordinality as p (person, n)`,
      [districtId, from, people.map(({ id }) => id)],
    )
  }
  await analyse(scene)
}
