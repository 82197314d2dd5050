import { addMonths, instant, type Month, month } from '../src/calendar/index.ts'
import { runCheck } from '../src/monitoring/index.ts'
import { overviewOf } from '../src/overview/index.ts'
import { median, ms, type Row } from './measure.ts'
import {
  analyse,
  districtId,
  makeAccounts,
  makeMessages,
  makePosts,
  makeScene,
  makeTargets,
  newSamples,
} from './scene.ts'

const accounts = 2_000
const posts = 1_000_000
const messages = 20_000
const samples = 1_000
const months = 21

/** 全区总览 of a district of a million posts, with 21 checked months behind it: counted for the first time, and again after new posts. */
export async function overviewRows(): Promise<Row[]> {
  const scene = await makeScene()
  try {
    await makeAccounts(scene, accounts)
    await makePosts(scene, accounts, posts)
    await makeMessages(scene, accounts, messages)
    await makeTargets(scene)
    const { pool } = scene.database
    // Entered before anybody watched: what people bring in judges everything again.
    const entered = `'2026-09-01T00:00:00Z'`
    await pool.query(`update account set updated_at = ${entered}; update unit set updated_at = ${entered};
      update message set created_at = ${entered}; update message_look set stated_at = ${entered}`)
    const first: Month = addMonths(month('2026-09'), 1 - months)
    for (let at = 0; at < months; at++)
      await runCheck(scene.deps, scene.operator, { districtId, month: addMonths(first, at) })
    // What the machine found was looked at: one in three was dismissed.
    await pool.query(`update finding set decided_by = 'bench', decided_at = now(), reason = 'bench',
      state = case when get_byte(uuid_send(id), 15) % 3 = 0 then 'dismissed' else 'confirmed' end`)
    await analyse(scene)
    const at = (moment: string) => ({ ...scene.deps, wall: { ...scene.deps.wall, now: () => instant(moment) } })
    const bare = await median(5, () => pool.query('select count(*) from post where district_id = $1', [districtId]))
    const started = performance.now()
    await overviewOf(at('2026-10-12T02:00:00Z'), scene.operator, { districtId })
    const cold = performance.now() - started
    let round = 0
    const again = await median(5, async () => {
      await newSamples(scene, samples, ++round)
      const begun = performance.now()
      await overviewOf(at(`2026-10-12T02:0${round}:01Z`), scene.operator, { districtId })
      process.stderr.write(`  counted again: ${ms(performance.now() - begun)}\n`)
    })
    const alone = await median(5, () => overviewOf(at('2026-10-12T03:00:00Z'), scene.operator, { districtId }))
    const size = `${accounts} accounts, ${posts} posts, ${messages} messages, ${months} checked months`
    return [
      {
        what: `全区总览 counted, ${size}`,
        figure: ms(alone),
        beside: `bare count of the posts ${ms(bare)}: ${(alone / bare).toFixed(2)} x`,
        target: '< 300 ms',
        holds: alone < 300,
      },
      {
        what: '全区总览 counted for the first time, every account judged',
        figure: ms(cold),
        beside: `bare count ${ms(bare)}: ${(cold / bare).toFixed(2)} x; with ${samples} new posts of 100 accounts stored before ${ms(again)}`,
        target: '< 300 ms',
        holds: cold < 300,
      },
    ]
  } finally {
    await scene.close()
  }
}
