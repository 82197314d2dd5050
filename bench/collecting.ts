import { seededIds } from '../src/database/index.ts'
import { openSimulator, type Simulator } from '../tests/support/platform-simulator.ts'
import { makeWorld, type SimulatedAccount } from '../tests/support/platforms/world.ts'
import {
  catchUp,
  enterAccounts,
  judgePosts,
  judgeSilence,
  noSilence,
  replay,
  virtualClock,
} from '../tests/support/simulated-day.ts'
import { ms, type Row } from './measure.ts'
import { districtId, makeScene, type Scene } from './scene.ts'

const HOUR = 3_600_000
const start = Date.parse('2026-10-12T00:00:00+08:00')
const accountCount = 5_000
const faultShare = 0.2
const feedCount = 1_000

/** An adaptive day of 5,000 accounts held against the truth of the simulator, and how many feeds one process polls. */
export async function collectingRows(): Promise<Row[]> {
  return [await dayRow(), await feedsRow()]
}

async function inScene<T>(
  accounts: readonly SimulatedAccount[],
  share: number,
  work: (place: Place, simulator: Simulator, clock: ReturnType<typeof virtualClock>) => Promise<T>,
): Promise<T> {
  const scene = await makeScene()
  const clock = virtualClock(start)
  const patienceMs = share === 0 ? 10_000 : 500
  const simulator = await openSimulator({ seed: 1, accounts, now: clock.ms, faultShare: share, patienceMs })
  try {
    const deps = { ...scene.deps, clock, wall: clock, ids: seededIds('collecting', clock) }
    const place = { deps, actor: scene.operator, districtId }
    const ledger = await enterAccounts(place, accounts, await makeUnit(scene))
    return await work({ ...place, ledger }, simulator, clock)
  } finally {
    await simulator.close()
    await scene.close()
  }
}
type Place = Parameters<typeof replay>[0] & { ledger: Awaited<ReturnType<typeof enterAccounts>> }

async function makeUnit({ deps }: Scene): Promise<string> {
  const id = deps.ids.next()
  const created = { created_at: deps.clock.now(), updated_at: deps.clock.now() }
  await deps.db
    .insertInto('unit')
    .values({ district_id: districtId, id, code: 'B', name: '临湖区融媒体中心', kind: 'department', ...created })
    .execute()
  return id
}

async function dayRow(): Promise<Row> {
  const accounts = makeWorld(1, accountCount, start)
  return inScene(accounts, faultShare, async (place, simulator, clock) => {
    const silence = noSilence()
    const began = performance.now()
    let looks = 0
    for (let hour = 3; hour <= 24; hour += 3) {
      looks += (await replay(place, simulator, clock, start + hour * HOUR - 1)).looks
      await judgeSilence(place, accounts, place.ledger, silence)
    }
    const took = performance.now() - began
    clock.set(start + 33 * HOUR)
    await catchUp(place, simulator, clock)
    await catchUp(place, simulator, clock)
    const { lost, doubled, claimed, posts } = await judgePosts(place, accounts, place.ledger, simulator)
    return {
      what: `${accountCount} accounts, one adaptive day replayed, ${faultShare * 100} % of requests go wrong (${looks} looks, ${posts} posts)`,
      figure: `${silence.wrong.size} wrongly silent, ${lost.length + claimed.length} posts lost, ${doubled.length} doubled`,
      beside: `${silence.known.size} truly silent ones known; ${ms(took)} for the day`,
      target: '0, 0, 0',
      holds: silence.wrong.size + lost.length + claimed.length + doubled.length === 0,
    }
  })
}

async function feedsRow(): Promise<Row> {
  const feeds = makeWorld(2, feedCount * 2, start).filter(
    ({ channel, posts }) => channel === 'feed' && posts.length > 20,
  )
  const accounts = feeds.map((account, n) => ({ ...account, n }))
  return inScene(accounts, 0, async (place, simulator, clock) => {
    // What nothing but asking costs, in the same numbers at once as a batch.
    const bare = await perSecond(accounts.length, async () => {
      for (let from = 0; from < accounts.length; from += 50)
        await Promise.all(
          accounts.slice(from, from + 50).map(({ n }) => simulator.send({ url: `http://feeds.example/${n}.xml` })),
        )
    })
    const before = process.cpuUsage()
    const polls = await perSecond(accounts.length, () => replay(place, simulator, clock, clock.ms() + 1))
    const { user, system } = process.cpuUsage(before)
    return {
      what: `feeds of 20 items polled by one process, all new: asked, read, stored and kept as evidence (${accounts.length} feeds)`,
      figure: `${polls.toFixed(0)} a second`,
      beside: `asked only ${bare.toFixed(0)} a second: ${(polls / bare).toFixed(2)} x; ${((user + system) / 1000 / accounts.length).toFixed(1)} ms of processor a poll, the simulator's share in it`,
      target: '>= 200 a second',
      holds: polls >= 200,
    }
  })
}

async function perSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (count / (performance.now() - began)) * 1000
}
