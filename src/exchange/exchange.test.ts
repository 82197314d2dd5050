import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { actorOf, districtId } from '../../tests/support/monitored-district.ts'
import { blank } from '../../tests/support/asked-district.ts'
import {
  installationAbove,
  keyOf,
  provinceCode,
  twoInstallations,
  upperActor,
} from '../../tests/support/two-installations.ts'
import { type Role, roles } from '../access/index.ts'
import { instantFromLocal, month } from '../calendar/index.ts'
import { stopPress } from '../documents/index.ts'
import { runCheck } from '../monitoring/index.ts'
import { rollupOf } from '../rollup/index.ts'
import { acceptPart, answerPart, compileItem, distributeItem, readItem, signItem } from '../superiors/index.ts'
import { stepsOf } from '../superiors/queries.ts'
import { latestEvents, systemChain } from '../trail/index.ts'
import { figuresBeside, heldAnswers, unfitting } from './held-answers.ts'
import { answersTo, findPackage, listPackages } from './queries.ts'
import { enterRequest } from './verbs/enter-request.ts'
import { importPackage } from './verbs/import-package.ts'
import { makeAnswer } from './verbs/make-answer.ts'
import { makeFigures } from './verbs/make-figures.ts'
import { makeRequest, type RequestInput } from './verbs/make-request.ts'
import { revokeKey, trustKey } from './verbs/trust-key.ts'

afterAll(stopPress)

const [supervisor, head, administrator] = [actorOf('supervisor'), actorOf('office_head'), actorOf('administrator')]
const upper = upperActor('upper_office')
const at = (text: string) => instantFromLocal(text)!
let place: Awaited<ReturnType<typeof twoInstallations>>
let water: string
beforeEach(async () => {
  place = await twoInstallations()
  water = await place.below.unit('临湖区水务局')
  const account = await place.below.account(water, '临湖水务', { platform: 'weibo' })
  await place.below.posts(account, '2026-09-29')
  await place.below.collected(account, '2026-08-01', '2026-09-30')
})

const asked = (more: Partial<RequestInput> = {}): RequestInput => ({
  to: { code: districtId, name: '临湖区' },
  issuer: '某省政务管理服务局',
  title: '核查临湖水务更新情况',
  asked: '请核查有关账号9月更新情况，书面反馈。',
  dueAt: at('2026-10-12 17:00'),
  indicators: ['内容不更新'],
  named: '水务局｜临湖水务｜微博｜说明9月更新情况',
  attached: [{ name: '核查通知.png', bytes: blank }],
  ...more,
})

const below = (moment: string) => place.below.at(`${moment.replace(' ', 'T')}:00+08:00`)

/** Asked above, taken in below, answered by the unit and signed. */
async function signedBelow() {
  const request = await makeRequest(place.above, upper, asked())
  const { itemId } = await importPackage(place.below.deps, supervisor, { place: districtId, bytes: request.bytes })
  const item = (version: number) => ({ districtId, itemId: itemId!, version })
  await distributeItem(place.below.deps, supervisor, item(1))
  await answerPart(
    below('2026-10-12 10:00'),
    { ...actorOf('unit_editor'), unitId: water },
    {
      ...item(1),
      unitId: water,
      note: '9月29日已更新，联系电话13800001111',
      files: [{ name: '后台截图.png', bytes: blank }],
    },
  )
  await acceptPart(below('2026-10-12 10:30'), supervisor, { ...item(1), version: 2, unitId: water })
  await compileItem(below('2026-10-12 11:00'), supervisor, item(2))
  await signItem(below('2026-10-12 11:30'), head, { ...item(3), number: '临审批函〔2026〕8号' })
  return { request, itemId: itemId! }
}

const answerOf = (packageId: string) =>
  makeAnswer(below('2026-10-12 12:00'), supervisor, { districtId, packageId, demo: false })

