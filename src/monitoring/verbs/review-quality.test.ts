import { describe, expect, it } from 'vitest'
import { checkedDistrict } from '../../../tests/support/checked-district.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { civilDate, month } from '../../calendar/index.ts'
import { confirmedFindings } from '../quarter.ts'
import { quarter } from '../../calendar/index.ts'
import { correctionsOf, dismissalSample, precisionSince } from '../review-quality.ts'
import { checkDismissal, type CheckDismissalInput } from './check-dismissal.ts'
import { correctFinding, type CorrectInput } from './correct-finding.ts'

const september = month('2026-09')
const [second, third] = ['二', '三'].map((name) => actorOf('reviewer', `user:复核${name}`))
const head = actorOf('office_head')

async function dismissed() {
  const place = await checkedDistrict()
  await place.decide('dismiss', '采集漏项')
  const { id: findingId } = await place.open()
  const check = (more: Partial<CheckDismissalInput> = {}, by = second!) =>
    checkDismissal(place.deps, by, { districtId, findingId, agrees: true, ...more })
  return { ...place, findingId, check }
}

describe('抽查排除', () => {
  it('draws at least three, or one in ten, the same for everybody', async () => {
    const { deps, findingId } = await dismissed()
    const sample = await dismissalSample(deps.db, districtId, september)
    expect(sample).toMatchObject([{ findingId, reason: '采集漏项', check: null }])
    expect(await dismissalSample(deps.db, districtId, september)).toEqual(sample)
  })

  it('is done by another person, once', async () => {
    const { check, deps } = await dismissed()
    await expect(check({}, actorOf('reviewer'))).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await check()
    await expect(check({}, third)).rejects.toMatchObject({ code: 'dismissal.checked-already' })
    expect(await dismissalSample(deps.db, districtId, september)).toMatchObject([{ check: { agrees: true } }])
  })

  it('sends what somebody does not agree with back for evidence, with the reason', async () => {
    const { check, open } = await dismissed()
    await expect(check({ agrees: false })).rejects.toMatchObject({ code: 'dismissal.reason-required' })
    await check({ agrees: false, note: '原文仍在' })
    expect(await open()).toMatchObject({ state: 'needs-evidence', reason: '原文仍在' })
  })

  it('dismissed anew, it is drawn anew', async () => {
    const { check, decide, deps } = await dismissed()
    await check({ agrees: false, note: '原文仍在' })
    await decide('dismiss', '已核对')
    expect(await dismissalSample(deps.db, districtId, september)).toMatchObject([{ reason: '已核对', check: null }])
  })

  it('tells how often people agreed with an indicator', async () => {
    const { deps } = await dismissed()
    const precision = await precisionSince(deps.db, districtId, civilDate('2026-01-01'))
    expect(precision.get('N-NM-02a')).toMatchObject({ confirmed: 0, decided: 1 })
    expect((await precisionSince(deps.db, districtId, civilDate('2026-11-01'))).size).toBe(0)
  })
})

describe('更正复核结论', () => {
  async function closed() {
    const place = await checkedDistrict()
    await place.decide('confirm')
    const { id: findingId } = await place.open()
    const correct = (more: Partial<CorrectInput> = {}, by = head) =>
      correctFinding(place.deps, by, { districtId, findingId, to: 'dismissed', reason: '单位提供了后台记录', ...more })
    const close = async () => {
      await place.patrol({ lastUpdateOn: civilDate('2026-09-29') })
      await place.check()
      await place.close()
    }
    return { ...place, findingId, correct, close }
  }

  it('is of closed months only: an open one is decided anew', async () => {
    const { correct } = await closed()
    await expect(correct()).rejects.toMatchObject({ code: 'correction.month-open' })
  })

  it('stands beside the month and its report, which stay as they were', async () => {
    const { correct, close, deps, open, findingId } = await closed()
    await close()
    const before = await confirmedFindings(deps.db, districtId, quarter('2026Q3'))
    await expect(correct({ reason: ' ' })).rejects.toMatchObject({ code: 'correction.reason-required' })
    await expect(correct({ to: 'confirmed' })).rejects.toMatchObject({ code: 'correction.same' })
    const precise = async () => (await precisionSince(deps.db, districtId, civilDate('2026-01-01'))).get('N-NM-02a')
    expect(await precise()).toMatchObject({ confirmed: 1, decided: 1 })
    await correct()
    expect(await precise()).toMatchObject({ confirmed: 0, decided: 1 })
    expect(await confirmedFindings(deps.db, districtId, quarter('2026Q3'))).toEqual(before)
    expect((await open()).state).toBe('confirmed')
    expect(await correctionsOf(deps.db, districtId, { months: [september] })).toMatchObject([
      { findingId, fromState: 'confirmed', toState: 'dismissed', reason: '单位提供了后台记录' },
    ])
    await expect(correct()).rejects.toMatchObject({ code: 'correction.same' })
    // Who made the last word doesn't take it back.
    await expect(correct({ to: 'confirmed' })).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await correct({ to: 'confirmed', reason: '记录系补造' }, actorOf('office_head', 'user:另一负责人'))
    expect(
      (await correctionsOf(deps.db, districtId, { findingId })).map(({ fromState, toState }) => [fromState, toState]),
    ).toEqual([
      ['dismissed', 'confirmed'],
      ['confirmed', 'dismissed'],
    ])
  })

  it('is none of a reviewer’s', async () => {
    const { correct, close } = await closed()
    await close()
    await expect(correct({}, second)).rejects.toMatchObject({ code: 'access.denied' })
  })
})
