import { civilDate, fixedClock, instant } from '../src/calendar/index.ts'
import { lockScheme, saveScheme, scoreDocument, scoreYear, stepYear, templates } from '../src/scoring/index.ts'
import { median, ms, type Row } from './measure.ts'
import { analyse, districtId, makeScene, type Scene } from './scene.ts'

const units = 300
const accounts = 5_000
const events = 200_000
const limit = 2_000
const codes = ['N-NM-02a', 'L-15', 'D-JS-08', 'D-JS-09']

/** The score of a year out of the rooms as of two days, and of what was frozen, beside the bare reading of the same events. */
export async function scoreRows(): Promise<Row[]> {
  const scene = await makeScene()
  try {
    await makeYear(scene)
    await analyse(scene)
    const { deps } = scene
    const person = (id: string, role: 'supervisor' | 'office_head') =>
      ({ kind: 'user', id, districtId, unitId: null, roles: [role], requestId: 'bench' }) as const
    const [desk, head] = [person('desk', 'supervisor'), person('head', 'office_head')]
    const on = (moment: string) => ({ ...deps, clock: fixedClock(instant(moment)) })
    const year = 2025
    const { id } = await saveScheme(on('2025-01-05T01:00:00Z'), desk, { districtId, year, scheme: templates.district })
    await lockScheme(on('2025-01-06T01:00:00Z'), head, { districtId, id, version: 1, paper: '〔2025〕1号' })
    const asOf = (day: string) => scoreYear(deps, { districtId, year, asOf: civilDate(day) })
    const bare = await median(5, () => scene.database.pool.query(bareReading))
    const rows = [
      await rowOf('as of the year’s end', bare, () => asOf('2026-01-31')),
      await rowOf('as of 30 June', bare, () => asOf('2025-07-15')),
    ]
    const frozenOn = civilDate('2025-12-31')
    await stepYear(on('2026-02-01T01:00:00Z'), head, { districtId, year, version: 1, action: 'freeze', frozenOn })
    await analyse(scene)
    rows.push(await rowOf('frozen', bare, () => asOf('2026-03-01')))
    return rows
  } finally {
    await scene.close()
  }
}

async function rowOf(what: string, bare: number, work: () => ReturnType<typeof scoreYear>): Promise<Row> {
  const again = JSON.stringify(scoreDocument(await work()))
  if (again !== JSON.stringify(scoreDocument(await work()))) throw new Error('two runs differ')
  const took = await median(5, work)
  return {
    what: `score of a year, ${units} units, ${accounts} accounts, ${events} events, ${what}`,
    figure: ms(took),
    beside: `bare reading of the events ${ms(bare)}: ${(took / bare).toFixed(2)} x`,
    target: `< ${ms(limit)}`,
    holds: took < limit,
  }
}

const bareReading = `select f.id, f.indicator, c.unit_id, f.account_id, r.checkpoint, f.facts, f.decided_by, f.decided_at
  from finding f join check_run r on r.district_id = f.district_id and r.id = f.run_id
  join check_result c on c.district_id = f.district_id and c.run_id = f.run_id and c.account_id = f.account_id
  where f.district_id = '${districtId}' and f.month between '2025-01' and '2025-12' and f.state = 'confirmed'`

/** Twelve checked months and 200,000 findings that a person confirmed in the first days of the next month. */
async function makeYear({ database }: Scene): Promise<void> {
  const id = (prefix: string, n: string) => `('${prefix}-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`
  const { pool } = database
  await pool.query(`insert into unit (district_id, id, code, name, kind, created_at, updated_at)
    select '${districtId}', ${id('00000001', 'n')}, 'B' || n, '临湖区第' || n || '局', 'department',
      '2024-12-01', '2024-12-01' from generate_series(1, ${units}) n`)
  await pool.query(`insert into account (district_id, id, unit_id, name, platform, created_at, updated_at)
    select '${districtId}', ${id('00000002', 'n')}, ${id('00000001', `n % ${units} + 1`)}, '临湖账号' || n,
      'wechat_official', '2024-12-01', '2024-12-01' from generate_series(1, ${accounts}) n`)
  await pool.query(`insert into check_run (district_id, id, month, checkpoint, rules_id, rules_version, rules, coverage,
      digest, started_by, finished_at)
    select '${districtId}', ${id('00000004', 'm')}, '2025-' || lpad(m::text, 2, '0'),
      (make_date(2025, m, 1) + interval '1 month' - interval '1 day')::date, 'bench', '1', '{}', '{}', 'bench' || m, 'bench',
      make_date(2025, m, 1) + interval '1 month 1 day' from generate_series(1, 12) m`)
  await pool.query(`insert into check_result (district_id, run_id, account_id, verdict, result_numbers, unit_id, unit_name,
      unit_kind, account_name, platform)
    select '${districtId}', ${id('00000004', 'm')}, a.id, 'qualified', '{}', a.unit_id, u.name, u.kind, a.name, a.platform
    from account a join unit u on u.id = a.unit_id, generate_series(1, 12) m`)
  await pool.query(`insert into finding (district_id, id, month, account_id, indicator, class, facts, run_id, state,
      decided_by, decided_at, version, created_at)
    select '${districtId}', gen_random_uuid(), month, account_id, code, 'deduction', '{"reports": 1}', run_id, 'confirmed',
      'person', finished_at + interval '2 days', 2, finished_at
    from (select r.month, r.id as run_id, r.finished_at, c.account_id, code from check_run r
      join check_result c on c.run_id = r.id, unnest(array['${codes.join("','")}']) code
      order by md5(c.account_id::text || r.month || code) limit ${events}) picked`)
}
