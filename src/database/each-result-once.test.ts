import { expect, it } from 'vitest'
import { emptyDatabase } from '../../tests/support/database.ts'
import { migrate, readMigrations } from './migrate.ts'

const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const [unit, first, second, third, september, october] = [1, 2, 3, 4, 5, 6].map(uuid)
const result = (indicator: string, value: string, facts = {}) => ({ indicator, class: 'veto', value, facts })
const filed = result('D-JS-01', 'pass', { filing: 'filed' })
const silent = (days: number) => result('N-NM-02a', 'fail', { silentDays: days, purpose: 'publish' })

it('keeps what older runs found, each different result once and every account with its own in their order', async () => {
  const database = await emptyDatabase()
  const all = readMigrations()
  const judged = [
    { run: september, account: first, results: [silent(20), filed] },
    { run: september, account: second, results: [silent(31), filed] },
    { run: september, account: third, results: [] },
    { run: october, account: first, results: [filed, silent(20)] },
  ]
  const found = await database.owner(async (owner) => {
    await migrate(
      owner,
      all.filter(({ version }) => version < 57),
    )
    const at = '2026-06-01T01:00:00Z'
    await owner.query(
      `insert into district (id, name, short_name, office_name, issuing_office, created_at)
       values ('990100', '临湖区', '临湖', '临湖区行政审批服务局', '临湖区政务公开领导小组办公室', $1)`,
      [at],
    )
    await owner.query(
      `insert into unit (district_id, id, code, name, kind, created_at, updated_at)
       values ('990100', $1, 'DW001', '临湖区水务局', 'department', $2, $2)`,
      [unit, at],
    )
    for (const account of [first, second, third])
      await owner.query(
        `insert into account (district_id, id, unit_id, name, platform, created_at, updated_at)
         values ('990100', $1, $2, $3, 'weibo', $4, $4)`,
        [account, unit, `账号${account}`, at],
      )
    for (const [run, month] of [
      [september, '2026-09'],
      [october, '2026-10'],
    ])
      await owner.query(
        `insert into check_run (district_id, id, month, checkpoint, rules_id, rules_version, rules, coverage, digest, started_by, finished_at)
         values ('990100', $1, $2, $3, 'r', '1', '{}', '{}', 'd', 'user:a', $4)`,
        [run, month, `${month}-30`, at],
      )
    for (const { run, account, results } of judged)
      await owner.query(
        `insert into check_result (district_id, run_id, account_id, verdict, results, unit_id, unit_name, unit_kind,
           account_name, platform)
         values ('990100', $1, $2, 'unqualified', $3, $4, '临湖区水务局', 'department', '临湖水务', 'weibo')`,
        [run, account, JSON.stringify(results), unit],
      )
    await migrate(owner, all)
    const own = await owner.query(
      `select c.run_id as run, c.account_id as account, coalesce((select jsonb_agg(r.result order by n.place)
           from unnest(c.result_numbers) with ordinality as n (number, place)
           join run_result r on r.run_id = c.run_id and r.number = n.number), '[]') as results
       from check_result c order by 1, 2`,
    )
    const kept = await owner.query('select run_id, count(*)::int as results from run_result group by 1 order by 1')
    const one = await owner.query(
      `select distinct indicator, class, value from run_result where result @> '{"facts": {"silentDays": 31}}'`,
    )
    return { own: own.rows, kept: kept.rows, one: one.rows }
  })
  expect(found.own).toEqual(judged)
  expect(found.kept).toEqual([
    { run_id: september, results: 3 },
    { run_id: october, results: 2 },
  ])
  expect(found.one).toEqual([{ indicator: 'N-NM-02a', class: 'veto', value: 'fail' }])
})
