import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { blank } from '../../../tests/support/asked-district.ts'
import { openSender } from '../../outgoing/index.ts'
import { picturesOf } from './rich-text/pictures.ts'
import { fetchPictures } from './verbs/fetch-pictures.ts'
import type { Actor } from '../../access/index.ts'
import { manuscriptTasks } from '../../app/workbench/manuscript-tasks.ts'
import { instantFromLocal } from '../../calendar/index.ts'
import { verifyTrail } from '../../trail/index.ts'
import { manuscriptDesk } from '../../../tests/support/manuscript-desk.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { adoptedUnits, openAdoption, setAdoption, wasAdopted } from './adoption.ts'
import type { TextFinding } from '../../textcheck/index.ts'
import { waitingFor } from './desk.ts'
import { findManuscript, listManuscripts, readVersion, stepsOf, versionsOf } from './queries.ts'
import { reviewedTexts } from './reviewed-texts.ts'
import { recordPublication, recordRemoval, withdrawManuscript } from './verbs/publish.ts'
import { saveText } from './verbs/save-text.ts'
import type { CheckWords } from './check-words.ts'
import { startCorrection } from './verbs/start-correction.ts'
import { checkUrgent, dropManuscript, recallManuscript } from './verbs/take-back.ts'

const saying =
  (findings: TextFinding[]): CheckWords =>
  async () => ({ findings, notChecked: [] })
const finding = (severity: TextFinding['severity'], gate: TextFinding['gate'] = 'wording'): TextFinding => ({
  start: 0,
  end: 2,
  observed: '效率底',
  kind: 'typo',
  gate,
  severity,
  rule: 'test',
  source: '测试',
  confidence: 1,
  why: '应为“效率低”。',
})

it('while a text is looked through nobody is held up, and what was changed meanwhile is not sent to review', async () => {
  const { deps, draft, submit, editor, typed } = await manuscriptDesk()
  const id = await draft()
  const meanwhile: CheckWords = async () => {
    const text = typed({ html: '<p>10月16日停水。</p>' })
    await saveText(deps, editor, { districtId, manuscriptId: id, basedOn: 1, text })
    return { findings: [], notChecked: [] }
  }
  await expect(submit(id, {}, meanwhile)).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
  expect(await findManuscript(deps.db, { districtId, all: true }, id)).toMatchObject({ state: 'draft', textNumber: 2 })
})

it('a manuscript goes through three levels and five gates, is returned once with all remarks, approved pinned, and published', async () => {
  const { deps, draft, submit, sign, editor, second, third, deputy, principal, accountId, unitId, typed } =
    await manuscriptDesk()
  const id = await draft()
  await submit(id)
  // Nobody reviews what he wrote; a level waits for the one before it.
  await expect(sign(editor, id)).rejects.toMatchObject({ code: 'manuscript.own-text' })
  expect(await sign(second, id)).toBe('open')
  // 不通过 says so of all gates of the level at once.
  await expect(sign(third, id, { fail: 'legal', only: ['legal'] })).rejects.toMatchObject({
    code: 'manuscript.remarks-incomplete',
  })
  await expect(sign(second, id)).rejects.toMatchObject({ code: 'manuscript.two-levels' })
  expect(await sign(third, id, { fail: 'wording' })).toBe('returned')
  const returned = await findManuscript(deps.db, { districtId, unitId }, id)
  expect(returned).toMatchObject({ state: 'returned', approvedRound: null })
  const mended = typed({ html: '<p>10月15日8时至20时，城东片区停水检修。</p>' })
  await saveText(deps, editor, { districtId, manuscriptId: id, basedOn: returned!.textNumber, text: mended })
  await submit(id)
  for (const who of [second, third]) expect(await sign(who, id)).toBe('open')
  // The last level is a leader's, and nobody of another kind signs it.
  await expect(sign({ ...editor, id: 'u:fourth' }, id)).rejects.toMatchObject({ code: 'access.denied' })
  expect(await sign(deputy, id)).toBe('approved')
  const approved = (await findManuscript(deps.db, { districtId, unitId }, id))!
  expect(approved).toMatchObject({ state: 'approved', approvedRound: 2 })
  await expect(
    saveText(deps, editor, { districtId, manuscriptId: id, basedOn: 2, text: typed({ title: '改了标题' }) }),
  ).rejects.toMatchObject({ code: 'manuscript.action-not-allowed' })
  const publishedAt = instantFromLocal('2026-10-12 08:30')!
  const link = 'https://mp.weixin.qq.com/s/abc'
  const record = { districtId, manuscriptId: id, version: approved.version, accountId, link, publishedAt }
  await recordPublication(deps, editor, record)
  const [first, last] = await reviewedTexts(deps.db, { districtId, unitId })
  expect(first).toMatchObject({ outcome: 'returned', publications: [] })
  expect(last).toMatchObject({
    outcome: 'approved',
    title: '关于停水检修的通知',
    plain: '10月15日8时至20时，城东片区停水检修。',
    accountIds: [accountId],
    publications: [{ accountId, link, publishedAt, removedAt: null }],
  })
  expect(last!.digest).toMatch(/^sm3:[0-9a-f]{64}$/)
  expect(last!.digest).not.toBe(first!.digest)
  // 撤稿 is a leader's; what was published stays on record with when it was taken down.
  const shown = (await findManuscript(deps.db, { districtId, unitId }, id))!
  const away = { districtId, manuscriptId: id, version: shown.version, reason: '时间有变' }
  await expect(withdrawManuscript(deps, editor, away)).rejects.toMatchObject({ code: 'access.denied' })
  await withdrawManuscript(deps, principal, away)
  const gone = { ...record, version: shown.version + 1, removedAt: instantFromLocal('2026-10-12 08:50')! }
  await recordRemoval(deps, editor, gone)
  expect((await reviewedTexts(deps.db, { districtId, unitId })).at(-1)?.publications[0]?.removedAt).toBe(gone.removedAt)
  expect((await verifyTrail(deps.db, districtId)).every(({ whole }) => whole)).toBe(true)
})

