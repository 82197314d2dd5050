import { serveInterface } from '../../../tests/support/served-interface.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApiDocument, interfaceReader } from '../../../tests/support/interface-reader.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import {
  installationAbove,
  keyOf,
  provinceCode,
  twoInstallations,
  upperActor,
} from '../../../tests/support/two-installations.ts'
import { type Actor, type Deps, operatorActor } from '../../access/index.ts'
import { addDays, dayOf, instantFromLocal, month } from '../../calendar/index.ts'
import {
  createPeerToken,
  exchangeDue,
  fetchPackages,
  importPackage,
  makeFigures,
  makeRequest,
  revokeKey,
  revokePeerToken,
  sendPackages,
  setLink,
  trustKey,
} from '../../exchange/index.ts'
import { runCheck } from '../../monitoring/index.ts'
import { allowedHosts, openSender, type Sender } from '../../outgoing/index.ts'
import { latestEvents, systemChain } from '../../trail/index.ts'

const [supervisor, administrator] = [actorOf('supervisor'), actorOf('administrator')]
const upper = upperActor('upper_office')
const operator = operatorActor('t', 't')
const program: Actor = { ...operator, kind: 'system', id: 'system' }
const allow = allowedHosts('127.0.0.1')
const september = month('2026-09')

let place: Awaited<ReturnType<typeof twoInstallations>>
let sender: Sender
let server: Awaited<ReturnType<typeof serveInterface>>
/** What the district bears at the province. */
let token: { id: string; token: string }

beforeEach(async () => {
  place = await twoInstallations()
  sender = openSender({ allow })
  server = await serveInterface(place.above)
  const water = await place.below.unit('临湖区水务局')
  const account = await place.below.account(water, '临湖水务', { platform: 'weibo' })
  await place.below.posts(account, '2026-09-29')
  await place.below.collected(account, '2026-08-01', '2026-09-30')
  token = await createPeerToken(place.above, operator, { place: provinceCode, peerCode: districtId })
  await link()
})
afterEach(async () => {
  await sender.close()
  await server.stop()
})

const ends = { place: districtId, peerCode: provinceCode }
const link = (more: { auto?: boolean; url?: string; token?: string } = {}) =>
  setLink(
    place.below.deps,
    administrator,
    { ...ends, url: server.url, token: token.token, auto: false, ...more },
    allow,
  )
const asked = (title = '核查临湖水务更新情况') =>
  makeRequest(place.above, upper, {
    to: { code: districtId, name: '临湖区' },
    issuer: '某省政务管理服务局',
    title,
    asked: '请核查后书面反馈。',
    dueAt: instantFromLocal('2026-10-12 17:00')!,
    indicators: [],
    named: '水务局｜临湖水务｜微博｜说明9月更新情况',
    attached: [],
  })
const fetchAll = (actor: Actor = supervisor, again = true) =>
  fetchPackages(place.below.deps, actor, ends, { send: sender.send, again })
const sendAll = (actor: Actor = supervisor, again = true) =>
  sendPackages(place.below.deps, actor, ends, { send: sender.send, again })
async function figures() {
  await runCheck(place.below.deps, supervisor, { districtId, month: september })
  return makeFigures(place.below.deps, supervisor, { districtId, month: september, to: provinceCode })
}
const packagesIn = (deps: Deps) =>
  deps.db.selectFrom('exchange_package').select(['id', 'kind', 'item_id']).where('way', '=', 'in').execute()

/** As a program of another office asks, that knows nothing but the address and its token. */
const ask = (
  path: string,
  init: Omit<RequestInit, 'headers'> & { bearer?: string; headers?: Record<string, string> } = {},
) =>
  fetch(`${server.url}api/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${init.bearer ?? token.token}`, ...init.headers },
  })
const handIn = (bytes: Uint8Array, bearer?: string) =>
  ask('/packages', { method: 'POST', body: new Uint8Array(bytes), ...(bearer !== undefined && { bearer }) })
const told = async (answer: Response) => {
  const { code } = (await answer.json()) as { code: string }
  return [answer.status, answer.headers.get('content-type'), code]
}
const problem = 'application/problem+json; charset=utf-8'

