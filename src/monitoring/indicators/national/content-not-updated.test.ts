import { describe, expect, it } from 'vitest'
import { accountFacts, nationalThresholds } from '../../../../tests/support/account-facts.ts'
import { civilDate } from '../../../calendar/index.ts'
import { sentences } from '../../../vocabulary/sentences.ts'
import { unconfirmedPurpose } from '../../purposes.ts'
import { contentNotUpdated } from './content-not-updated.ts'

const strict = { ...nationalThresholds, strictFourteen: true }
const tenDays = { ...nationalThresholds, maxSilentDays: 10 }
const judge = (last: string | null, checkpoint: string, thresholds = nationalThresholds, covered = true) =>
  contentNotUpdated.judge(accountFacts(checkpoint, { lastUpdateOn: last, covered }), thresholds)

describe('监测时间点前2周内无更新 (国办秘函〔2019〕19号; days as in rulebook (i)2)', () => {
  it.each([
    // rulebook (i)2: last update 11-01, looked at on 11-15 passes, on 11-16 fails
    ['2026-11-01', '2026-11-14', 13, 'pass', 1],
    ['2026-11-01', '2026-11-15', 14, 'pass', 0],
    ['2026-11-01', '2026-11-16', 15, 'fail', -1],
    // month ends, February, a leap year, the turn of the year
    ['2026-09-16', '2026-09-30', 14, 'pass', 0],
    ['2026-09-15', '2026-09-30', 15, 'fail', -1],
    ['2026-02-14', '2026-02-28', 14, 'pass', 0],
    ['2026-02-13', '2026-02-28', 15, 'fail', -1],
    ['2028-02-15', '2028-02-29', 14, 'pass', 0],
    ['2026-12-18', '2027-01-01', 14, 'pass', 0],
    // the nine days of 春节 give no extension
    ['2026-02-13', '2026-02-28', 15, 'fail', -1],
    // updated on the day itself
    ['2026-09-30', '2026-09-30', 0, 'pass', 14],
  ])('last update %s, checkpoint %s: %i days, %s', (last, checkpoint, silentDays, value, margin) => {
    expect(judge(last, checkpoint)).toMatchObject({ value, margin, facts: { lastUpdateOn: last, silentDays } })
  })

  it.each([
    ['2026-11-01', '2026-11-14', 'pass', 0],
    ['2026-11-01', '2026-11-15', 'fail', -1],
  ])('a district that counts strictly: last update %s, checkpoint %s: %s', (last, checkpoint, value, margin) => {
    expect(judge(last, checkpoint, strict)).toMatchObject({ value, margin })
  })

  it.each([
    ['2026-09-20', 'pass'],
    ['2026-09-19', 'fail'],
  ])('a district that wants an update every ten days: last update %s on 09-30: %s', (last, value) => {
    expect(judge(last, '2026-09-30', tenDays)).toMatchObject({ value })
  })
})

describe('not collected is never "not updated"', () => {
  it('is unknown where no one looked over the whole window, however old the last post', () => {
    expect(judge('2026-01-01', '2026-09-30', nationalThresholds, false)).toMatchObject({
      value: 'unknown',
      facts: { collected: false },
      wouldChange: sentences.notCollected,
    })
  })
  it('passes on one update seen in the window, even where days are missing', () => {
    expect(judge('2026-09-28', '2026-09-30', nationalThresholds, false).value).toBe('pass')
  })
  it('fails where every day was looked at and nothing was ever found', () => {
    expect(judge(null, '2026-09-30')).toMatchObject({ value: 'fail', facts: { lastUpdateOn: null, silentDays: null } })
    expect(judge(null, '2026-09-30').margin).toBeUndefined()
  })
})

it.each([
  [
    'an account confirmed to serve only (N-NM-04)',
    { purpose: { purpose: 'service', confirmed: true } },
    'not-applicable',
  ],
  ['an account whose purpose nobody confirmed', { purpose: unconfirmedPurpose }, 'fail'],
  ['an account whose unit alone says that it serves', { purpose: { purpose: 'service', confirmed: false } }, 'fail'],
  ['an account that does both', { purpose: { purpose: 'mixed', confirmed: true } }, 'fail'],
  ['an account under closure (sentence 8)', { runningState: 'closing' }, 'fail'],
  ['an account that was closed and is not yet deregistered (sentence 8)', { runningState: 'closed' }, 'fail'],
  ['a deregistered account', { runningState: 'deregistered' }, 'not-applicable'],
] as const)('judges %s: %s', (_whom, account, value) => {
  const facts = accountFacts('2026-09-30', { lastUpdateOn: '2026-09-01' }, account)
  expect(contentNotUpdated.judge(facts, nationalThresholds).value).toBe(value)
})

it.each([
  // the window of 09-30 begins on 09-16
  ['2026-09-15', 'day', 'fail'],
  ['2026-09-16', 'day', 'not-applicable'],
  ['2026-09-01', 'month', 'unknown'],
  ['2026-08-01', 'month', 'fail'],
  ['2026-01-01', 'year', 'unknown'],
  ['2025-01-01', 'year', 'fail'],
] as const)('an account opened %s (to the %s) that never posted: %s', (openedOn, openedPrecision, value) => {
  const facts = accountFacts('2026-09-30', {}, { openedOn: civilDate(openedOn), openedPrecision })
  expect(contentNotUpdated.judge(facts, nationalThresholds).value).toBe(value)
})

it('is unknown, however young, where nobody looked', () => {
  const facts = accountFacts('2026-09-30', { covered: false }, { openedOn: civilDate('2026-09-20') })
  expect(contentNotUpdated.judge(facts, nationalThresholds).value).toBe('unknown')
})

it('says the district’s own number where it has one: the two weeks would not be true', () => {
  const { facts } = judge('2026-09-19', '2026-09-30', tenDays)
  expect(contentNotUpdated.sentence(facts, civilDate('2026-09-30'))).toBe(
    '监测时间点为2026年9月30日，该账号最后更新日期为2026年9月19日，监测时间点前10日内无更新（本区监测口径），经人工复核，判定为不合格。',
  )
})

it('looks at the window alone where a post is older than the day of opening that was filed', () => {
  const account = { openedOn: civilDate('2026-09-20') }
  const facts = accountFacts('2026-09-30', { lastUpdateOn: '2026-09-01' }, account)
  expect(contentNotUpdated.judge(facts, nationalThresholds).value).toBe('fail')
})

it('says what would change the verdict, with the days of the window', () => {
  expect(judge('2026-09-15', '2026-09-30').wouldChange).toBe(
    '9月16日至9月30日之间有任何一条带发布时间的内容，或账号在9月30日前已完成注销。',
  )
})

it('prints the office’s own sentence when confirmed', () => {
  expect(contentNotUpdated.sentence({ lastUpdateOn: '2026-11-01' }, civilDate('2026-11-16'))).toBe(
    '监测时间点为2026年11月16日，该账号最后更新日期为2026年11月1日，监测时间点前2周内无更新，经人工复核，判定为不合格。',
  )
  expect(contentNotUpdated.sentence({ lastUpdateOn: null }, civilDate('2026-11-16'))).toContain('未见该账号发布过内容')
})
