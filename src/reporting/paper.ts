import type { Annex, Block, Column, Paper, Run } from '../documents/index.ts'
import { formatDayZh, monthZh } from '../calendar/index.ts'
import { classLabels, ruleSetName } from '../monitoring/index.ts'
import { percentCell, platformName, quarterName } from './draft.ts'
import { partlyUnseen, settledOf } from './figures.ts'
import { chartCaption, rateDrawn } from './trend.ts'
import type { Bound, QuarterTotals, ReportBlock, ReportContent, ReportFacts, ReportFinding } from './model.ts'
import { instructedColumns, instructedRows, instructedTable } from './instructed.ts'
import { problemsOf } from './problems.ts'
import { answerColumns, answerRows } from './last-circular.ts'
import { reminderColumns, reminderRows } from './reminders.ts'
import { markLine, type PrintMarks } from './stage.ts'

/** Lays the content out as an official paper; docx and pdf are printed from it. `chart` is the trend, drawn once for both. */
export function reportPaper(content: ReportContent, chart: string | undefined, marks: PrintMarks): Paper {
  const { facts } = content
  const notice = markLine(marks)
  return {
    kind: 'report',
    title: content.title,
    addressee: content.addressee,
    body: content.blocks.flatMap((block) => blocksOf(block, facts, chart)),
    annexes: annexes(facts),
    signature: { office: facts.district.officeName, day: facts.compiledOn },
    instructionBox: { label: '领导批阅意见' },
    ...(notice ? { notice } : {}),
  }
}

function blocksOf(block: ReportBlock, facts: ReportFacts, chart: string | undefined): Block[] {
  switch (block.kind) {
    case 'heading':
      return [block]
    case 'paragraph':
      return [{ kind: 'paragraph', runs: block.runs.map(printed) }]
    case 'open-items':
      return block.items.map((item) => ({ kind: 'paragraph', runs: item.map(printed) }))
    case 'figure':
      return chart ? [{ kind: 'figure', svg: chart, caption: chartCaption(facts), alt: chartInWords(facts) }] : []
  }
}

const printed = (run: Bound): Run => (typeof run === 'string' ? run : run.text)

/** What the chart shows, for who can't see it. */
export function chartInWords(facts: ReportFacts): string {
  const { previous, counted, quarter } = facts
  const of = (name: string, one: QuarterTotals) => {
    const { qualified, judged, registered } = one.counted
    const rate = rateDrawn(facts, one) ? percentCell(qualified, settledOf(one.counted)) : '暂不比较'
    return `${name}合格率${rate}、采集覆盖率${percentCell(judged, registered)}`
  }
  return [
    ...(previous ? [of(quarterName({ quarter: previous.quarter }), previous)] : []),
    of(quarterName({ quarter }), { quarter, counted }),
  ].join('；')
}

/** 附件 in the order in which they are numbered. */
export function annexes(facts: ReportFacts): Annex[] {
  return [
    ...(facts.findings.length > 0 ? [problemList(facts)] : []),
    unitTable(facts),
    ...(unknownRows(facts).length > 0 ? [unknownList(facts)] : []),
    ...(partlyRows(facts).length > 0 ? [partlyList(facts)] : []),
    ...(answerRows(facts).length > 0 ? [answerList(facts)] : []),
    ...(reminderRows(facts).length > 0 ? [reminderList(facts)] : []),
    ...(facts.instructed ? [instructedList(facts)] : []),
  ]
}

// A date takes 5.8 on one line; of what is left the description and its evidence have the most.
export const problemColumns: readonly Column[] = [
  { title: '序号', width: 1.8, align: 'center' },
  { title: '主办单位', width: 4 },
  { title: '名称', width: 3.2 },
  { title: '平台', width: 3.4 },
  { title: '问题类型', width: 3.2 },
  { title: '问题描述', width: 7.3 },
  { title: '监测时间点', width: 5.8, align: 'center' },
  { title: '证据', width: 5.4 },
  { title: '整改期限', width: 5.8, align: 'center' },
  { title: '整改情况', width: 2.2 },
]

const NOT_ORDERED = '尚未下达'