describe('a request from above', () => {
  it('becomes an item of 上级交办 with its clock, its words and its attachments', async () => {
    const request = await makeRequest(place.above, upper, asked())
    const taken = await importPackage(place.below.deps, supervisor, { place: districtId, bytes: request.bytes })
    expect(taken).toMatchObject({ id: request.id, kind: 'request', waits: null })
    const item = await readItem(place.below.deps.db, districtId, taken.itemId!)
    expect(item).toMatchObject({
      level: 'province',
      issuer: '某省政务管理服务局',
      title: '核查临湖水务更新情况',
      asked: '请核查有关账号9月更新情况，书面反馈。\n涉及的指标：内容不更新',
      state: 'entered',
      enteredLate: false,
    })
    expect(item!.dueAt).toBe(at('2026-10-12 17:00'))
    expect(item!.schedule.send).toBe(item!.dueAt)
    const { files } = await stepsOf(place.below.deps.db, districtId, taken.itemId!)
    expect(files.map(({ name }) => name)).toEqual(['核查通知.png'])
  })

  it('waits with its reason where its lines don’t fit the ledger, and is entered as the ledger has them', async () => {
    const request = await makeRequest(place.above, upper, asked({ named: '水利局｜临湖水务｜微博｜说明情况' }))
    const taken = await importPackage(place.below.deps, supervisor, { place: districtId, bytes: request.bytes })
    expect(taken.itemId).toBeNull()
    expect(taken.waits).toContain('水利局')
    const named = '水务局｜临湖水务｜微博｜说明情况'
    const { itemId } = await enterRequest(place.below.deps, supervisor, { districtId, packageId: request.id, named })
    const kept = await findPackage(place.below.deps.db, { districtId, id: request.id, way: 'in' })
    expect(kept!.itemId).toBe(itemId)
    expect(kept!.said).toMatchObject({ body: { named: '水利局｜临湖水务｜微博｜说明情况' } })
    await expect(
      enterRequest(place.below.deps, supervisor, { districtId, packageId: request.id, named }),
    ).rejects.toMatchObject({ code: 'exchange.entered-already' })
  })

  it('that the operator took in waits for the supervisor', async () => {
    const request = await makeRequest(place.above, upper, asked())
    const taken = await importPackage(place.below.deps, actorOf('operator'), {
      place: districtId,
      bytes: request.bytes,
    })
    expect(taken).toMatchObject({ itemId: null })
    expect(taken.waits).toContain('监管员')
  })
})

describe('an answer', () => {
  it('goes up bound to its request, and stands beside it with nothing that doesn’t fit', async () => {
    const { request } = await signedBelow()
    const answer = await answerOf(request.id)
    await importPackage(place.above, upper, { place: provinceCode, bytes: answer.bytes })
    const kept = (await findPackage(place.above.db, { districtId, id: request.id, way: 'out' }))!
    const [one, ...others] = await heldAnswers(place.above.db, kept)
    expect(others).toEqual([])
    expect(one!.held).toEqual({ conflicts: [], differences: [] })
    expect(one!.kept.said.body).toMatchObject({
      request: { id: request.id, digest: request.digest },
      serial: 1,
      letter: { number: '临审批函〔2026〕8号', signedOn: '2026-10-12' },
      ledger: [
        { unit: '临湖区水务局', account: '临湖水务', platform: '新浪微博', running: '在运行', filing: '未核实' },
      ],
      evidence: [{ name: '后台截图.png' }],
    })
    expect(one!.kept.said.files).toHaveLength(1)
  })

  it('names nobody’s telephone number', async () => {
    const { request } = await signedBelow()
    const answer = await answerOf(request.id)
    expect(Buffer.from(answer.bytes).toString('utf8')).not.toContain('13800001111')
  })

  it('is a further version the second time; changed ledger rows are told and the first stays as it came', async () => {
    const { request } = await signedBelow()
    const first = await answerOf(request.id)
    await place.below.database.db
      .updateTable('account')
      .set({ filing_state: 'filed' })
      .where('name', '=', '临湖水务')
      .execute()
    const second = await answerOf(request.id)
    for (const { bytes } of [first, second]) await importPackage(place.above, upper, { place: provinceCode, bytes })
    const kept = (await findPackage(place.above.db, { districtId, id: request.id, way: 'out' }))!
    const [one, two] = await heldAnswers(place.above.db, kept)
    expect(one!.held.conflicts).toEqual([])
    expect(two!.kept.said.body.serial).toBe(2)
    expect(two!.held.conflicts).toEqual(['ledger'])
    expect(two!.held.differences).toEqual([
      { what: '临湖区水务局　临湖水务（新浪微博）', before: '在运行，未核实', after: '在运行，已备案' },
    ])
    expect(one!.kept.digest).toBe(first.digest)
    const { rows } = await listPackages(place.above.db, provinceCode, { offset: 0, limit: 50 })
    expect(await unfitting(place.above.db, rows)).toEqual(new Set([second.id]))
    expect(await answersTo(place.above.db, [districtId], [request.id], 'in')).toHaveLength(2)
  })

  it('to a request that didn’t go out from here is kept and told as such', async () => {
    const { request } = await signedBelow()
    const answer = await answerOf(request.id)
    await place.above.db.deleteFrom('exchange_package').where('id', '=', request.id).execute()
    const { id } = await importPackage(place.above, upper, { place: provinceCode, bytes: answer.bytes })
    const kept = (await findPackage(place.above.db, { districtId, id, way: 'in' }))!
    const [one] = await heldAnswers(place.above.db, kept)
    expect(one!.held.conflicts).toEqual(['unknown-request'])
  })

  it('is not made before the letter is signed, nor of a request that was not entered', async () => {
    const request = await makeRequest(place.above, upper, asked())
    await importPackage(place.below.deps, actorOf('operator'), { place: districtId, bytes: request.bytes })
    await expect(answerOf(request.id)).rejects.toMatchObject({ code: 'exchange.not-entered' })
    const named = '水务局｜说明情况'
    await enterRequest(place.below.deps, supervisor, { districtId, packageId: request.id, named })
    await expect(answerOf(request.id)).rejects.toMatchObject({ code: 'exchange.answer-unsigned' })
  })
})

