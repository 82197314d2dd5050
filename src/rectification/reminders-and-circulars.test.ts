import { beforeEach, describe, expect, it } from 'vitest'
import { blank } from '../../tests/support/asked-district.ts'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { civilDate, instant, month } from '../calendar/index.ts'
import { decideTrigger } from '../filing/index.ts'
import { listTriggers } from '../filing/triggers/list.ts'
import { runCheck } from '../monitoring/index.ts'
import type { Tx } from '../database/index.ts'
import { insertCase, insertEvidence } from './accountability/queries.ts'
import { changesOf } from './circulars/changes.ts'
import { correctCircular, type CorrectionInput, withdrawCircular } from './circulars/correct-circular.ts'
import { enterCircular } from './circulars/enter-circular.ts'
import { circularsAbout, listCirculars, namedIn } from './circulars/queries.ts'
import { readLines } from './circulars/read-lines.ts'
import { countReminders, listReminders } from './reminders/queries.ts'
import { remindUnit, remindWarned } from './reminders/remind-unit.ts'

const supervisor = actorOf('supervisor')
const september = month('2026-09')
let place: Awaited<ReturnType<typeof monitoredDistrict>>
let unitId: string
let water: string
beforeEach(async () => {
  place = await monitoredDistrict()
  unitId = await place.unit('临湖区水务局')
  water = await place.account(unitId, '临湖水务', { platform: 'weibo' })
})

describe('提醒', () => {
  it('goes once to each qualified account that was warned of, is counted, and makes no finding', async () => {
    const late = await place.account(unitId, '逾期的', { platform: 'douyin' })
    // 13 days without a post warn; 20 days are a veto, which is reviewed and never only reminded of.
    await place.posts(water, '2026-09-17')
    await place.collected(water, '2026-09-01', '2026-09-30')
    await place.posts(late, '2026-09-10')
    await place.collected(late, '2026-09-01', '2026-09-30')
    await runCheck(place.deps, supervisor, { districtId, month: september })
    const findings = await place.count('finding')
    const send = (...accountIds: string[]) =>
      remindWarned(place.deps, supervisor, { districtId, month: september, accountIds })
    await expect(send(late)).rejects.toMatchObject({ code: 'reminder.nobody-warned' })
    expect([await send(water, late), await send(water)]).toEqual([{ sent: 1 }, { sent: 0 }])
    await remindUnit(place.deps, supervisor, { districtId, unitId, note: '国庆值班请留意留言' })
    await expect(remindUnit(place.deps, supervisor, { districtId, unitId, note: ' ' })).rejects.toMatchObject({
      code: 'reminder.words-required',
    })
    const range = { from: instant('2026-10-01T00:00:00+08:00'), until: instant('2027-01-01T00:00:00+08:00') }
    expect(await countReminders(place.deps.db, districtId, range)).toEqual({ threshold: 1, byHand: 1, orders: 0 })
    const { rows } = await listReminders(place.deps.db, { districtId, unitId }, { offset: 0, limit: 9 })
    expect(rows.map(({ note }) => note).sort()).toEqual([
      '“临湖水务”（新浪微博）2026年9月监测时已13天未更新，请及时更新。',
      '国庆值班请留意留言',
    ])
    expect(await place.count('finding')).toBe(findings)
    const unit = { ...actorOf('unit_editor'), unitId }
    await expect(remindUnit(place.deps, unit, { districtId, unitId, note: '自己' })).rejects.toMatchObject({
      code: 'access.denied',
    })
  })
})