it('a township of two persons: one level holds all five gates, signed by the one who did not write', async () => {
  const { deps, draft, submit, sign, deputy, editor } = await manuscriptDesk(1)
  const id = await draft()
  await submit(id)
  const steps = await stepsOf(deps.db, districtId, id)
  expect(steps.map(({ name, gates }) => [name, gates.map(({ gate }) => gate)])).toEqual([
    ['终审', ['political', 'legal', 'policy', 'secrecy', 'wording']],
  ])
  await expect(sign({ ...editor, roles: ['unit_deputy'] }, id)).rejects.toMatchObject({ code: 'manuscript.own-text' })
  expect(await sign(deputy, id)).toBe('approved')
})

it('an emergency is shortened and skips no gate, and is looked at afterwards by another', async () => {
  const { deps, draft, submit, sign, deputy, second, editor } = await manuscriptDesk()
  const id = await draft({ title: '关于城东水管爆裂的情况通报' })
  const urgentSince = instantFromLocal('2026-10-12 07:40')!
  await expect(submit(id, { urgentSince })).rejects.toMatchObject({ code: 'manuscript.urgent-unsaid' })
  await submit(id, { urgentSince, urgentReason: '城东水管爆裂' })
  expect((await stepsOf(deps.db, districtId, id)).flatMap(({ gates }) => gates).length).toBe(5)
  expect(await sign(deputy, id)).toBe('approved')
  const { rows } = await listManuscripts(
    deps.db,
    { districtId, all: true },
    { isUrgent: true },
    { offset: 0, limit: 9 },
  )
  const input = { districtId, manuscriptId: id, version: rows[0]!.version, opinion: '已补审，表述准确' }
  await expect(checkUrgent(deps, editor, input)).rejects.toMatchObject({ code: 'manuscript.own-text' })
  await expect(checkUrgent(deps, deputy, input)).rejects.toMatchObject({ code: 'manuscript.two-levels' })
  // Nor does who acts for one of them while the role is lent.
  for (const [one, code] of [
    [editor, 'manuscript.own-text'],
    [deputy, 'manuscript.two-levels'],
  ] as const)
    await expect(checkUrgent(deps, { ...second, onePerson: [one.id] }, input)).rejects.toMatchObject({ code })
  await checkUrgent(deps, second, input)
  expect(await findManuscript(deps.db, { districtId, all: true }, id)).toMatchObject({ urgentCheckedBy: second.id })
})