it('that somebody else brings in at the same moment is there once, with one item', async () => {
  const { bytes } = await makeRequest(place.above, upper, asked())
  const both = await Promise.allSettled(
    [1, 2].map(() => importPackage(place.below.deps, supervisor, { place: districtId, bytes })),
  )
  const refused = both.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []))
  expect(refused).toEqual(['exchange.seen-before'])
  const { db } = place.below.deps
  expect(await db.selectFrom('superior_item').select('id').execute()).toHaveLength(1)
})

it('answers made at the same moment are counted one after the other', async () => {
  const { request } = await signedBelow()
  await Promise.all([answerOf(request.id), answerOf(request.id)])
  const made = await answersTo(place.below.deps.db, [districtId], [request.id], 'out')
  expect(made.map(({ said }) => said.body.serial)).toEqual([1, 2])
})

describe('figures of a month', () => {
  const september = month('2026-09')
  const figures = () => makeFigures(place.below.deps, supervisor, { districtId, month: september, to: provinceCode })

  it('stand in 各地区汇总 as sent up, and a second sending that differs is told, the first kept', async () => {
    await runCheck(place.below.deps, supervisor, { districtId, month: september })
    const first = await figures()
    await importPackage(place.above, upper, { place: provinceCode, bytes: first.bytes })
    const before = await rollupOf(place.above, upper, { month: september })
    expect(before.rows).toMatchObject([
      { district: { id: districtId, name: '临湖区' }, sent: { version: 1, differs: false } },
    ])
    expect(before.rows[0]!.figures.ledger).toMatchObject({ registered: 1, filed: 0 })
    await place.below.database.db
      .updateTable('account')
      .set({ filing_state: 'filed' })
      .where('name', '=', '临湖水务')
      .execute()
    const later = below('2026-10-12 15:00')
    const second = await makeFigures(later, supervisor, { districtId, month: september, to: provinceCode })
    const evening = { ...place.above, clock: later.clock, wall: later.wall }
    await importPackage(evening, upper, { place: provinceCode, bytes: second.bytes })
    const { rows } = await rollupOf(evening, upper, { month: september })
    expect(rows).toMatchObject([{ sent: { version: 2, differs: true }, figures: { ledger: { filed: 1 } } }])
    expect(await place.above.db.selectFrom('reported_figures').select('package_id').execute()).toHaveLength(2)
  })

  it('made at the same moment are told apart on the page of the second', async () => {
    await runCheck(place.below.deps, supervisor, { districtId, month: september })
    const first = await figures()
    await place.below.database.db
      .updateTable('account')
      .set({ filing_state: 'filed' })
      .where('name', '=', '临湖水务')
      .execute()
    const second = await figures()
    const beside = []
    for (const { bytes, id } of [first, second]) {
      await importPackage(place.above, upper, { place: provinceCode, bytes })
      const kept = (await findPackage(place.above.db, { districtId, id, way: 'in' }))!
      beside.push((await figuresBeside(place.above.db, kept)).map(({ what }) => what))
    }
    expect(beside).toEqual([[], ['已备案', '待核备案']])
    // Of the list, the second alone is marked; below, where both went out, none is.
    const { rows } = await listPackages(place.above.db, provinceCode, { offset: 0, limit: 50 })
    expect(await unfitting(place.above.db, rows)).toEqual(new Set([second.id]))
    const sent = await listPackages(place.below.deps.db, districtId, { offset: 0, limit: 50 })
    expect(await unfitting(place.below.deps.db, sent.rows)).toEqual(new Set())
  })

  it('of a month that nobody checked, or to an office whose key is not trusted, are not made', async () => {
    await expect(figures()).rejects.toMatchObject({ code: 'exchange.month-unchecked' })
    await expect(
      makeFigures(place.below.deps, supervisor, { districtId, month: september, to: '980000' }),
    ).rejects.toMatchObject({ code: 'exchange.peer-unknown' })
  })
})

