import { expect, it } from 'vitest'
import { account, facts, finding } from '../../../tests/support/report-facts.ts'
import { instant } from '../../calendar/index.ts'
import { draftReport } from '../draft.ts'
import { applyEdits } from '../editing/apply-edits.ts'
import { writtenEdits } from '../editing/written.ts'
import { compareReports, wordParts } from './compare.ts'

it('tells words that came and went, word by word', () => {
  expect(wordParts('各单位要及时更新信息，认真回应留言。', '各单位要按时更新信息，回应留言。')).toEqual([
    { kind: 'same', text: '各单位要' },
    { kind: 'gone', text: '及时' },
    { kind: 'new', text: '按时' },
    { kind: 'same', text: '更新信息，' },
    { kind: 'gone', text: '认真' },
    { kind: 'same', text: '回应留言。' },
  ])
})

it('tells numbers that moved, from what to what, and by which accounts and findings', () => {
  const older = draftReport(facts)
  const later = {
    ...facts,
    accounts: [account(1, 'unqualified'), account(2, 'unqualified'), account(3, 'qualified'), account(4, 'unknown')],
    findings: [finding(1), finding(2)],
    counted: { ...facts.counted, qualified: 1, unqualified: 2, findings: 2 },
  }
  const me = { by: 'u1', at: instant('2026-10-12T01:00:00.000Z') }
  const typed = [{ section: '下一步工作要求/压实工作责任', paragraphs: ['各单位负总责。'] }]
  const newer = applyEdits(draftReport(later), writtenEdits(draftReport(later), typed, me).edits)
  const { sections, numbers, accounts } = compareReports(older, newer)
  const moved = Object.fromEntries(numbers.map(({ label, from, to, reasons }) => [label, [from, to, ...reasons]]))
  expect(moved['合格数']).toEqual(['2', '1', '减少区某局2“临湖账号2”微信公众号'])
  expect(moved['不合格数']).toEqual(['1', '2', '新增区某局2“临湖账号2”微信公众号'])
  expect(moved['合格率']?.slice(0, 3)).toEqual([
    '66.7',
    '33.3',
    '原合格2个÷（合格2个＋不合格1个），现合格1个÷（合格1个＋不合格2个）',
  ])
  expect(moved['应检账号数']).toBeUndefined()
  expect(accounts).toEqual([
    { whose: '区某局2“临湖账号2”', from: '合格', to: '不合格', because: ['2026年10月9日确认“内容不更新”'] },
  ])
  const changed = sections.filter(({ isChanged }) => isChanged).map(({ title }) => title)
  expect(changed).toEqual(['总体情况', '存在的问题', '内容不更新（单项否决）', '压实工作责任'])
  expect(compareReports(newer, newer)).toMatchObject({ numbers: [], accounts: [] })
  const back = compareReports(newer, older)
  expect(back.accounts[0]?.because).toEqual(['“内容不更新”不再列为问题'])
})