it('what the check says: block stops the submission, confirm needs a reason of who lets it pass', async () => {
  const { draft, submit, sign, second, third, deputy } = await manuscriptDesk()
  const id = await draft()
  await expect(submit(id, {}, saying([finding('block')]))).rejects.toMatchObject({ code: 'manuscript.blocked' })
  await submit(id, {}, saying([finding('confirm')]))
  await expect(sign(second, id)).rejects.toMatchObject({ code: 'manuscript.confirm-missing' })
  expect(await sign(second, id, { confirm: '引自原件' })).toBe('open')
  expect(await sign(third, id)).toBe('open')
  expect(await sign(deputy, id)).toBe('approved')
})

it('two editors never overwrite each other, and of what a page saves by itself the last stays', async () => {
  const { deps, draft, editor, second, typed } = await manuscriptDesk()
  const id = await draft()
  const save = (who: Actor, basedOn: number, html: string, isAuto = false) =>
    saveText(deps, who, { districtId, manuscriptId: id, basedOn, text: typed({ html }), isAuto })
  expect(await save(editor, 1, '<p>甲一</p>', true)).toEqual({ number: 2, apart: false, current: 2 })
  expect(await save(editor, 2, '<p>甲二</p>', true)).toEqual({ number: 3, apart: false, current: 3 })
  expect(await save(second, 1, '<p>乙</p>')).toEqual({ number: 4, apart: true, current: 3 })
  expect(await save(editor, 3, '<p>甲二</p>')).toEqual({ number: 5, apart: false, current: 5 })
  // At the same moment: one is first, the other's text is there too.
  const both = await Promise.all([save(editor, 5, '<p>甲三</p>'), save(second, 5, '<p>乙三</p>')])
  expect(both.filter(({ apart }) => apart)).toHaveLength(1)
  const plain = await Promise.all(
    both.map(async ({ number }) => (await readVersion(deps.db, districtId, id, number))?.plain),
  )
  expect(plain).toEqual(['甲三', '乙三'])
  const versions = (await versionsOf(deps.db, districtId, id)).slice(2)
  expect(versions.map(({ number, kept }) => [number, kept])).toEqual([
    [5, 'hand'],
    [4, 'apart'],
    [1, 'hand'],
  ])
  expect(await readVersion(deps.db, districtId, id, 4)).toMatchObject({ plain: '乙', savedBy: second.id, basedOn: 1 })
})

it('who may see and do what: the own unit, who is asked to join, nobody else', async () => {
  const { deps, unit, draft, submit, sign, editor, second, third, deputy, unitId } = await manuscriptDesk()
  const other = await unit('临湖区卫生健康局')
  const id = await draft()
  const seen = async (scope: object) => (await findManuscript(deps.db, { districtId, ...scope }, id)) !== undefined
  const guest = { ...actorOf('unit_editor', 'u:guest'), unitId: other }
  const office = actorOf('secrecy_office', 'u:office')
  expect([await seen({ unitId }), await seen({ unitId: other }), await seen({ offices: ['secrecy'] })]).toEqual([
    true,
    false,
    false,
  ])
  await expect(submit(id, { jointUnitIds: [unitId] })).rejects.toMatchObject({ code: 'manuscript.joint-self' })
  await submit(id, { jointUnitIds: [other], offices: ['secrecy'] })
  expect([await seen({ unitId: other }), await seen({ offices: ['secrecy'] })]).toEqual([true, true])
  await expect(sign(guest, id)).rejects.toMatchObject({ code: 'access.denied' })
  const waits = async () =>
    Promise.all(
      [editor, second, third, guest, office, deputy].map(
        async (who) => (await waitingFor(deps, who, districtId)).mine.length,
      ),
    )
  expect(await waits()).toEqual([0, 1, 1, 0, 0, 1])
  await sign(second, id)
  await sign(third, id)
  // It is the turn of both who were asked to join; who signed one level is asked for no other.
  expect(await waits()).toEqual([0, 0, 0, 1, 1, 0])
  expect(await manuscriptTasks({ var: { deps, actor: office } }, districtId, () => true)).toHaveLength(1)
  for (const who of [guest, office]) expect(await sign(who, id)).toBe('open')
  expect(await sign(deputy, id)).toBe('approved')
  await expect(recallManuscript(deps, editor, { districtId, manuscriptId: id, version: 99 })).rejects.toMatchObject({
    code: 'manuscript.action-not-allowed',
  })
})

