import { expect, it } from 'vitest'
import { facts } from '../../../tests/support/report-facts.ts'
import { civilDate, quarter } from '../../calendar/index.ts'
import type { FollowedTask } from '../../instructions/index.ts'
import { draftReport } from '../../reporting/index.ts'
import { drafters } from './index.ts'

const task: FollowedTask = {
  id: 't1',
  unitId: 'u1',
  unitName: '区某局1',
  essentials: '查明停更原因，明确更新责任人',
  dueOn: civilDate('2026-09-30'),
  state: 'open',
  quarter: quarter('2026Q2'),
  answeredOn: null,
}
const counted = { tasks: 1, units: 1, done: 0, answered: 0, owed: 0, overdue: 1, withdrawn: 0 }
const told = { ...facts, instructed: { rows: [task], counted } }

it.each(['circular', 'letter', 'self-check', 'no-problems'] as const)(
  '%s tells nothing of what came of 批示 on earlier reports, which its report tells',
  (variant) => {
    const own = variant === 'no-problems' ? { ...told, findings: [] } : told
    const report = draftReport(own)
    expect(JSON.stringify(report.blocks)).toContain('上期批示办理情况')
    const paper = drafters[variant]({
      district: own.district,
      issuer: own.district.issuingOffice,
      today: civilDate('2026-10-12'),
      feedback: null,
      report,
      superior: '某市政务公开领导小组办公室',
    })
    expect(paper.blocks.length).toBeGreaterThan(3)
    const words = JSON.stringify(paper)
    expect([words.includes('批示'), words.includes(task.essentials)]).toEqual([false, false])
  },
)
