import { month } from '../src/calendar/index.ts'
import { runCheck } from '../src/monitoring/index.ts'
import { median, ms, type Row } from './measure.ts'
import { districtId, makeAccounts, makePosts, makeScene } from './scene.ts'

const accounts = 2_000
const posts = 1_000_000

/** The month's check beside the bare window query over the same rows, results written each time anew. */
export async function checkRows(): Promise<Row[]> {
  const scene = await makeScene()
  try {
    await makeAccounts(scene, accounts)
    await makePosts(scene, accounts, posts)
    const { pool } = scene.database
    const bare = await median(5, () =>
      pool.query(
        `select account_id, max(published_on) filter (where published_on <= '2026-09-30') as last, count(*) filter (where published_on between '2026-09-16' and '2026-09-30') as inside
         from post where district_id = $1 group by account_id`,
        [districtId],
      ),
    )
    const check = await median(
      5,
      () => runCheck(scene.deps, scene.operator, { districtId, month: month('2026-09') }),
      () => pool.query('delete from finding; delete from check_result; delete from run_result; delete from check_run'),
    )
    return [
      {
        what: `month's check, ${accounts} accounts, ${posts} posts, results written`,
        figure: ms(check),
        beside: `bare window query ${ms(bare)}: ${(check / bare).toFixed(2)} x`,
        target: '<= 2 x, < 1.5 s',
        holds: check <= 2 * bare && check < 1_500,
      },
    ]
  } finally {
    await scene.close()
  }
}