describe('a district', () => {
  it('fetches what its superior asks, which becomes an item of 上级交办 with its clock, once', async () => {
    const request = await asked()
    expect(await fetchAll()).toEqual({ done: 1, refused: 0, why: null })
    expect(await fetchAll()).toEqual({ done: 0, refused: 0, why: null })
    const [taken] = await packagesIn(place.below.deps)
    expect([taken?.id, taken?.kind, taken?.item_id !== null]).toEqual([request.id, 'request', true])
    const row = await place.above.db.selectFrom('exchange_delivery').select(['package_id', 'state']).execute()
    expect(row).toEqual([{ package_id: request.id, state: 'fetched' }])
  })

  it('sends its figures up, which stand there as if somebody had brought the file, once', async () => {
    const made = await figures()
    expect(await sendAll()).toEqual({ done: 1, refused: 0, why: null })
    expect(await sendAll()).toEqual({ done: 0, refused: 0, why: null })
    expect((await packagesIn(place.above)).map(({ id, kind }) => [id, kind])).toEqual([[made.id, 'figures']])
    const [event] = await latestEvents(place.above.db, systemChain, { limit: 1 })
    expect([event?.action, event?.actorKind, event?.actorId]).toEqual([
      'exchange.figures-taken-in',
      'system',
      `exchange-token:${token.id}`,
    ])
  })

  it('shows a second sending beside the first and overwrites nothing', async () => {
    await figures()
    await sendAll()
    await place.below.database.db.updateTable('account').set({ filing_state: 'filed' }).execute()
    await makeFigures(place.below.at('2026-10-12T15:00:00+08:00'), supervisor, {
      districtId,
      month: september,
      to: provinceCode,
    })
    expect(await sendAll()).toMatchObject({ done: 1 })
    expect(await place.above.db.selectFrom('reported_figures').select('package_id').execute()).toHaveLength(2)
  })

  it('goes by itself only where it was switched on, and leaves to a person what a person enters', async () => {
    const request = await asked()
    const made = await figures()
    const turn = () =>
      exchangeDue(place.below.deps, program, {
        send: sender.send,
        isStopping: () => false,
        onDefect: (error) => {
          throw error
        },
      })
    await turn()
    expect(await packagesIn(place.below.deps)).toEqual([])
    await link({ auto: true })
    await turn()
    await turn()
    expect(await packagesIn(place.below.deps)).toEqual([{ id: request.id, kind: 'request', item_id: null }])
    expect((await packagesIn(place.above)).map(({ id }) => id)).toEqual([made.id])
  })

  it('ends with a list that never ends', async () => {
    let times = 0
    const endless: Sender['send'] = () => {
      times++
      if (times > 500) throw new Error('times for ever')
      const body = Buffer.from(JSON.stringify({ data: [], next: `page-${times}` }))
      return Promise.resolve({ kind: 'reply', status: 200, headers: {}, body, url: 'https://x.example/' } as never)
    }
    const gone = await fetchPackages(place.below.deps, supervisor, ends, { send: endless, again: false })
    expect(gone).toEqual({ done: 0, refused: 0, why: expect.stringContaining('没有尽头') as string })
  })

  it('tries what was refused again only when a person says so, and notes why', async () => {
    await asked()
    const [peer] = await place.below.deps.db.selectFrom('exchange_peer').select('fingerprint').execute()
    // The province has made itself another key, which nobody here has heard yet.
    const renewed = await installationAbove('renewed')
    const key = await keyOf(renewed.deps, provinceCode, '某省政务管理服务局')
    await trustKey(place.below.deps, administrator, { place: districtId, ...key })
    await revokeKey(place.below.deps, administrator, { place: districtId, heard: peer!.fingerprint })
    expect(await fetchAll(program, false)).toEqual({ done: 0, refused: 1, why: null })
    expect(await fetchAll(program, false)).toEqual({ done: 0, refused: 0, why: null })
    expect(await fetchAll()).toEqual({ done: 0, refused: 1, why: null })
    const { db } = place.below.deps
    const [row] = await db.selectFrom('exchange_delivery').select(['way', 'state', 'why']).execute()
    expect([row?.way, row?.state, row?.why?.includes('停用')]).toEqual(['in', 'refused', true])
  })

  it('is told in the other side’s words why something was not taken, and keeps it to be sent again', async () => {
    await figures()
    await revokePeerToken(place.above, operator, { place: provinceCode, id: token.id })
    const gone = await sendAll()
    expect([gone.done, gone.why]).toEqual([0, expect.stringContaining('对方答复：令牌已被撤销')])
    const again = await createPeerToken(place.above, operator, { place: provinceCode, peerCode: districtId })
    await link({ token: again.token })
    expect(await sendAll()).toMatchObject({ done: 1 })
  })

  it('hears that nobody answers, and sends it when somebody does', async () => {
    await figures()
    const { url } = server
    await server.stop()
    const gone = await sendAll()
    expect([gone.done, gone.why !== null]).toEqual([0, true])
    const [row] = await place.below.deps.db.selectFrom('exchange_link').select(['why', 'tried_at']).execute()
    expect([row?.why, row?.tried_at !== null]).toEqual([gone.why, true])
    server = await serveInterface(place.above)
    expect(server.url).not.toBe(url)
    await link()
    expect(await sendAll(program, false)).toMatchObject({ done: 1 })
  })

  it('reaches a private address only where the operator has named it, and keeps address and token sealed', async () => {
    await asked()
    const strict = openSender()
    const gone = await fetchPackages(place.below.deps, supervisor, ends, { send: strict.send, again: true })
    await strict.close()
    expect([gone.done, gone.why?.includes('GOVMEDIA_ALLOW_HOSTS')]).toEqual([0, true])
    const row = await place.below.deps.db.selectFrom('exchange_link').selectAll().executeTakeFirstOrThrow()
    const kept = JSON.stringify(row) + row.secrets.toString('latin1')
    expect([kept.includes(token.token), kept.includes('http')]).toEqual([false, false])
  })
})

