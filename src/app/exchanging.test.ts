import { serveInterface } from '../../tests/support/served-interface.ts'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { actorOf, districtId } from '../../tests/support/monitored-district.ts'
import { provinceCode, twoInstallations, upperActor } from '../../tests/support/two-installations.ts'
import { type Deps, operatorActor } from '../access/index.ts'
import { instantFromLocal, month } from '../calendar/index.ts'
import { createPeerToken, makeFigures, makeRequest, setLink } from '../exchange/index.ts'
import { runCheck } from '../monitoring/index.ts'
import { allowedHosts } from '../outgoing/index.ts'
import { startExchanging } from './exchanging.ts'

const [supervisor, administrator] = [actorOf('supervisor'), actorOf('administrator')]
const september = month('2026-09')
const program = { actor_kind: 'system', actor_id: 'system' }

let place: Awaited<ReturnType<typeof twoInstallations>>
let server: Awaited<ReturnType<typeof serveInterface>>
let below: Deps

// A district with figures to hand in, a province that asks it something, and the way between them.
beforeEach(async () => {
  place = await twoInstallations()
  below = place.below.deps
  server = await serveInterface(place.above)
  const water = await place.below.unit('临湖区水务局')
  const account = await place.below.account(water, '临湖水务', { platform: 'weibo' })
  await place.below.posts(account, '2026-09-29')
  await place.below.collected(account, '2026-08-01', '2026-09-30')
  await runCheck(below, supervisor, { districtId, month: september })
  await makeFigures(below, supervisor, { districtId, month: september, to: provinceCode })
  await makeRequest(place.above, upperActor('upper_office'), {
    to: { code: districtId, name: '临湖区' },
    issuer: '某省政务管理服务局',
    title: '核查临湖水务更新情况',
    asked: '请核查后书面反馈。',
    dueAt: instantFromLocal('2026-10-12 17:00')!,
    indicators: [],
    named: '水务局｜临湖水务｜微博｜说明9月更新情况',
    attached: [],
  })
})
afterEach(async () => {
  vi.useRealTimers()
  await server.stop()
})

async function link(auto: boolean) {
  const ends = { place: provinceCode, peerCode: districtId }
  const { token } = await createPeerToken(place.above, operatorActor('t', 't'), ends)
  const way = { place: districtId, peerCode: provinceCode, url: server.url, token, auto }
  await setLink(below, administrator, way, allowedHosts('127.0.0.1'))
}

const arrived = async (deps: Deps) =>
  (await deps.db.selectFrom('exchange_package').select('kind').where('way', '=', 'in').execute()).map(
    ({ kind }) => kind,
  )
const tried = () => below.db.selectFrom('exchange_link').select(['tried_at', 'why']).executeTakeFirstOrThrow()
const defectless = (error: unknown) => expect.fail(String(error))

it('the program fetches and hands in by itself where an administrator switched that on, and the trail says that it was the program', async () => {
  await link(true)
  const stop = startExchanging(below, defectless, { allowed: '127.0.0.1' })
  await vi.waitFor(async () => expect((await tried()).tried_at).not.toBeNull(), 10_000)
  await stop()
  expect(await tried()).toEqual({ tried_at: below.wall.now(), why: null })
  expect([await arrived(below), await arrived(place.above)]).toEqual([['request'], ['figures']])
  const taken = await below.db
    .selectFrom('trail_event')
    .select(['actor_kind', 'actor_id'])
    .where('action', '=', 'exchange.request-taken-in')
    .execute()
  expect(taken).toEqual([program])
})

it('goes nowhere where nobody switched that on', async () => {
  await link(false)
  const told = Promise.withResolvers<void>()
  const lead = { has: async () => (told.resolve(), true), close: async () => undefined }
  const stop = startExchanging(below, defectless, { allowed: '127.0.0.1', lead })
  await told.promise
  await stop()
  expect([await tried(), await arrived(place.above)]).toEqual([{ tried_at: null, why: null }, []])
})

it('leaves the going to the program that leads, asks every five minutes whether it leads now, and then goes', async () => {
  await link(true)
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let asked = 0
  // Nobody's at first: the third time it is asked the other program has ended.
  const lead = { has: async () => ++asked > 2, close: async () => undefined }
  const stop = startExchanging(below, defectless, { allowed: '127.0.0.1', lead })
  const passFiveMinutes = async () => {
    await Promise.resolve()
    vi.advanceTimersByTime(5 * 60_000)
  }
  await vi.waitUntil(() => asked === 1)
  await below.db.selectFrom('exchange_link').select('peer_code').execute()
  await passFiveMinutes()
  await vi.waitUntil(() => asked === 2)
  await below.db.selectFrom('exchange_link').select('peer_code').execute()
  expect((await tried()).tried_at).toBeNull()
  await passFiveMinutes()
  await vi.waitUntil(async () => (await tried()).tried_at !== null, 10_000)
  await stop()
  expect([asked, await arrived(place.above)]).toEqual([3, ['figures']])
})

it('an office that can’t be reached is said on its line, and a defect is told with the way it happened on', async () => {
  await link(true)
  await server.stop()
  const silent = startExchanging(below, defectless, { allowed: '127.0.0.1' })
  await vi.waitFor(async () => expect((await tried()).why).not.toBeNull(), 10_000)
  await silent()
  server = await serveInterface(place.above)
  await link(true)
  const told = Promise.withResolvers<[string, Record<string, string>]>()
  const broken: Deps = {
    ...below,
    ids: {
      next: () => {
        throw new Error('no number left')
      },
    },
  }
  const stop = startExchanging(broken, (error, context) => told.resolve([String(error), context]), {
    allowed: '127.0.0.1',
  })
  expect(await told.promise).toEqual([
    'Error: no number left',
    { part: 'exchanging', place: districtId, peerCode: provinceCode },
  ])
  await stop()
})
