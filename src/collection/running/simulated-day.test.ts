import { describe, expect, it, onTestFinished } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { openSimulator, type Playing, type Simulator, targetOf } from '../../../tests/support/platform-simulator.ts'
import { secretsOf } from '../../../tests/support/platforms/api-answers.ts'
import { type Fault, faults, faultsOf } from '../../../tests/support/platforms/faults.ts'
import { makeWorld, type SimulatedAccount } from '../../../tests/support/platforms/world.ts'
import {
  catchUp,
  enterAccounts,
  judgePosts,
  judgeSilence,
  noSilence,
  replay,
  virtualClock,
} from '../../../tests/support/simulated-day.ts'
import { instant } from '../../calendar/index.ts'
import { seededIds } from '../../database/index.ts'
import { isCollected, type Look, type Memory, type Outcome, type Source } from '../sources/contract.ts'
import { sources } from '../sources/index.ts'

const start = Date.parse('2026-10-12T00:00:00+08:00')
const HOUR = 3_600_000

async function playing(more: Partial<Playing> = {}): Promise<Simulator & { world: SimulatedAccount[] }> {
  const world = makeWorld(7, 12, start)
  const simulator = await openSimulator({
    seed: 7,
    accounts: world,
    now: () => start + 9 * HOUR,
    faultShare: 0,
    patienceMs: 1000,
    ...more,
  })
  onTestFinished(() => simulator.close())
  return { ...simulator, world }
}

function lookAt(
  { send }: Simulator,
  kind: string,
  target: unknown,
  secrets: Record<string, string> = {},
  memory: Memory = {},
): Promise<Look> {
  const source = sources.get(kind) as Source
  return source.look(source.settings.parse({}), source.target.parse(target), {
    account: { id: '018f0000-0000-7000-8000-000000000000', name: '临湖水务', platform: 'wechat_official' },
    now: instant(new Date(start + 9 * HOUR).toISOString()),
    memory,
    send,
    secrets,
  })
}

const outcomes: Record<'feed' | 'weixin' | 'weibo' | 'douyin', Partial<Record<Fault, Outcome>>> = {
  feed: {
    'refused-418': 'blocked',
    'too-many-429': 'rate-limited',
    'down-503': 'unreachable',
    captcha: 'malformed',
    'slow-loris': 'unreachable',
    'truncated-gzip': 'malformed',
    'gzip-bomb': 'malformed',
    'redirect-inside': 'refused-address',
    reset: 'unreachable',
    emptied: 'malformed',
  },
  weixin: {
    'refused-418': 'blocked',
    'too-many-429': 'rate-limited',
    'down-503': 'unreachable',
    captcha: 'blocked',
    'slow-loris': 'unreachable',
    'truncated-gzip': 'malformed',
    'gzip-bomb': 'malformed',
    'redirect-inside': 'unreachable',
    reset: 'unreachable',
    'late-figures': 'ok',
    'token-expired': 'unauthorised',
    'token-not-taken': 'unauthorised',
    quota: 'quota-exhausted',
    'too-often': 'rate-limited',
    busy: 'unreachable',
  },
  weibo: {
    captcha: 'blocked',
    'token-expired': 'unauthorised',
    quota: 'quota-exhausted',
    'too-often': 'quota-exhausted',
    busy: 'unreachable',
  },
  douyin: {
    captcha: 'blocked',
    'token-expired': 'unauthorised',
    quota: 'quota-exhausted',
    'too-often': 'rate-limited',
    busy: 'unreachable',
  },
}

