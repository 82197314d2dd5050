import { fixedClock, instant, month } from '../src/calendar/index.ts'
import { liveState } from '../src/monitoring/live.ts'
import { runCheck } from '../src/monitoring/index.ts'
import { byTurns, median, ms, type Row, timesOf } from './measure.ts'
import { districtId, makeAccounts, makeMessages, makePosts, makeScene, makeTargets, newSamples } from './scene.ts'

const accounts = 4_891
const posts = 920_700
const messages = 200_000
const samples = 1_000

/** The facts that the check rests on and no more, read by nothing but SQL: what is reckoned of them is not in it. */
const bareReading = [
  `select account_id, max(published_on) filter (where published_on <= '2026-09-30') as last, count(*) filter (where published_on between '2026-09-16' and '2026-09-30') as inside
   from post where district_id = $1 group by account_id`,
  `select account_id, range_agg(daterange(from_day, to_day, '[]')) as days from collection_span where district_id = $1
   and from_day <= '2026-09-30' and to_day >= '2026-09-16' group by account_id`,
  'select * from account where district_id = $1',
  'select * from unit where district_id = $1',
  `select account_id, kind, channel, state, asked_on, due_on, replied_on from message where district_id = $1
   and asked_on <= '2026-09-30' and (asked_on >= '2026-09-01' or replied_on is null or replied_on >= '2026-09-01')`,
  'select account_id, max(until_day) from message_look where district_id = $1 group by account_id',
]

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
    const read = async () => {
      for (const statement of bareReading) await pool.query(statement, [districtId])
    }
    // A month is checked once; what the last one wrote is taken away so that it can be checked again.
    const unchecked = () =>
      pool.query('delete from finding; delete from check_result; delete from run_result; delete from check_run')
    const checked = () => runCheck(scene.deps, scene.operator, { districtId, month: month('2026-09') })
    // What judges here judges live all day: the first runs, in which the code is compiled, don't count.
    const first = (await timesOf(3, checked, unchecked)).at(-1)!
    const [bare, check] = await byTurns(7, { work: read }, { work: checked, before: unchecked })
    const changed = await median(
      3,
      () => runCheck(scene.deps, scene.operator, { districtId, month: month('2026-09'), incremental: true }),
      () =>
        pool.query(
          `update message set replied_on = replied_on + 1 where replied_on is not null and account_id in
            (select id from account where district_id = $1 order by id limit 100)`,
          [districtId],
        ),
    )
    const unchanged = await median(3, () =>
      runCheck(scene.deps, scene.operator, { districtId, month: month('2026-09'), incremental: true }),
    )
    const at = (moment: string) => ({
      ...scene.deps,
      clock: fixedClock(instant(moment)),
      wall: fixedClock(instant(moment)),
    })
    // On another day everything is judged anew; the first of these isn't counted.
    const mornings = ['2026-10-11T02:00:00Z', '2026-10-12T02:00:00Z'].values()
    const whole = await median(1, () => liveState(at(mornings.next().value!), districtId))
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
        beside: `bare reading ${ms(bare)}: ${(check / bare).toFixed(2)} x; the first run of a program ${ms(first)}: ${(first / bare).toFixed(2)} x`,
        target: '< 5 s, <= 2.5 x',
        holds: check < 5_000 && check <= 2.5 * bare,
      },
      {
        what: `the same month again, only changed accounts judged (100 of ${accounts}), results written`,
        figure: ms(changed),
        beside: `all judged and written ${ms(check)}: ${(changed / check).toFixed(2)} x; nothing changed ${ms(unchanged)}`,
        target: 'less than all',
        holds: changed < check,
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
