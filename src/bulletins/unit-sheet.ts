import { join } from 'node:path'
import { type Deps, findDistrict } from '../access/index.ts'
import {
  formatDayZh,
  type Instant,
  type Month,
  monthsOf,
  monthZh,
  type Period,
  periodZh,
  firstDayOf,
} from '../calendar/index.ts'
import { inTransaction, type Tx } from '../database/index.ts'
import { type FormBook, type FormCell, type FormPaper, renderFormsDocx, renderFormsPdf } from '../documents/index.ts'
import {
  classLabels,
  type ConfirmedFinding,
  confirmedFindings,
  type QuarterAccount,
  type QuarterVerdicts,
  quarterVerdicts,
  verdictMarks,
} from '../monitoring/index.ts'
import {
  type FindingOrder,
  isLate,
  listOrders,
  type OrderRow,
  ordersOfFindings,
  orderStateLabels,
} from '../rectification/index.ts'
import { readUnit } from '../registry/index.ts'
import { platforms } from '../vocabulary/platforms.ts'
import { refuse } from '../vocabulary/refusals/index.ts'

/** What a unit's accounts had in a month or a quarter, as people confirmed it. */
type UnitFacts = {
  unitName: string
  office: string
  period: Period
  months: QuarterVerdicts['months']
  accounts: QuarterAccount[]
  /** Accounts of the unit in the ledger that are not checked in this period. */
  others: number
  findings: ConfirmedFinding[]
  orders: ReadonlyMap<string, FindingOrder>
  openOrders: OrderRow[]
  now: Instant
}

export type UnitSheetInput = {
  districtId: string
  unitId: string
  period: Period
  format: 'pdf' | 'docx'
  demo: boolean
}

/**
 * 单位监测情况单: for one unit and one month or quarter its accounts with their verdicts, confirmed problems, orders and
 * deadlines; nothing that no person has looked at. Printed when asked for, 草稿 while a month is open. A unit without
 * accounts is told so in a sentence. Refuses `record.not-found`, `unit-sheet.not-begun`.
 */
export async function printUnitSheet(
  deps: Deps,
  input: UnitSheetInput,
): Promise<{ bytes: Uint8Array; name: string; mediaType: string }> {
  const { districtId, unitId, period, format, demo } = input
  if (firstDayOf(monthsOf(period)[0]) > deps.clock.today())
    throw refuse('unit-sheet.not-begun', { period: periodZh(period) })
  const facts = await inTransaction(
    deps.db,
    (tx) => gather(tx, deps, { districtId, unitId, period }),
    'repeatable read',
  )
  const book = sheetOf(facts, { demo, day: deps.clock.today() })
  const bytes =
    format === 'pdf'
      ? await renderFormsPdf(book, { fontFolders: [join(deps.dataDir, 'fonts')] })
      : await renderFormsDocx(book)
  return { bytes, name: `${book.title}.${format}`, mediaType: mediaTypes[format] }
}

const mediaTypes = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const

const ORDERS_MOST = 50

async function gather(
  tx: Tx,
  deps: Deps,
  { districtId, unitId, period }: { districtId: string; unitId: string; period: Period },
): Promise<UnitFacts> {
  const unit = await readUnit(tx, districtId, unitId)
  if (!unit) throw refuse('record.not-found', { what: '单位' })
  const verdicts = await quarterVerdicts(tx, districtId, period)
  const accounts = verdicts.accounts.filter((one) => one.unitId === unitId)
  const findings = (await confirmedFindings(tx, districtId, period)).filter((one) => one.unitId === unitId)
  const { registered } = await tx
    .selectFrom('account')
    .select(({ fn }) => fn.countAll<number>().as('registered'))
    .where('district_id', '=', districtId)
    .where('unit_id', '=', unitId)
    .where('id', 'not in', [...accounts.map(({ accountId }) => accountId), unitId])
    .executeTakeFirstOrThrow()
  const { rows } = await listOrders(tx, { districtId, unitId }, { state: 'open', offset: 0, limit: ORDERS_MOST })
  return {
    unitName: unit.name,
    office: (await findDistrict(tx, districtId)).officeName,
    period,
    months: verdicts.months,
    accounts,
    others: registered,
    findings,
    orders: await ordersOfFindings(
      tx,
      districtId,
      findings.map(({ findingId }) => findingId),
    ),
    openOrders: rows,
    now: deps.clock.now(),
  }
}

const open = ({ months }: UnitFacts) => months.some(({ closed }) => !closed)