describe('a circular of a higher office', () => {
  const entered = (more: object = {}) =>
    enterCircular(place.deps, supervisor, {
      districtId,
      level: 'province',
      issuer: '省政务管理服务局',
      title: '第二季度通报',
      number: '',
      issuedOn: civilDate('2026-08-18'),
      pointsDeducted: true,
      named: '区水务局｜临湖水务｜微博｜2周内无更新\n水务局｜未按期反馈',
      file: { name: '通报.png', bytes: blank },
      ...more,
    })

  it('is linked to units and accounts, and takes its points once a unit as F-11, for a person', async () => {
    const { id } = await entered()
    expect(await namedIn(place.deps.db, districtId, id)).toMatchObject([
      { unitName: '临湖区水务局', accountId: water, note: '2周内无更新' },
      { unitName: '临湖区水务局', accountId: null, note: '未按期反馈' },
    ])
    expect(await circularsAbout(place.deps.db, districtId, { accountId: water })).toMatchObject([{ id }])
    const { rows } = await listTriggers(place.deps.db, { districtId })
    expect(rows).toMatchObject([{ rule: 'F-11', state: 'raised', unitName: '临湖区水务局' }])
  })

  it('without points touches nothing, and one that can not be read is not entered at all', async () => {
    await entered({ pointsDeducted: false })
    expect((await listTriggers(place.deps.db, { districtId })).rows).toEqual([])
    for (const [more, code] of [
      [{ named: '区水务局｜内容\n区外局｜内容' }, 'circular.lines-unreadable'],
      [{ file: undefined }, 'circular.not-complete'],
      [{ named: ' ' }, 'circular.not-complete'],
      [{ issuedOn: civilDate('2026-10-13') }, 'circular.in-future'],
    ] as const)
      await expect(entered(more)).rejects.toMatchObject({ code })
    expect((await listCirculars(place.deps.db, districtId, { search: '', offset: 0, limit: 9 })).total).toBe(1)
  })
})

describe('a circular that was entered', () => {
  const typed = {
    level: 'province' as const,
    issuer: '省政务管理服务局',
    title: '第二季度通报',
    number: '',
    issuedOn: civilDate('2026-08-18'),
    pointsDeducted: true,
    named: '临湖区水务局｜临湖水务｜新浪微博｜2周内无更新',
  }
  const enter = (more: object = {}) =>
    enterCircular(place.deps, supervisor, {
      districtId,
      ...typed,
      file: { name: '通报.png', bytes: blank },
      ...more,
    })
  const correct = (id: string, more: Partial<CorrectionInput>) =>
    correctCircular(place.deps, supervisor, {
      districtId,
      id,
      version: 1,
      ...typed,
      reason: '录入有误',
      knowing: true,
      ...more,
    })
  const withdraw = (id: string, version: number, reason = '重复录入') =>
    withdrawCircular(place.deps, supervisor, { districtId, id, version, reason })
  const clues = async () => (await listTriggers(place.deps.db, { districtId })).rows

  it('is corrected with a reason once it was said what rests on it; before and after stay, clues are told', async () => {
    const { id } = await enter()
    const forest = await place.unit('临湖区林业局')
    const named = `${typed.named}\n林业局｜未反馈`
    await expect(correct(id, { named, knowing: false })).rejects.toThrow('临湖区水务局的线索F-11（待处理）')
    for (const [more, code] of [
      [{ named, reason: ' ' }, 'circular.reason-required'],
      [{ named, version: 2 }, 'record.changed-meanwhile'],
      [{}, 'circular.nothing-corrected'],
    ] as const)
      await expect(correct(id, more)).rejects.toMatchObject({ code })
    expect(await changesOf(place.deps.db, districtId, id)).toEqual([])
    // The ledger moved on: a line that stood means whom it meant.
    await place.deps.db.updateTable('account').set({ name: '临湖水务发布' }).where('id', '=', water).execute()
    const stood = named.replace('临湖水务｜', '临湖水务发布｜')
    await correct(id, { named: stood, number: '某政函〔2026〕1号' })
    expect(await changesOf(place.deps.db, districtId, id)).toMatchObject([
      {
        version: 2,
        kind: 'corrected',
        reason: '录入有误',
        before: { number: null },
        after: { number: '某政函〔2026〕1号' },
      },
    ])
    const told = (await clues()).map(({ unitName, facts }) => [unitName, facts['corrected']] as const)
    expect(Object.fromEntries(told)).toEqual({
      临湖区林业局: undefined,
      临湖区水务局: '所依据的通报已于2026年10月12日更正，请核对',
    })
    await correct(id, { version: 2, pointsDeducted: false, named: stood, number: '某政函〔2026〕1号' })
    expect((await clues()).every(({ facts }) => String(facts['corrected']).endsWith('更正后该单位未被扣分'))).toBe(true)
    expect((await namedIn(place.deps.db, districtId, id)).map(({ unitId: unit }) => unit)).toEqual([unitId, forest])
  })

  it('is taken back where nothing rests on it, and says nothing of anybody then', async () => {
    const { id } = await enter()
    await expect(withdraw(id, 1)).rejects.toMatchObject({ code: 'circular.rests-on-it' })
    const [clue] = await clues()
    const decision = { districtId, triggerId: clue!.id, reason: '录入有误', version: 1 }
    await decideTrigger(place.deps, actorOf('office_head'), { ...decision, state: 'dismissed' })
    await expect(withdraw(id, 1, '')).rejects.toMatchObject({ code: 'circular.reason-required' })
    const caseId = place.deps.ids.next()
    await insertCase(place.deps.db as Tx, {
      districtId,
      id: caseId,
      unitId,
      proposedMeasure: 'remind',
      openedBy: supervisor.id,
      openedAt: place.deps.clock.now(),
    })
    const of = { districtId, caseId, by: supervisor.id, at: place.deps.clock.now(), ids: () => place.deps.ids.next() }
    await insertEvidence(place.deps.db as Tx, of, [{ kind: 'clue', refId: clue!.id, roots: ['x'], note: null }])
    await expect(withdraw(id, 1)).rejects.toThrow('临湖区水务局的责任追究事项')
    await place.deps.db.deleteFrom('accountability_evidence').execute()
    await withdraw(id, 1)
    expect(await circularsAbout(place.deps.db, districtId, { unitId })).toEqual([])
    await expect(correct(id, { version: 2 })).rejects.toMatchObject({ code: 'circular.withdrawn' })
    expect((await listCirculars(place.deps.db, districtId, { search: '', offset: 0, limit: 9 })).rows).toMatchObject([
      { id, withdrawnAt: expect.anything() },
    ])
    const unit = { ...actorOf('unit_editor'), unitId }
    await expect(
      withdrawCircular(place.deps, unit, { districtId, id, version: 2, reason: '自己' }),
    ).rejects.toMatchObject({ code: 'access.denied' })
  })

  it('takes points anew where a person had ruled them out before', async () => {
    const { id } = await enter()
    const [clue] = await clues()
    const decision = { districtId, triggerId: clue!.id, reason: '未扣分', version: 1 }
    await decideTrigger(place.deps, actorOf('office_head'), { ...decision, state: 'dismissed' })
    await correct(id, { pointsDeducted: false })
    await correct(id, { version: 2 })
    expect((await clues()).map(({ state }) => state).sort()).toEqual(['dismissed', 'raised'])
  })
})