describe('the simulated platforms', () => {
  it.each(['feed', 'weixin', 'weibo', 'douyin'] as const)(
    '%s: every fault comes out as what it is',
    async (channel) => {
      const simulator = await playing()
      const account = simulator.world.find((one) => one.channel === channel && one.posts.length > 3) as SimulatedAccount
      const good = await lookAt(simulator, channel, targetOf(account), secretsOf(account))
      expect(good.outcome).toBe('ok')
      for (const [fault, outcome] of Object.entries(outcomes[channel])) {
        simulator.force(fault as Fault)
        const look = await lookAt(simulator, channel, targetOf(account), secretsOf(account), good.memory)
        expect(look.outcome, fault).toBe(outcome)
        expect(isCollected(look.outcome) || look.covers === null, fault).toBe(true)
      }
      expect(faultsOf[channel]).toEqual(expect.arrayContaining(Object.keys(outcomes[channel])))
    },
  )

  it('article pages, with the states that the platform shows, and a website', async () => {
    const simulator = await playing()
    const at = (path: string) => lookAt(simulator, 'page', { url: `https://mp.weixin.qq.com${path}` })
    expect(await at('/s/present')).toMatchObject({ outcome: 'ok' })
    expect(await at('/s/deleted')).toMatchObject({ outcome: 'not-found' })
    expect(await at('/s/migrated')).toMatchObject({ outcome: 'gone' })
    expect(await at('/s/deregistered')).toMatchObject({ outcome: 'gone' })
    const site = () => lookAt(simulator, 'site', { url: 'https://www.linhu.example/' })
    expect(await site()).toMatchObject({ samples: [{ value: { opened: true } }] })
    simulator.force('captcha')
    expect(await at('/s/present')).toMatchObject({ outcome: 'blocked' })
    simulator.force('slow-loris')
    expect(await site()).toMatchObject({ samples: [{ value: { opened: false } }] })
  })

  it('are the same for the same seed, whatever happens beside', async () => {
    const sequence = async (seed: number) => {
      const simulator = await playing({ seed, faultShare: 0.5 })
      const seen: string[] = []
      for (let time = 0; time < 12; time++)
        seen.push((await lookAt(simulator, 'feed', { url: 'http://feeds.example/4.xml' })).outcome)
      return seen.join()
    }
    const first = await sequence(7)
    expect(await sequence(7)).toBe(first)
    expect(await sequence(8)).not.toBe(first)
  })

  it('know each account by its own credentials only', async () => {
    const simulator = await playing()
    const [one, other] = simulator.world.filter(({ channel }) => channel === 'weixin') as [
      SimulatedAccount,
      SimulatedAccount,
    ]
    expect((await lookAt(simulator, 'weixin', targetOf(one), secretsOf(other))).outcome).toBe('unauthorised')
  })
})

describe('an adaptive day of 130 accounts of which a fifth of all requests go wrong', () => {
  it('calls nobody silent who wasn’t, loses no post and keeps none twice', async () => {
    const clock = virtualClock(start)
    const district = await monitoredDistrict('2026-10-11T16:00:00.000Z')
    const deps = { ...district.deps, clock, wall: clock, ids: seededIds('simulated-day', clock) }
    const accounts = makeWorld(2026, 130, start)
    const simulator = await openSimulator({ seed: 2026, accounts, now: clock.ms, faultShare: 0.2 })
    onTestFinished(() => simulator.close())
    const place = { deps, actor: actorOf('supervisor'), districtId }
    const ledger = await enterAccounts(place, accounts, await district.unit('临湖区融媒体中心'))

    const silence = noSilence()
    const outcomesSeen = new Set<string>()
    let looks = 0
    for (let hour = 3; hour <= 24; hour += 3) {
      const round = await replay(place, simulator, clock, start + hour * HOUR - 1)
      await judgeSilence(place, accounts, ledger, silence)
      looks += round.looks
      for (const outcome of Object.keys(round.outcomes)) outcomesSeen.add(outcome)
    }
    expect(looks).toBeGreaterThan(390)
    expect([...silence.wrong]).toEqual([])
    expect(silence.known.size).toBeGreaterThan(13)
    // Each fault of the list happened to somebody.
    expect(Object.keys(simulator.played).toSorted()).toEqual([...faults].toSorted())
    expect(outcomesSeen).toEqual(
      new Set([
        'ok',
        'unchanged',
        'empty',
        'blocked',
        'unauthorised',
        'rate-limited',
        'quota-exhausted',
        'gone',
        'malformed',
        'unreachable',
        'refused-address',
      ]),
    )
    const said = await deps.db
      .selectFrom('collection_target')
      .select('account_id')
      .where('last_outcome', '=', 'gone')
      .execute()
    const gone = accounts.filter(({ goneFrom }) => goneFrom !== null).map(({ n }) => ledger.ids[n])
    expect(said.length).toBeGreaterThan(0)
    expect(said.filter(({ account_id }) => !gone.includes(account_id))).toEqual([])

    // Two days on which nobody looks at all, then two good looks at everybody.
    clock.set(start + 3 * 24 * HOUR + 9 * HOUR)
    await catchUp(place, simulator, clock)
    await catchUp(place, simulator, clock)
    const kept = await judgePosts(place, accounts, ledger, simulator)
    expect(kept).toMatchObject({ lost: [], doubled: [], claimed: [] })
    expect(kept.posts).toBeGreaterThan(2_000)
  })
})
