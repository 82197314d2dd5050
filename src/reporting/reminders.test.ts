import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { civilDate, instant, month, quarter } from '../calendar/index.ts'
import { inTransaction } from '../database/index.ts'
import { recordPatrol, runCheck } from '../monitoring/index.ts'
import { afterReminder, remindWarned } from '../rectification/index.ts'
import { annexBook } from './annex-book.ts'
import { draftReport } from './draft.ts'
import { gatherFacts } from './facts.ts'
import type { Bound, ReportContent } from './model.ts'
import { annexes } from './paper.ts'
import { reminderRows } from './reminders.ts'
import { checkReminders, checkReport } from './self-check.ts'

const [sentOn, dueOn, today] = [civilDate('2026-09-02'), civilDate('2026-09-05'), civilDate('2026-10-12')]

it.each([
  ['on the day of the reminder', '2026-09-02', true, today, 'in-time'],
  ['on the last day', '2026-09-05', false, today, 'in-time'],
  ['the day before the reminder', '2026-09-01', true, today, 'before'],
  ['a day after the last', '2026-09-06', true, today, 'late'],
  ['a day after the last, and nobody saw the days between', '2026-09-06', false, today, 'unseen'],
  ['not, and nobody looked', null, false, today, 'unseen'],
  ['not, and somebody looked', null, true, today, 'late'],
  ['not, on the last day itself', null, true, dueOn, 'waiting'],
  ['not, on the day after the last', null, true, civilDate('2026-09-06'), 'late'],
] as const)('an account that updated %s', (_what, updated, covered, on, wanted) => {
  const updatedOn = updated && civilDate(updated)
  expect(afterReminder({ sentOn, dueOn, updatedOn, covered }, on)).toBe(wanted)
})

const textOf = ({ blocks }: ReportContent) =>
  blocks.flatMap((block) => ('runs' in block ? block.runs.map(said) : [])).join('')
const said = (run: Bound) => (typeof run === 'string' ? run : run.text)

it('tells how many reminders went out by warning and what followed, counted twice, and an older report nothing', async () => {
  const place = await monitoredDistrict()
  const supervisor = actorOf('supervisor')
  const unit = await place.unit('临湖区水务局')
  const of = async (name: string, ...days: string[]) => {
    const id = await place.account(unit, name, { platform: 'weibo', filing_state: 'filed' })
    await place.posts(id, ...days)
    return id
  }
  // Silent for 13, 10 and 7 days at the end of August; reminded on 1 September.
  const answered = await of('按期', '2026-08-18', '2026-09-01')
  const silent = await of('未更新', '2026-08-21')
  const unseen = await of('未采集', '2026-08-24')
  // Nothing collected of its answer: a patroller saw it.
  const patrolled = await of('巡查所见', '2026-08-18')
  await place.collected(patrolled, '2026-08-01', '2026-08-31')
  // Looked at to the morning of its last day.
  const morning = await of('末日上午', '2026-08-24')
  await place.collected(morning, '2026-08-01', '2026-09-07')
  for (const id of [answered, silent]) await place.collected(id, '2026-08-01', '2026-10-10')
  await place.collected(unseen, '2026-08-01', '2026-08-31')
  const september = place.at('2026-09-01T02:00:00.000Z')
  await runCheck(september, supervisor, { districtId, month: month('2026-08') })
  const accountIds = [answered, silent, unseen, patrolled, morning]
  await remindWarned(september, supervisor, { districtId, month: month('2026-08'), accountIds })
  await recordPatrol(place.at('2026-09-08T02:00:00.000Z'), actorOf('reviewer'), {
    districtId,
    accountId: patrolled,
    checkedAt: instant('2026-09-08T02:00:00.000Z'),
    reachable: 'open',
    lastUpdateOn: civilDate('2026-09-01'),
  })
  const facts = await inTransaction(place.deps.db, (tx) =>
    gatherFacts(tx, place.deps, { districtId, quarter: quarter('2026Q3') }),
  )
  const content = draftReport(facts)
  checkReport(content)
  expect(facts.reminders?.counted).toEqual({
    threshold: 5,
    byHand: 0,
    accounts: 5,
    levels: [
      { days: 7, sent: 2 },
      { days: 10, sent: 1 },
      { days: 13, sent: 2 },
    ],
    inTime: 2,
  })
  expect(textOf(content)).toContain(
    '发出更新提醒5次，涉及账号5个，其中未更新满7天的2次、未更新满10天的1次、未更新满13天的2次；提醒后按期更新2次、未按期更新1次、未采集到数据2次（名单见附件）。',
  )
  expect(annexes(facts).at(-1)?.title).toBe('更新提醒情况表')
  expect(reminderRows(facts).map((row) => [row[2], row[8], row[10]])).toEqual([
    ['按期', '2026年9月1日', '提醒后按期更新'],
    ['末日上午', '2026年9月7日', '未采集到数据'],
    ['未采集', '2026年9月7日', '未采集到数据'],
    ['未更新', '2026年9月4日', '未按期更新'],
    ['巡查所见', '2026年9月1日', '提醒后按期更新'],
  ])
  const { reminders, ...older } = facts
  const counted = { ...reminders!.counted, inTime: 3 }
  const spoilt = { ...content, facts: { ...facts, reminders: { ...reminders!, counted } } }
  expect(() => checkReport(spoilt)).toThrow(expect.objectContaining({ code: 'report.figure-mismatch' }))
  expect(() => checkReminders(facts, reminderRows(facts).slice(1))).toThrow('更新提醒情况表')
  const before = draftReport(older)
  checkReport(before)
  expect(textOf(before)).not.toContain('提醒')
  const sheets = (one: ReportContent) =>
    annexBook(one, { demo: false, stage: 'final', version: 1 }).sheets.map(({ name }) => name)
  expect(sheets(before)).not.toContain('更新提醒情况表')
  expect(sheets(content)).toContain('更新提醒情况表')
})