function sheetOf(facts: UnitFacts, { demo, day }: { demo: boolean; day: UnitFactsDay }): FormBook {
  const { unitName, office, period, accounts, findings, openOrders } = facts
  const title = `${unitName}${periodZh(period)}政务新媒体监测情况单`
  const notice = [demo ? '演示数据' : '', open(facts) ? '草稿' : ''].filter(Boolean).join('　')
  const first: FormPaper = {
    ...listOf(
      '政务新媒体监测情况单',
      [3, 6, 4, 4, 5],
      ['序号', '名称', '平台', '监测结论', '未采集的月份'],
      accounts.map(accountRow),
    ),
    above: [`单位：${unitName}`, `${periodZh(period)}　${office}`],
    below: [opening(facts)],
  }
  const none: FormPaper = {
    title: '政务新媒体监测情况单',
    above: [`单位：${unitName}`, `${periodZh(period)}　${office}`],
    columns: [1],
    rows: [{ cells: [{ lines: [opening(facts)], align: 'left' }], height: 20 }],
    numbered: true,
  }
  const forms = [
    accounts.length === 0 ? none : first,
    ...(findings.length === 0
      ? []
      : [
          listOf(
            '经人工复核确认的问题',
            [5, 5, 9, 5, 5],
            ['账号', '问题', '说明', '整改期限', '整改情况'],
            findings.map((one) => findingRow(one, facts)),
          ),
        ]),
    ...(openOrders.length === 0
      ? []
      : [
          listOf(
            '尚未办结的整改通知',
            [5, 4, 6, 4, 4],
            ['文号', '下达日期', '问题', '反馈期限', '状态'],
            openOrders.map((one) => orderRow(one, facts)),
          ),
        ]),
  ]
  return {
    title,
    office,
    day,
    ...(notice && { notice }),
    forms: forms.map((form, at) => (at === 0 ? form : { ...form, follows: true })),
  }
}
type UnitFactsDay = FormBook['day']

/** What the numbers below rest on; where nothing was checked or the unit has nothing, that. */
function opening(facts: UnitFacts): string {
  const { accounts, others, months, period, findings } = facts
  const unchecked = months.filter(({ checkpoint }) => checkpoint === null).map(({ month }) => monthZh(month))
  const said = (names: readonly string[]) => names.join('、')
  const left = others > 0 ? `台账中另有账号 ${others} 个，不在本期监测范围。` : ''
  if (unchecked.length === months.length) return `${periodZh(period)}尚未开展监测，没有监测结论。${left}`
  if (accounts.length === 0)
    return `${periodZh(period)}该单位没有纳入监测的政务新媒体账号。${others > 0 ? left : '台账中也没有登记该单位的账号。'}`
  return [
    `纳入监测的账号 ${accounts.length} 个，经人工复核确认问题 ${findings.length} 项（同一问题按月分列）。`,
    left,
    unchecked.length > 0 ? `${said(unchecked)}尚未开展监测。` : '',
    open(facts) ? '监测尚未全部办结，结论以办结后为准；尚未人工复核的线索不列入。' : '',
    '“暂不判定”是没有采集到数据，不等于没有更新。',
  ].join('')
}

const accountRow = ({ accountName, platform, verdict, months, judgedMonths }: QuarterAccount, at: number): string[] => [
  String(at + 1),
  accountName,
  platforms[platform].label,
  verdictMarks[verdict].word,
  months
    .filter((month: Month) => !judgedMonths.includes(month))
    .map(monthZh)
    .join('、') || '无',
]

function findingRow(finding: ConfirmedFinding, { orders, now }: UnitFacts): string[] {
  const { about, accountName, platform, label, sentence, findingId } = finding
  const order = orders.get(findingId)
  const late = order && isLate(order, now) ? '，已逾期' : ''
  return [
    about === 'unit' ? '（单位）' : `${accountName}（${platforms[platform].label}）`,
    `${label}（${classLabels[finding.class]}）`,
    sentence,
    order?.feedbackBy ? formatDayZh(order.feedbackBy) : '—',
    order ? `${orderStateLabels[order.state]}${late}` : '尚未下达',
  ]
}

function orderRow(order: OrderRow, { now }: UnitFacts): string[] {
  return [
    order.number ?? '',
    order.issuedOn ? formatDayZh(order.issuedOn) : '',
    order.labels.join('、'),
    order.feedbackBy ? formatDayZh(order.feedbackBy) : '—',
    `${orderStateLabels[order.state]}${isLate(order, now) ? '，已逾期' : ''}`,
  ]
}

const cell = (words: string, at: number): FormCell => ({ lines: [words], ...(at > 0 && { align: 'left' as const }) })

const listOf = (title: string, columns: number[], heads: string[], rows: string[][]): FormPaper => ({
  title,
  columns,
  rows: [{ cells: heads.map((words) => cell(words, 0)) }, ...rows.map((row) => ({ cells: row.map(cell) }))],
  headRows: 1,
  small: true,
})
