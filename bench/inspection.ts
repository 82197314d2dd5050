import { instant, month } from '../src/calendar/index.ts'
import { liveState } from '../src/monitoring/live.ts'
import { runCheck } from '../src/monitoring/index.ts'
import { median, ms, type Row } from './measure.ts'
import { districtId, makeAccounts, makeMessages, makePosts, makeScene, makeTargets, newSamples } from './scene.ts'

const accounts = 4_891
const posts = 920_700
const messages = 200_000
const samples = 1_000

/** The whole indicator set over a province's quarter beside the bare reading of the same rows, and what is judged as it comes. */
export async function inspectionRows(): Promise<Row[]> {
  const scene = await makeScene()
  try {
    await makeAccounts(scene, accounts)
    await makePosts(scene, accounts, posts)
    await makeMessages(scene, accounts, messages)
    await makeTargets(scene)
    const { pool } = scene.database
    // Entered before anybody watched: what people bring in judges everything again.
    const entered = `'2026-10-01T00:00:00Z'`
    await pool.query(`update account set updated_at = ${entered}; update unit set updated_at = ${entered};
      update message set created_at = ${entered}; update message_look set stated_at = ${entered}`)
    const bare = await median(3, async () => {
      await pool.query(
        `select account_id, max(published_on) filter (where published_on <= '2026-09-30') as last, count(*) filter (where published_on between '2026-09-16' and '2026-09-30') as inside
         from post where district_id = $1 group by account_id`,
        [districtId],
      )
      await pool.query(`select * from account where district_id = $1`, [districtId])
      await pool.query(`select id, account_id, asked_on, due_on, replied_on from message where district_id = $1`, [
        districtId,
      ])
    })
    const check = await median(3, async () => {
      await pool.query('delete from finding; delete from check_result; delete from check_run')
      await runCheck(scene.deps, scene.operator, { districtId, month: month('2026-09') })
    })
    const at = (moment: string) => ({ ...scene.deps, wall: { ...scene.deps.wall, now: () => instant(moment) } })
    const whole = await median(1, () => liveState(at('2026-10-12T02:00:00Z'), districtId))
    let round = 0
    await newSamples(scene, samples, round)
    const again = await median(3, async () => {
      await newSamples(scene, samples, ++round)
      await liveState(at(`2026-10-12T02:0${round}:01Z`), districtId)
    })
    return [
      {
        what: `whole indicator set, ${accounts} accounts, ${posts} posts, ${messages} messages, results written`,
        figure: ms(check),
        beside: `bare reading ${ms(bare)}: ${(check / bare).toFixed(2)} x`,
        target: '< 5 s, <= 2.5 x',
        holds: check < 5_000 && check <= 2.5 * bare,
      },
      {
        what: `judged again after ${samples} new samples of 100 accounts, storing them included`,
        figure: ms(again),
        beside: `all accounts ${ms(whole)}: ${(again / whole).toFixed(2)} x`,
        target: '< 300 ms',
        holds: again < 300,
      },
    ]
  } finally {
    await scene.close()
  }
}