/** 问题清单, a row a problem with every checkpoint at which it was confirmed (rulebook C5). */
export function problemRows({ findings, feedbackBy }: Pick<ReportFacts, 'findings' | 'feedbackBy'>): string[][] {
  // A problem that lasts has the order of the last of its months that was ordered.
  const orderOf = (all: readonly ReportFinding[]) => all.findLast(({ order }) => order)?.order
  return problemsOf({ findings }).map(({ last, all, checkpoints }, at) => [
    String(at + 1),
    last.unitName,
    ...(last.about === 'unit' ? ['—', '—'] : [last.accountName, platformName(last.platform)]),
    `${last.label}（${classLabels[last.class]}）`,
    last.description,
    checkpoints.map(formatDayZh).join('、'),
    [...evidenceOf(all), `${formatDayZh(last.decidedOn)}人工复核意见`].join('；'),
    formatDayZh(orderOf(all)?.feedbackBy ?? feedbackBy.day),
    orderOf(all)?.stands ?? NOT_ORDERED,
  ])
}

// What each of the months rests on, told once.
function evidenceOf(months: readonly ReportFinding[]): string[] {
  const kept = months.map(({ evidence }) => evidence)
  const seen = kept.filter((one) => one !== undefined && one !== 'ledger')
  const days = [...new Set(seen.flatMap(({ patrolledOn }) => patrolledOn))].sort()
  return [
    ...(kept.includes(undefined) || seen.some(({ bySystem }) => bySystem) ? ['系统监测结果'] : []),
    ...(days.length > 0 ? [`${days.map(formatDayZh).join('、')}人工巡查记录`] : []),
    ...(kept.includes('ledger') ? ['台账登记'] : []),
  ]
}

function problemList(facts: ReportFacts): Annex {
  return {
    title: '政务新媒体问题清单',
    landscape: true,
    blocks: [{ kind: 'table', columns: [...problemColumns], rows: problemRows(facts) }],
  }
}

const TOTAL = '合计'

/** A unit of which something waits for a person has no rate yet; all units together have one, over what is settled. */
const rateCell = (row: { label: string; qualified: number; unqualified: number; pending: number }) =>
  row.pending > 0 && row.label !== TOTAL ? '—' : percentCell(row.qualified, settledOf(row))

/** Totals by unit; the last row adds the columns up, and the self-check has compared that sum with the database's. */
export function unitRows({ accounts }: Pick<ReportFacts, 'accounts'>): string[][] {
  const units = [...new Set(accounts.map(({ unitName }) => unitName))]
  const rowOf = (label: string, own: typeof accounts) => {
    const of = (verdict: string) => own.filter((account) => account.verdict === verdict).length
    const [qualified, unqualified, pending, unknown] = [
      of('qualified'),
      of('unqualified'),
      of('pending'),
      of('unknown'),
    ]
    return [label, own.length, qualified, unqualified, pending, unknown]
      .map(String)
      .concat(rateCell({ label, qualified, unqualified, pending }), String(partlyUnseen({ accounts: own }).length))
  }
  return [
    ...units.map((unit) =>
      rowOf(
        unit,
        accounts.filter(({ unitName }) => unitName === unit),
      ),
    ),
    rowOf(TOTAL, accounts),
  ]
}

export const unitColumns: readonly Column[] = [
  { title: '主办单位', width: 6 },
  { title: '应检', width: 2, align: 'right' },
  { title: '合格', width: 2, align: 'right' },
  { title: '不合格', width: 2, align: 'right' },
  { title: '待复核', width: 2, align: 'right' },
  { title: '暂不判定', width: 2.4, align: 'right' },
  { title: '合格率', width: 2, align: 'right' },
  { title: '部分月份未判定', width: 2.4, align: 'right' },
]

/** By which rule sets the quarter was judged: whoever reads the paper later can have it judged again. */
function rulesNote({ rules, counted }: ReportFacts): string {
  const waiting = counted.pending > 0 ? '待复核的不计入，有待复核账号的单位暂不计算。' : ''
  const partly =
    counted.partly > 0
      ? '“部分月份未判定”的账号至少一个月未采集到数据，季度判定以作出判定的月份为准，已计入前列各项。'
      : ''
  return `注：判定所依监测口径为${rules.map(ruleSetName).join('、')}。合格率为合格数占合格、不合格合计数的比例。${waiting}${partly}`
}

