import { expect, it } from 'vitest'
import { instructionDesk } from '../../tests/support/instruction-desk.ts'
import { districtId } from '../../tests/support/monitored-district.ts'
import { civilDate, monthsOf, quarter } from '../calendar/index.ts'
import { inTransaction } from '../database/index.ts'
import { acceptTask, answerTask, assignTask, takeTaskBack } from '../instructions/index.ts'
import { tasksOf } from '../instructions/queries.ts'
import { runCheck } from '../monitoring/index.ts'
import { annexBook } from './annex-book.ts'
import { draftReport } from './draft.ts'
import { gatherFacts } from './facts.ts'
import { figureText } from './figures.ts'
import { figureIds, figureWords } from './figure-words.ts'
import { figureRows } from './figure-rows.ts'
import { instructedRows } from './instructed.ts'
import type { ReportContent } from './model.ts'
import { annexes } from './paper.ts'
import { checkInstructed, checkReport } from './self-check.ts'
import { said } from './words.ts'

const textOf = ({ blocks }: ReportContent) =>
  blocks.flatMap((block) => ('runs' in block ? block.runs.map(said) : 'text' in block ? [block.text] : [])).join('')
const words = '请水务局本周内把停更的原因说清楚，责任到人。'

it('the next report tells what became of each task by 交办要点, counted twice; the one before stays as it was', async () => {
  const desk = await instructionDesk()
  const { deps, actor, units, reportId } = desk
  await desk.submit()
  const { id: instructionId } = await desk.write(words)
  const third = await inTransaction(deps.db, (tx) => gatherFacts(tx, deps, { districtId, quarter: quarter('2026Q3') }))
  const given = [
    [units.water, '查明停更原因', '2026-10-16'],
    [units.town, '排定更新计划', '2026-10-30'],
    [units.water, '提出整合方案', '2026-12-31'],
    [units.town, '公布留言办法', '2026-12-25'],
    [units.town, '清点账号', '2026-12-25'],
  ] as const
  for (const [at, [unitId, essentials, dueOn]] of given.entries())
    await assignTask(deps, actor('head'), {
      districtId,
      instructionId,
      version: at + 1,
      unitId,
      essentials,
      dueOn: civilDate(dueOn),
    })
  const tasks = await tasksOf(deps.db, districtId, instructionId)
  const at = (place: number) => ({ districtId, instructionId, taskId: tasks[place]!.id })
  const november = desk.at('2026-11-02T01:00:00.000Z')
  await answerTask(november, actor('water'), { ...at(0), version: 1, note: '已查明' })
  await acceptTask(november, actor('head'), { ...at(0), version: 2 })
  await answerTask(november, actor('town'), { ...at(3), version: 1, note: '已公布' })
  await takeTaskBack(november, actor('head'), { ...at(4), version: 1, note: '并入普查' })

  const january = desk.at('2026-12-28T01:00:00.000Z')
  for (const month of monthsOf(quarter('2026Q4')).slice(0, 2))
    await runCheck(january, actor('supervisor'), { districtId, month })
  const facts = await inTransaction(deps.db, (tx) =>
    gatherFacts(tx, january, { districtId, quarter: quarter('2026Q4') }),
  )
  const content = draftReport(facts)
  checkReport(content)
  expect(textOf(content)).toContain(
    '上期批示办理情况根据区政府分管领导在以前各期报告上的批示，交办事项5项，涉及承办单位2个，其中已办结1项、已反馈待审核1项、正在办理1项、逾期未反馈1项、已收回1项（办理情况见附件）。',
  )
  expect(instructedRows(facts).map((row) => [row[1], row[4], row[6]])).toEqual([
    ['查明停更原因', '2026年10月16日', '已办结（逾期反馈）'],
    ['排定更新计划', '2026年10月30日', '逾期未反馈'],
    ['提出整合方案', '2026年12月31日', '正在办理'],
    ['公布留言办法', '2026年12月25日', '已反馈待审核'],
    ['清点账号', '2026年12月25日', '已收回'],
  ])
  expect(JSON.stringify(content)).not.toContain(words)
  expect(annexes(facts).at(-1)?.title).toBe('上期批示办理情况表')
  const sheets = (one: ReportContent) =>
    annexBook(one, { demo: false, stage: 'final', version: 1 }).sheets.map(({ name }) => name)
  expect(sheets(content)).toContain('上期批示办理情况表')
  // Every number has a name of its own, and opens as many rows as it says.
  const ids = figureIds(facts).filter((id) => id.startsWith('instructed:'))
  expect(new Set(ids.map((id) => figureWords(facts, id).label)).size).toBe(7)
  for (const id of ids) expect([id, String(figureRows(facts, id)?.rows.length)]).toEqual([id, figureText(facts, id)])

  const { instructed, ...older } = facts
  const spoilt = { ...facts, instructed: { ...instructed!, counted: { ...instructed!.counted, overdue: 0 } } }
  expect(() => checkReport({ ...content, facts: spoilt })).toThrow(
    expect.objectContaining({ code: 'report.figure-mismatch' }),
  )
  expect(() => checkInstructed(facts, instructedRows(facts).slice(1))).toThrow('上期批示办理情况表')
  const before = draftReport(older)
  checkReport(before)
  expect([textOf(before).includes('批示'), sheets(before).includes('上期批示办理情况表')]).toEqual([false, false])
  // A report is not changed by what is written on it, and one before all 批示 has nothing of them.
  expect(third.instructed).toBeUndefined()
  const again = await inTransaction(deps.db, (tx) => gatherFacts(tx, deps, { districtId, quarter: quarter('2026Q3') }))
  expect(again).toEqual(third)

  // What the fourth quarter's report has told as ended, the one after it does not tell again.
  await desk.database.owner((owner) =>
    owner.query(`insert into quarterly_report (district_id, id, quarter, version, state, progress, cut_off, content, digest,
        created_by, created_at)
      select district_id, gen_random_uuid(), '2026Q4', 1, 'final', 'reviewed', cut_off, content, digest, created_by,
        '2026-12-28' from quarterly_report where id = '${reportId}'`),
  )
  const spring = desk.at('2027-02-01T01:00:00.000Z')
  await runCheck(spring, actor('supervisor'), { districtId, month: monthsOf(quarter('2027Q1'))[0] })
  const next = await inTransaction(deps.db, (tx) => gatherFacts(tx, spring, { districtId, quarter: quarter('2027Q1') }))
  expect(next.instructed?.rows.map(({ essentials }) => essentials)).toEqual([
    '排定更新计划',
    '提出整合方案',
    '公布留言办法',
  ])
})