describe('a link', () => {
  it.each([
    ['to an address that is none', { url: 'example' }, 'exchange.link-address'],
    ['over plain http outside', { url: 'http://example.gov.cn/' }, 'exchange.link-address'],
    ['with a token of another kind', { token: `gm_${provinceCode}_${'x'.repeat(43)}` }, 'exchange.link-token'],
    ['with a token of another office', { token: `gx_980000_${'x'.repeat(43)}` }, 'exchange.link-token'],
  ])('%s is refused', async (_what, more, code) => {
    await expect(link(more)).rejects.toMatchObject({ code })
  })

  it('and a token are an administrator’s, who shows first who sits there', async () => {
    const set = (who: Actor) =>
      setLink(place.below.deps, who, { ...ends, url: 'https://p.example/', token: token.token, auto: true }, allow)
    await expect(set(supervisor)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(set({ ...administrator, unconfirmed: true })).rejects.toMatchObject({ code: 'access.confirm-first' })
    const make = (who: Actor, peerCode = provinceCode) =>
      createPeerToken(place.below.deps, who, { place: districtId, peerCode })
    await expect(make(supervisor)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(make(administrator, '980000')).rejects.toMatchObject({ code: 'exchange.peer-unknown' })
    await expect(make(administrator)).resolves.toBeDefined()
    await expect(sendAll(actorOf('auditor'))).rejects.toMatchObject({ code: 'access.denied' })
    await expect(fetchAll(actorOf('auditor'))).rejects.toMatchObject({ code: 'access.denied' })
  })
})

describe('the interface', () => {
  it('answers as its document says, page by page, bytes and all', async () => {
    const document = (await (await ask('/openapi.json')).json()) as ApiDocument
    const reader = interfaceReader(document)
    const made = [await asked('第一件'), await asked('第二件'), await asked('第三件')].map(({ id }) => id)
    const found: string[] = []
    for (let cursor: string | null = '', page = 0; cursor !== null && page < 5; page++) {
      const query: Record<string, string> = { limit: '2', ...(cursor && { cursor }) }
      expect(reader.requestFaults('/packages', {}, query)).toEqual([])
      const answer = await ask(`/packages?${new URLSearchParams(query).toString()}`)
      const body = (await answer.json()) as { data: { id: string }[]; next: string | null }
      expect(reader.answerFaults('/packages', body)).toEqual([])
      found.push(...body.data.map(({ id }) => id))
      cursor = body.next
    }
    expect(found).toEqual(made.toSorted())
    const one = await ask(`/packages/${made[0]}`)
    expect([one.status, one.headers.get('content-type')]).toEqual([200, 'application/octet-stream'])
    const bytes = new Uint8Array(await one.arrayBuffer())
    await expect(importPackage(place.below.deps, supervisor, { place: districtId, bytes })).resolves.toBeDefined()
    const known = await ask(`/packages/${made[0]}`, { headers: { 'if-none-match': one.headers.get('etag')! } })
    expect(known.status).toBe(304)
    const { bytes: sent } = await figures()
    const first = await handIn(sent)
    const taken: unknown = await first.json()
    expect([first.status, reader.answerFaults('/packages', taken, 'post')]).toEqual([201, []])
    const second = await handIn(sent)
    expect([second.status, await second.json()]).toEqual([200, { ...(taken as object), repeated: true }])
  })

  it('takes the same package that is sent several times at once in exactly once', async () => {
    const { bytes } = await figures()
    const answers = await Promise.all([1, 2, 3, 4].map(() => handIn(bytes)))
    expect(answers.filter(({ status }) => status === 201).length).toBe(1)
    expect(answers.filter(({ status }) => status === 200).length).toBe(3)
    expect(await packagesIn(place.above)).toHaveLength(1)
  })

  it('refuses by the names by which a file is refused', async () => {
    const { bytes } = await figures()
    const changed = new Uint8Array(bytes)
    changed[changed.length - 2]! ^= 1
    expect(await told(await handIn(Buffer.from('no package')))).toEqual([422, problem, 'exchange.not-a-package'])
    expect(await told(await handIn(changed))).toEqual([422, problem, 'exchange.signature-wrong'])
    const foreign = await asked()
    expect(await told(await handIn(foreign.bytes))).toEqual([403, problem, 'exchange.key-unknown'])
    const refused = await latestEvents(place.above.db, systemChain, { action: 'exchange.refused', limit: 9 })
    expect(refused.map(({ after }) => (after as { refusal: string }).refusal)).toEqual([
      'exchange.key-unknown',
      'exchange.signature-wrong',
    ])
    expect(await packagesIn(place.above)).toEqual([])
  })

  it('gives nobody what is addressed to another office, and nothing without a token that holds', async () => {
    const { id } = await asked()
    const elsewhere = await installationAbove('elsewhere')
    const key = await keyOf(elsewhere.deps, '990200', '别区')
    await trustKey(place.above, upperActor('administrator'), { place: provinceCode, ...key })
    const { token: theirs } = await createPeerToken(place.above, operator, { place: provinceCode, peerCode: '990200' })
    expect(await told(await ask(`/packages/${id}`, { bearer: theirs }))).toEqual([404, problem, 'record.not-found'])
    expect(await (await ask('/packages', { bearer: theirs })).json()).toEqual({ data: [], next: null })
    const { bytes } = await figures()
    expect(await told(await handIn(bytes, theirs))).toEqual([403, problem, 'exchange.not-the-bearers'])
    const unknown = `gx_${provinceCode}_${'x'.repeat(43)}`
    expect(await told(await ask('/packages', { bearer: unknown }))).toEqual([401, problem, 'api.token-unknown'])
    expect(await told(await ask('/accounts'))).toEqual([401, problem, 'api.token-unknown'])
    expect(await told(await ask('/packages?limit=0'))).toEqual([422, problem, 'api.bad-parameter'])
    expect(await told(await ask('/packages?state=new'))).toEqual([422, problem, 'api.unknown-parameter'])
    const [peer] = await place.above.db
      .selectFrom('exchange_peer')
      .select('fingerprint')
      .where('peer_code', '=', districtId)
      .execute()
    await revokeKey(place.above, upperActor('administrator'), { place: provinceCode, heard: peer!.fingerprint })
    expect(await told(await ask('/packages'))).toEqual([403, problem, 'exchange.peer-revoked'])
  })

  it('knows a token until the end of its last day', async () => {
    const today = dayOf(place.above.wall.now())
    const last = await createPeerToken(place.above, operator, {
      place: provinceCode,
      peerCode: districtId,
      expiresOn: today,
    })
    expect((await ask('/packages', { bearer: last.token })).status).toBe(200)
    for (const expiresOn of [addDays(today, -1), addDays(today, 366)])
      await expect(
        createPeerToken(place.above, operator, { place: provinceCode, peerCode: districtId, expiresOn }),
      ).rejects.toMatchObject({ code: 'exchange.token-expiry' })
    await place.above.db
      .updateTable('exchange_token')
      .set({ expires_on: addDays(today, -1) })
      .where('id', '=', last.id)
      .execute()
    expect(await told(await ask('/packages', { bearer: last.token }))).toEqual([401, problem, 'api.token-expired'])
  })
})