function unitTable(facts: ReportFacts): Annex {
  return {
    title: '政务新媒体监测情况统计表',
    blocks: [
      { kind: 'table', columns: [...unitColumns], rows: unitRows(facts) },
      { kind: 'paragraph', runs: [rulesNote(facts)] },
    ],
  }
}

/** 暂不判定名单, a row an account that nobody could see in the whole quarter. */
export const unknownRows = ({ accounts }: ReportFacts): string[][] =>
  accounts
    .filter(({ verdict }) => verdict === 'unknown')
    .map(({ unitName, name, platform }, at) => [String(at + 1), unitName, name, platformName(platform)])

function unknownList(facts: ReportFacts): Annex {
  return {
    title: '暂不判定的政务新媒体名单',
    blocks: [
      {
        kind: 'paragraph',
        runs: ['未采集到数据不等于未更新。下列账号本季度未采集到数据，暂不判定。'],
      },
      {
        kind: 'table',
        columns: [
          { title: '序号', width: 1, align: 'center' },
          { title: '主办单位', width: 5 },
          { title: '名称', width: 4 },
          { title: '平台', width: 3 },
        ],
        rows: unknownRows(facts),
      },
    ],
  }
}

/** 部分月份暂不判定名单, a row an account with a verdict of the quarter that nobody could see in some of its months. */
export const partlyRows = (facts: Pick<ReportFacts, 'accounts'>): string[][] =>
  partlyUnseen(facts).map(({ unitName, name, platform, unseenMonths }, at) => [
    String(at + 1),
    unitName,
    name,
    platformName(platform),
    unseenMonths.map(monthZh).join('、'),
  ])

function partlyList(facts: ReportFacts): Annex {
  return {
    title: '部分月份暂不判定的政务新媒体名单',
    blocks: [
      {
        kind: 'paragraph',
        runs: ['下列账号所列月份未采集到数据，相应月份不作判定，季度判定以作出判定的月份为准。'],
      },
      {
        kind: 'table',
        columns: [
          { title: '序号', width: 1, align: 'center' },
          { title: '主办单位', width: 5 },
          { title: '名称', width: 4 },
          { title: '平台', width: 3 },
          { title: '未判定月份', width: 4 },
        ],
        rows: partlyRows(facts),
      },
    ],
  }
}

const answerList = (facts: ReportFacts): Annex => ({
  title: '上季度通报反馈情况表',
  blocks: [{ kind: 'table', columns: [...answerColumns], rows: answerRows(facts) }],
})

function reminderList(facts: ReportFacts): Annex {
  return {
    title: '更新提醒情况表',
    landscape: true,
    blocks: [
      { kind: 'paragraph', runs: [reminderNote] },
      { kind: 'table', columns: [...reminderColumns], rows: reminderRows(facts) },
    ],
  }
}

function instructedList(facts: ReportFacts): Annex {
  return {
    title: instructedTable,
    landscape: true,
    blocks: [
      { kind: 'paragraph', runs: [instructedNote] },
      { kind: 'table', columns: [...instructedColumns], rows: instructedRows(facts) },
    ],
  }
}

const instructedNote =
  '列根据区政府分管领导在以前各期报告上的批示交办的事项：上期报告编制时尚未办结的和其后交办的，情况以本报告编制之日为准。'

const reminderNote =
  '提醒不是问题，不计入判定。最迟更新日期按监测时间点前最后一次更新推算；提醒当日及以后、最迟更新日期以前有更新的，为提醒后按期更新。'

/** The title in one line, for file names and pages: 关于2026年第三季度全区政务新媒体监测情况的报告 */
export const reportTitle = ({ title }: Pick<ReportContent, 'title'>) => title.join('')

/** A line for the head of the annex workbook. */
export const annexNote = ({ cutOff, district }: ReportFacts, { version }: PrintMarks) =>
  `填报单位：${district.officeName}　　统计截至：${formatDayZh(cutOff)}　　第${version}版`