const ledger = {
  district: { name: '临湖区', shortName: '临湖' },
  units: [
    { id: 'u1', name: '临湖区水务局', shortName: null },
    { id: 'u2', name: '石埠镇人民政府', shortName: '石埠镇' },
  ],
  accounts: [
    { id: 'a1', unitId: 'u1', name: '临湖水务', platform: 'weibo' as const },
    { id: 'a2', unitId: 'u1', name: '临湖水务', platform: 'douyin' as const },
  ],
}
it.each([
  ['水务局｜临湖水务｜抖音｜未更新', { unitId: 'u1', accountId: 'a2', note: '未更新' }],
  ['临湖区水务局\t临湖水务\t新浪微博\t未更新', { unitId: 'u1', accountId: 'a1', note: '未更新' }],
  ['石埠镇|未反馈', { unitId: 'u2', accountId: null, note: '未反馈' }],
  ['水务局｜临湖水务｜未更新', '第1行账号“临湖水务”在“临湖区水务局”名下有多个，请写明平台'],
  ['水务局｜临湖水务｜博客园｜未更新', '第1行平台“博客园”不能识别，请写“微信公众号”“新浪微博”等'],
  ['水务局｜临湖水利｜微博｜未更新', '第1行账号“临湖水利”不在“临湖区水务局”名下，请核对名称、平台，或先登记账号'],
  ['｜未更新', '第1行单位“”不在台账中，请核对名称，或先登记单位'],
  ['水务局', '第1行没有写通报内容，应写作“单位｜账号｜平台｜通报内容”'],
])('a line of a circular is read or told, never guessed: %s', (text, wanted) => {
  const { lines, faults } = readLines(text, ledger)
  expect(typeof wanted === 'string' ? faults : lines).toEqual([wanted])
})
