import { beforeEach, describe, expect, it } from 'vitest'
import { blank } from '../../../tests/support/asked-district.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate, instant, instantFromLocal, month } from '../../calendar/index.ts'
import { oneRow } from '../../database/index.ts'
import { runCheck } from '../../monitoring/index.ts'
import { withdrawCircular } from '../../rectification/circulars/correct-circular.ts'
import { enterCircular } from '../../rectification/index.ts'
import { paperText } from '../../documents/index.ts'
import { changeSetting } from '../../access/index.ts'
import { letterPaper } from '../letter/paper.ts'
import { lettersOf } from '../letter/queries.ts'
import { itemDeadlines, listItems, namedIn, partsOf, partsOwed, readItem, stepsOf, waitingItems } from '../queries.ts'
import { eventsOf } from '../../trail/index.ts'
import { shareKey } from '../terms.ts'
import { acceptPart, answerPart, passPartOn, returnPart } from './answer-part.ts'
import { enterItem } from './enter-item.ts'
import { compileItem, distributeItem, editLetter, reworkItem, sendItem, signItem, withdrawItem } from './item-steps.ts'

const [supervisor, head] = [actorOf('supervisor'), actorOf('office_head')]
const at = (text: string) => instantFromLocal(text)!
let place: Awaited<ReturnType<typeof monitoredDistrict>>
let water: string
let education: string
// 2026-10-12 09:00 in Shanghai
beforeEach(async () => {
  place = await monitoredDistrict()
  water = await place.unit('临湖区水务局')
  education = await place.unit('临湖区教育局')
  const account = await place.account(water, '临湖水务', { platform: 'weibo' })
  await place.posts(account, '2026-09-09')
  await place.collected(account, '2026-09-01', '2026-09-30')
})

const asked = (more: object = {}) => ({
  districtId,
  level: 'province' as const,
  issuer: '省政府办公厅政务公开办',
  channel: 'phone' as const,
  channelName: '',
  title: '核查政务新媒体更新情况',
  asked: '请核查有关账号更新情况，今日17:00前反馈。',
  receivedAt: at('2026-10-12 08:50'),
  dueAt: at('2026-10-12 17:00'),
  late: false,
  named: '水务局｜临湖水务｜微博｜9月为什么没有更新\n教育局｜是否有长期不更新的账号',
  ...more,
})
const enter = (more: object = {}) => enterItem(place.deps, supervisor, asked(more))
const unitOf = (unitId: string) => ({ ...actorOf('unit_editor'), unitId })
const deps = (moment: string) => place.at(`${moment.replace(' ', 'T')}:00+08:00`)

/** Entered and passed on at 09:00; how one answers and checks from there. */
async function passedOn(more: object = {}) {
  const { id: itemId } = await enter(more)
  await distributeItem(place.deps, supervisor, { districtId, itemId, version: 1 })
  const of = (version: number) => ({ districtId, itemId, version })
  const part = (unitId: string, version: number) => ({ ...of(version), unitId })
  return { itemId, of, part }
}

