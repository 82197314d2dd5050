import { civilDate, month, quarter } from '../../src/calendar/index.ts'
import type { ReportAccount, ReportContent, ReportFacts, ReportFinding } from '../../src/reporting/model.ts'
import { said } from '../../src/reporting/words.ts'

/** The third quarter of a fictional district: of four accounts two 合格, one 不合格 by one problem, one never seen. */

export const account = (n: number, verdict: ReportAccount['verdict']): ReportAccount => ({
  id: `a${n}`,
  name: `临湖账号${n}`,
  platform: n % 2 ? 'weibo' : 'wechat_official',
  unitName: `区某局${n % 3}`,
  unitKind: 'department',
  verdict,
  unseenMonths: verdict === 'unknown' ? [month('2026-09')] : [],
})

export const finding = (n: number): ReportFinding => ({
  id: `f${n}`,
  month: month('2026-09'),
  checkpoint: civilDate('2026-09-30'),
  accountId: `a${n}`,
  accountName: `临湖账号${n}`,
  platform: 'weibo',
  unitId: 'u1',
  unitName: '区某局1',
  indicator: 'N-NM-02a',
  label: '内容不更新',
  about: 'account',
  class: 'veto',
  lastUpdateOn: civilDate('2026-09-10'),
  description: '监测时间点前2周内无更新',
  decidedOn: civilDate('2026-10-09'),
})

export const facts: ReportFacts = {
  district: {
    id: '430699',
    name: '临湖区',
    shortName: '临湖',
    officeName: '临湖区行政审批服务局',
    issuingOffice: '临湖区政务公开领导小组办公室',
  },
  quarter: quarter('2026Q3'),
  cutOff: civilDate('2026-09-30'),
  compiledOn: civilDate('2026-10-12'),
  months: ['2026-07', '2026-08', '2026-09'].map((text) => ({
    month: month(text),
    checkpoint: civilDate('2026-09-30'),
    state: 'closed',
    coverage: { registered: 4, judged: 3 },
  })),
  accounts: [account(1, 'unqualified'), account(2, 'qualified'), account(3, 'qualified'), account(4, 'unknown')],
  findings: [finding(1)],
  counted: { registered: 4, judged: 3, partly: 0, qualified: 2, unqualified: 1, pending: 0, unknown: 1, findings: 1 },
  unreviewed: 0,
  leads: 2,
  unsettled: 0,
  filingUnknown: 0,
  trend: [],
  previous: {
    quarter: quarter('2026Q2'),
    counted: { registered: 4, judged: 4, partly: 0, qualified: 3, unqualified: 1, pending: 0, unknown: 0, findings: 1 },
  },
  rules: [{ id: 'junshan-2019', version: '1' }],
  feedbackBy: { day: civilDate('2026-10-26'), workingDays: 10, provisional: false },
}

/** All that a report says, a block a line. */
export const textOf = ({ blocks }: ReportContent) =>
  blocks
    .map((block) =>
      'text' in block
        ? block.text
        : 'runs' in block
          ? block.runs.map(said).join('')
          : 'items' in block
            ? block.items.flat().map(said).join('')
            : '',
    )
    .join('\n')