describe('a key', () => {
  it('is trusted only by the fingerprint that was heard, once, and by nobody but the administrator', async () => {
    const other = await installationAbove('other')
    const key = await keyOf(other.deps, provinceCode, '某省政务管理服务局')
    const trust = (more: object = {}, who = administrator) =>
      trustKey(place.below.deps, who, { place: districtId, ...key, ...more })
    await expect(trust({ heard: place.upperKey.heard })).rejects.toMatchObject({ code: 'exchange.fingerprint-differs' })
    await expect(trust({ heard: key.heard.slice(0, 9) })).rejects.toMatchObject({
      code: 'exchange.fingerprint-differs',
    })
    await expect(trust({}, supervisor)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(trust({ bytes: Buffer.from('{"format":"govmedia-key/1"}') })).rejects.toMatchObject({
      code: 'exchange.key-unreadable',
    })
    const moved = Buffer.from(key.bytes.toString('utf8').replace(provinceCode, '980000'))
    await expect(trust({ bytes: moved })).rejects.toMatchObject({ code: 'exchange.not-above-or-below' })
    await trust()
    await expect(trust()).rejects.toMatchObject({ code: 'exchange.trusted-already' })
    const events = await latestEvents(place.below.deps.db, districtId, { limit: 50 })
    expect(events.filter(({ action }) => action === 'exchange.key-trusted')).toHaveLength(2)
  })

  it('that is trusted no more brings nothing in, and what came before stays', async () => {
    const [before, after] = [
      await makeRequest(place.above, upper, asked()),
      await makeRequest(place.above, upper, asked({ title: '再次核查' })),
    ]
    const take = (bytes: Uint8Array) => importPackage(place.below.deps, supervisor, { place: districtId, bytes })
    await take(before.bytes)
    const [peer] = await place.below.deps.db.selectFrom('exchange_peer').select('fingerprint').execute()
    await revokeKey(place.below.deps, administrator, { place: districtId, heard: peer!.fingerprint })
    await expect(take(after.bytes)).rejects.toMatchObject({ code: 'exchange.key-revoked' })
    expect((await listPackages(place.below.deps.db, districtId, { offset: 0, limit: 9 })).total).toBe(1)
  })

  it('of an installation is one, made at first use and sealed', async () => {
    const row = await place.above.db
      .selectFrom('installation_setting')
      .select('value')
      .where('key', '=', 'exchange-key')
      .execute()
    expect(row).toHaveLength(1)
    expect(Object.keys(row[0]!.value as object).sort()).toEqual(['sealed', 'wrappedKey'])
  })
})

describe('who may', () => {
  it.each(roles.filter((role) => role !== 'upper_office'))('%s below makes no request to a district', async (role) => {
    await expect(makeRequest(place.below.deps, actorOf(role), asked())).rejects.toMatchObject({ code: 'access.denied' })
  })

  const takes: readonly Role[] = ['supervisor', 'operator']
  const others = roles.filter((role) => !takes.includes(role) && role !== 'upper_office')
  const takenBy = async (role: Role) => {
    const { bytes } = await makeRequest(place.above, upper, asked())
    return importPackage(place.below.deps, actorOf(role), { place: districtId, bytes })
  }
  it.each(takes)('%s takes a package in', async (role) => {
    await expect(takenBy(role)).resolves.toMatchObject({ kind: 'request' })
  })
  it.each(others)('%s takes no package in', async (role) => {
    await expect(takenBy(role)).rejects.toMatchObject({ code: 'access.denied' })
  })

  it('no office above asks a district that doesn’t lie below it', async () => {
    await expect(
      makeRequest(place.above, upper, asked({ to: { code: '980101', name: '别省区' } })),
    ).rejects.toMatchObject({ code: 'access.denied' })
  })

  it('what an office above made and took in stands in its installation’s chain', async () => {
    await makeRequest(place.above, upper, asked())
    const events = await latestEvents(place.above.db, systemChain, { limit: 50 })
    expect(events.map(({ action }) => action)).toEqual(['exchange.request-made', 'exchange.key-trusted'])
  })
})