describe('an item of a superior', () => {
  it('is scheduled backwards when it is entered, with a circular behind it, and keeps its moments when the district sets others', async () => {
    const circular = await enterCircular(place.deps, supervisor, {
      districtId,
      level: 'province',
      issuer: '省政务管理服务局',
      title: '第二季度通报',
      number: '',
      issuedOn: civilDate('2026-10-10'),
      pointsDeducted: false,
      named: '水务局｜未更新',
      file: { name: '通报.png', bytes: blank },
    })
    const { id } = await enter({ circularId: circular.id, file: { name: '交办.png', bytes: blank } })
    // One that was taken back, because it was entered by mistake, carries no item.
    const wrong = { districtId, id: circular.id, version: 1, reason: '录入有误' }
    await withdrawCircular(place.deps, supervisor, wrong)
    await expect(enter({ circularId: circular.id })).rejects.toMatchObject({ code: 'superior.circular-withdrawn' })
    const before = await readItem(place.deps.db, districtId, id)
    expect(before).toMatchObject({ state: 'entered', circularId: circular.id, enteredLate: false })
    expect(before!.schedule).toMatchObject({ distribute: at('2026-10-12 09:39'), send: at('2026-10-12 17:00') })
    expect((await stepsOf(place.deps.db, districtId, id)).files).toMatchObject([{ name: '交办.png', step: 1 }])
    const effectiveFrom = civilDate('2026-10-13')
    const value = { share: 1, atMostHours: 1 }
    const setting = { key: shareKey('distribute'), value, effectiveFrom, source: '区办通知' }
    await changeSetting(place.deps, head, { districtId, ...setting })
    const later = deps('2026-10-13 09:00')
    const { id: next } = await enterItem(later, supervisor, {
      ...asked(),
      receivedAt: at('2026-10-13 08:00'),
      dueAt: at('2026-10-13 17:00'),
    })
    const [old, fresh] = [await readItem(later.db, districtId, id), await readItem(later.db, districtId, next)]
    expect([old!.schedule, fresh!.schedule.distribute]).toEqual([before!.schedule, at('2026-10-13 08:05')])
  })

  it('that misses something, or whose moments can not be, is not entered', async () => {
    const wrong: [string, object, string][] = [
      ['its deadline before the receipt', { dueAt: at('2026-10-12 08:00') }, 'superior.due-before-receipt'],
      ['its deadline at the receipt', { dueAt: at('2026-10-12 08:50') }, 'superior.due-before-receipt'],
      [
        'a deadline that is over',
        { receivedAt: at('2026-10-11 09:00'), dueAt: at('2026-10-11 17:00') },
        'superior.due-past',
      ],
      ['a receipt that is still to come', { receivedAt: at('2026-10-12 09:01') }, 'superior.received-in-future'],
      ['nobody', { named: ' \n ' }, 'superior.no-unit'],
      ['a unit that is not there', { named: '区外局｜核查' }, 'superior.lines-unreadable'],
      ['no words of what is asked', { asked: ' ' }, 'superior.not-complete'],
      ['a title that fills a page', { title: '长'.repeat(81) }, 'superior.too-long'],
      ['a document without its number', { channel: 'document' }, 'superior.not-complete'],
      ['a circular that is not there', { circularId: '3f0d2c8e-0000-4000-8000-000000000000' }, 'record.not-found'],
    ]
    for (const [what, more, code] of wrong) await expect(enter(more), what).rejects.toMatchObject({ code })
  })

  it('whose hour is over is entered as such when somebody says so, and is late from the start', async () => {
    const { id } = await enter({ receivedAt: at('2026-10-11 09:00'), dueAt: at('2026-10-11 17:00'), late: true })
    expect(await readItem(place.deps.db, districtId, id)).toMatchObject({ enteredLate: true })
    expect(await oneRow(place.deps.db, waitingItems(districtId, place.deps.clock.now()))).toMatchObject({
      late: 1,
      entered: 1,
    })
  })

  it('on a unit that was merged away is refused with its heir; one merged later passes its part on, and the heir answers anew', async () => {
    const merge = (from: string, to: string | null) =>
      place.deps.db
        .updateTable('unit')
        .set({ state: to ? 'merged' : 'abolished', merged_into: to })
        .where('id', '=', from)
        .execute()
    const { itemId, part, of } = await passedOn()
    await answerPart(place.deps, unitOf(education), { ...part(education, 1), note: '没有' })
    await expect(passPartOn(place.deps, supervisor, part(water, 1))).rejects.toMatchObject({
      code: 'superior.unit-stands',
    })
    await merge(water, education)
    await expect(enter()).rejects.toMatchObject({
      code: 'superior.unit-gone',
      message: expect.stringContaining('临湖区教育局'),
    })
    await passPartOn(place.deps, supervisor, part(water, 1))
    expect(await partsOf(place.deps.db, districtId, itemId)).toMatchObject([{ unitId: education, state: 'returned' }])
    expect((await namedIn(place.deps.db, districtId, itemId)).map(({ unitId }) => unitId)).toEqual([
      education,
      education,
    ])
    expect(await partsOwed(place.deps.db, { districtId, unitId: education }, 9)).toMatchObject([
      { id: itemId, notes: ['9月为什么没有更新', '是否有长期不更新的账号'] },
    ])
    await expect(compileItem(place.deps, supervisor, of(2))).rejects.toMatchObject({ code: 'superior.answers-missing' })
  })

  it('is answered by its units, checked, compiled, signed by somebody else and sent; late is told, and nothing is answered after', async () => {
    await runCheck(place.deps, supervisor, { districtId, month: month('2026-09') })
    const { itemId, of, part } = await passedOn()
    const [ours, theirs] = [unitOf(water), unitOf(education)]
    await expect(answerPart(place.deps, theirs, { ...part(water, 1), note: '别人的' })).rejects.toMatchObject({
      code: 'access.denied',
    })
    await expect(answerPart(place.deps, ours, { ...part(water, 1), note: ' ' })).rejects.toMatchObject({
      code: 'superior.words-required',
    })
    const proof = { name: '说明.png', bytes: blank }
    await answerPart(deps('2026-10-12 11:00'), ours, { ...part(water, 1), note: '更新过', files: [proof, proof] })
    await returnPart(deps('2026-10-12 11:20'), supervisor, { ...part(water, 2), note: '写明最近一次更新的日期' })
    await answerPart(deps('2026-10-12 11:40'), ours, { ...part(water, 3), note: '9月9日后未更新，已安排专人' })
    await acceptPart(deps('2026-10-12 11:50'), supervisor, part(water, 4))
    // A unit that telephoned is typed in by the office, and marked so.
    await answerPart(deps('2026-10-12 12:00'), supervisor, { ...part(education, 1), note: '没有长期不更新的账号' })
    const compileAt = deps('2026-10-12 13:00')
    await expect(compileItem(compileAt, supervisor, of(2))).rejects.toMatchObject({
      message: expect.stringContaining('临湖区教育局'),
    })
    await acceptPart(compileAt, supervisor, part(education, 2))
    await compileItem(compileAt, supervisor, of(2))
    const [first] = await lettersOf(place.deps.db, districtId, itemId)
    expect(first!.content.answers).toMatchObject([
      { answer: '9月9日后未更新，已安排专人', forUnit: false },
      { answer: '没有长期不更新的账号', forUnit: true },
    ])
    // What the machine found is no verdict until a person confirmed it.
    expect(first!.content.facts.map(({ text, source }) => `${text}｜${source}`)).toEqual([
      '2026年9月监测：待复核，尚无结论｜2026年9月月度监测',
      '所见最近一次更新：2026年9月9日｜采集和巡查，采集至2026年9月30日',
    ])
    const { opening, next } = first!.content.sections
    const edit = (text: string, ownSource = '', letter = 1) =>
      editLetter(compileAt, supervisor, { ...of(3), letter, sections: { opening, result: text, next }, ownSource })
    await expect(edit('全区有88个账号')).rejects.toMatchObject({
      code: 'superior.number-without-source',
      message: expect.stringContaining('88'),
    })
    await expect(edit('两人同时', '', 2)).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
    await edit('该账号9月9日后未更新，2个单位均已反馈；全区有88个账号', '区台账')
    await expect(
      signItem(
        compileAt,
        { ...supervisor, roles: ['supervisor', 'office_head'] },
        { ...of(4), number: '临公开办函〔2026〕3号' },
      ),
    ).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await expect(signItem(compileAt, head, { ...of(4), number: '临公开办函[2026]3号' })).rejects.toMatchObject({
      code: 'superior.number-unreadable',
    })
    await signItem(deps('2026-10-12 17:30'), head, { ...of(4), number: '临公开办函〔2026〕3号' })
    const [signed] = await lettersOf(place.deps.db, districtId, itemId)
    const text = paperText(letterPaper(signed!.content, { signedOn: signed!.content.signedOn!, notice: '' }))
    for (const words of [
      '临公开办函〔2026〕3号',
      '2026年10月12日12时反馈，电话反馈',
      '本函已超过时限30分钟',
      '数据来源：区台账',
      '待复核，尚无结论',
    ])
      expect(text).toContain(words)
    const sendAt = deps('2026-10-12 18:00')
    const send = (sentAt: string, how = '省工作平台') =>
      sendItem(sendAt, supervisor, { ...of(5), sentAt: at(sentAt), how })
    await expect(send('2026-10-12 18:01')).rejects.toMatchObject({ code: 'superior.sent-in-future' })
    await expect(send('2026-10-12 08:00')).rejects.toMatchObject({ code: 'superior.sent-before-receipt' })
    // Nothing went out before it was signed, so that lateness can't be typed away.
    await expect(send('2026-10-12 16:50')).rejects.toMatchObject({ code: 'superior.sent-before-signed' })
    await expect(send('2026-10-12 17:45', ' ')).rejects.toMatchObject({ code: 'superior.not-complete' })
    await send('2026-10-12 17:45')
    const { steps } = await stepsOf(place.deps.db, districtId, itemId)
    expect(steps.at(-1)).toMatchObject({ action: 'send', facts: { late: '45分钟' } })
    expect(JSON.stringify(await eventsOf(place.deps.db, districtId, { kind: 'superior', id: itemId }))).not.toContain(
      '省工作平台',
    )
    await expect(answerPart(sendAt, ours, { ...part(water, 5), note: '补充' })).rejects.toMatchObject({
      code: 'superior.sent-already',
    })
    expect(await itemDeadlines(place.deps.db, { districtId })).toEqual([])
  })

  it('of which a unit does not answer goes with the reason, and the letter says so', async () => {
    const { itemId, of, part } = await passedOn()
    await answerPart(place.deps, unitOf(water), { ...part(water, 1), note: '已核查' })
    await compileItem(place.deps, supervisor, { ...of(2), note: '时限将至' })
    const [letter] = await lettersOf(place.deps.db, districtId, itemId)
    // What nobody checked speaks for no unit.
    expect(letter!.content.answers.map(({ answer }) => answer)).toEqual([null, null])
    // Who answered is never told of as one that didn't.
    const said = paperText(letterPaper(letter!.content, { signedOn: civilDate('2026-10-12'), notice: '' }))
    expect(said).toMatch(/水务局。已反馈，截至汇总时尚未核对/u)
    expect(said).toMatch(/教育局。截至汇总时尚未反馈/u)
    await expect(answerPart(place.deps, unitOf(water), { ...part(water, 2), note: '再补' })).rejects.toMatchObject({
      code: 'superior.answers-closed',
    })
    await expect(reworkItem(place.deps, head, of(3))).rejects.toMatchObject({ code: 'superior.words-required' })
    await reworkItem(place.deps, head, { ...of(3), note: '等水务局的说明' })
    await answerPart(place.deps, unitOf(water), { ...part(water, 2), note: '再补' })
    await acceptPart(place.deps, supervisor, part(water, 3))
    await compileItem(place.deps, supervisor, { ...of(4), note: '教育局仍未反馈' })
    // What nobody wrote says what holds now.
    const results = (await lettersOf(place.deps.db, districtId, itemId)).map(({ content }) => content.sections.result)
    expect(results).toEqual([
      expect.stringMatching(/^已核对的单位反馈见上/u),
      expect.stringMatching(/^截至汇总时，有关单位核查情况尚未核对完毕/u),
    ])
    await withdrawItem(place.deps, supervisor, { ...of(5), note: '上级收回' })
    await expect(distributeItem(place.deps, supervisor, of(6))).rejects.toMatchObject({
      code: 'superior.action-not-allowed',
    })
  })

  it('whose letter was sent back is signed only once its numbers rest on what the units answer now', async () => {
    const { of, part } = await passedOn({ named: '水务局｜临湖水务｜微博｜核查' })
    const [unit, number] = [unitOf(water), '临公开办函〔2026〕5号']
    const [opening, next] = ['来函收悉。', '继续督促。']
    await answerPart(place.deps, unit, { ...part(water, 1), note: '已整改36个账号' })
    await acceptPart(place.deps, supervisor, part(water, 2))
    await compileItem(place.deps, supervisor, of(2))
    const sections = { opening, result: '已整改36个账号。', next }
    await editLetter(place.deps, supervisor, { ...of(3), letter: 1, sections, ownSource: '' })
    await reworkItem(place.deps, head, { ...of(4), note: '数字不实' })
    await returnPart(place.deps, supervisor, { ...part(water, 3), note: '重新核对' })
    await answerPart(place.deps, unit, { ...part(water, 4), note: '已整改29个账号' })
    await acceptPart(place.deps, supervisor, part(water, 5))
    await compileItem(place.deps, supervisor, of(5))
    await expect(signItem(place.deps, head, { ...of(6), number })).rejects.toMatchObject({
      code: 'superior.number-without-source',
      params: { numbers: '36' },
    })
    const mended = { ...sections, result: '已整改29个账号。' }
    await editLetter(place.deps, supervisor, { ...of(6), letter: 3, sections: mended, ownSource: '' })
    expect(await signItem(place.deps, head, { ...of(7), number })).toMatchObject({ state: 'signed' })
  })

  it('is overwritten by nobody: the second of two hears that it changed, and units don’t overtake each other', async () => {
    const { id: itemId } = await enter()
    const first = { districtId, itemId, version: 1 }
    await distributeItem(place.deps, supervisor, first)
    await expect(distributeItem(place.deps, supervisor, first)).rejects.toMatchObject({
      code: 'record.changed-meanwhile',
    })
    const both = [water, education].map((unitId) =>
      answerPart(place.deps, unitOf(unitId), { districtId, itemId, unitId, version: 1, note: '已核查' }),
    )
    expect(await Promise.all(both)).toMatchObject([{ state: 'answered' }, { state: 'answered' }])
    const again = { districtId, itemId, unitId: water, version: 1, note: '又一次' }
    await expect(answerPart(place.deps, unitOf(water), again)).rejects.toMatchObject({
      code: 'record.changed-meanwhile',
    })
  })

  it('is seen by a unit once it was passed on to it, and waits for it until its own moment', async () => {
    const { id: itemId } = await enter()
    const range = { offset: 0, limit: 9 }
    const seen = async (unitId?: string) =>
      (await listItems(place.deps.db, { districtId, unitId }, { state: 'open', ...range })).rows.length
    expect([await seen(), await seen(water)]).toEqual([1, 0])
    await distributeItem(place.deps, supervisor, { districtId, itemId, version: 1 })
    const other = await place.unit('临湖区民政局')
    expect([await seen(water), await seen(other)]).toEqual([1, 0])
    // On the workbench as on its page: the minute of the hour is in time, the next one isn't.
    const lateAt = async (moment: string) =>
      (await oneRow(place.deps.db, waitingItems(districtId, instant(`2026-10-12T${moment}+08:00`)))).late
    expect([await lateAt('17:00:59'), await lateAt('17:01:00')]).toEqual([0, 1])
    const { schedule } = (await readItem(place.deps.db, districtId, itemId))!
    expect(await itemDeadlines(place.deps.db, { districtId, unitId: water })).toEqual([schedule.answer])
    expect(schedule.answer < instant('2026-10-12T17:00:00+08:00')).toBe(true)
  })
})
