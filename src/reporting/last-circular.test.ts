import { describe, expect, it } from 'vitest'
import { facts, textOf } from '../../tests/support/report-facts.ts'
import { civilDate } from '../calendar/index.ts'
import { draftReport } from './draft.ts'
import { figureIds } from './figure-words.ts'
import { figureRows } from './figure-rows.ts'
import { figureText } from './figures.ts'
import type { ReportFacts } from './model.ts'
import { annexes } from './paper.ts'
import { checkReport } from './self-check.ts'

const unit = (unitName: string, answeredOn: string | null, dueOn = '2026-07-28') => ({
  unitName,
  dueOn: civilDate(dueOn),
  answeredOn: answeredOn === null ? null : civilDate(answeredOn),
})
// Compiled on 12 October.
const told: ReportFacts = {
  ...facts,
  lastCircular: {
    title: '关于2026年第二季度全区政务新媒体监测情况的通报',
    number: '临政务公开办〔2026〕2号',
    issuedOn: civilDate('2026-07-14'),
    units: [
      unit('区某局1', '2026-07-28'),
      unit('区某局2', '2026-07-29'),
      unit('区某局3', null),
      unit('区某局4', null, '2026-10-12'),
    ],
    counted: { asked: 4, inTime: 1, late: 1 },
  },
}

describe('the answers to the last 通报', () => {
  it('are told in the next report by unit: the last day is in time, who is late or missing is named', () => {
    const report = draftReport(told)
    expect(textOf(report)).toContain(
      '上季度通报（临政务公开办〔2026〕2号，2026年7月14日印发）要求反馈的单位4个，其中按期反馈1个、迟报1个（区某局2）、逾期未反馈1个（区某局3）、尚未到期1个（区某局4），反馈情况见附件。',
    )
    expect(() => checkReport(report)).not.toThrow()
    expect(annexes(told).map(({ title }) => title)).toContain('上季度通报反馈情况表')
    for (const id of figureIds(told).filter((one) => one.startsWith('answered:')))
      expect(String(figureRows(told, id)?.rows.length), id).toBe(figureText(told, id))
  })

  it('are left out where there was none or nobody was asked, and held against the database', () => {
    for (const lastCircular of [null, { ...told.lastCircular!, units: [], counted: { asked: 0, inTime: 0, late: 0 } }])
      expect(textOf(draftReport({ ...told, lastCircular }))).not.toContain('上季度通报')
    const miscounted = { ...told, lastCircular: { ...told.lastCircular!, counted: { asked: 4, inTime: 2, late: 0 } } }
    expect(() => checkReport(draftReport(miscounted))).toThrow('上季度通报按期反馈数')
  })
})