it('a text is taken back, given up, or corrected: what was signed and published stays as it was', async () => {
  const { deps, draft, submit, sign, editor, deputy, accountId, unitId } = await manuscriptDesk(1)
  const at = async (id: string) => (await findManuscript(deps.db, { districtId, unitId }, id))!
  const which = async (id: string) => ({ districtId, manuscriptId: id, version: (await at(id)).version })
  const id = await draft()
  await submit(id)
  await recallManuscript(deps, editor, await which(id))
  expect(await at(id)).toMatchObject({ state: 'draft', round: 1 })
  await expect(startCorrection(deps, editor, await which(id))).rejects.toMatchObject({
    code: 'manuscript.action-not-allowed',
  })
  await submit(id)
  expect(await sign(deputy, id)).toBe('approved')
  const publishedAt = instantFromLocal('2026-10-12 08:30')!
  await recordPublication(deps, editor, { ...(await which(id)), accountId, publishedAt })
  const { id: correcting } = await startCorrection(deps, editor, await which(id))
  expect(await at(correcting)).toMatchObject({ state: 'draft', correctsId: id, title: '关于停水检修的通知' })
  expect(await at(id)).toMatchObject({ state: 'published', approvedRound: 2 })
  await dropManuscript(deps, editor, await which(correcting))
  expect((await reviewedTexts(deps.db, { districtId })).map(({ outcome }) => outcome)).toEqual(['recalled', 'approved'])
})

it('a unit writes here while it wants to; the spans in which it did are kept', async () => {
  const { deps, at, deputy, editor, unitId, draft } = await manuscriptDesk()
  const later = at('2026-10-20T01:00:00.000Z')
  await expect(setAdoption(deps, editor, { districtId, unitId, levels: null })).rejects.toMatchObject({
    code: 'access.denied',
  })
  await setAdoption(later, deputy, { districtId, unitId, levels: null })
  expect(await openAdoption(deps.db, districtId, unitId)).toBeUndefined()
  await expect(draft()).rejects.toMatchObject({ code: 'manuscript.not-adopted' })
  const spans = await adoptedUnits(deps.db, districtId)
  expect([wasAdopted(spans, unitId, deps.clock.now()), wasAdopted(spans, unitId, later.clock.now())]).toEqual([
    true,
    false,
  ])
})

it('pictures that a text only points to are fetched when asked for; what can’t be had stays a gap that says why', async () => {
  const { deps, draft, editor, unitId } = await manuscriptDesk()
  const server = createServer((request, response) =>
    request.url === '/a.png' ? response.end(blank) : response.writeHead(404).end(),
  )
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const sender = openSender({ allow: new Set([host]) })
  onTestFinished(async () => {
    await sender.close()
    server.close()
  })
  const html = ['a.png', 'gone.png'].map((name) => `<p>图</p><img data-src="http://${host}/${name}">`).join('')
  const id = await draft({ html: `${html}<img src="http://10.0.0.1/x.png">` })
  const which = { districtId, manuscriptId: id }
  expect(await fetchPictures(deps, editor, sender, which)).toEqual({ fetched: 1, left: 2 })
  const { textNumber } = (await findManuscript(deps.db, { districtId, unitId }, id))!
  const pictures = picturesOf((await readVersion(deps.db, districtId, id, textNumber))!.body)
  expect(pictures.map(({ file, alt }) => file !== undefined || alt)).toEqual([
    true,
    '图片未收：没有取到（对方应答404）。',
    expect.stringContaining('图片未收：没有取到（'),
  ])
})

it('the mark of a state secret stops a text before anything of it is kept, however markup parts it', async () => {
  const { deps, draft } = await manuscriptDesk()
  await expect(draft({ html: '<p>机<b>密</b>★<i>5年</i></p>' })).rejects.toMatchObject({ code: 'secrecy.form-stopped' })
  const { rows } = await listManuscripts(deps.db, { districtId, all: true }, {}, { offset: 0, limit: 9 })
  expect(rows).toEqual([])
})
