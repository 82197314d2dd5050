import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import { type Disposition, dispositionLabels } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { type CleanupItem, itemStateLabels } from '../items/model.ts'

/** 清理整合审定表: machine proposal, unit's own proposal, decision, execution with evidence, side by side for each account. */
export const sheetColumns = [
  { title: '序号', width: 1 },
  { title: '主办单位', width: 3 },
  { title: '账号', width: 3 },
  { title: '系统建议', width: 6 },
  { title: '单位意见', width: 4 },
  { title: '审定意见', width: 4 },
  { title: '办理情况', width: 4 },
] as const

/** A cell in lines; an empty line leaves room for the pen. */
export type SheetRow = readonly (readonly string[])[]

const said = (disposition: Disposition | null) => (disposition ? [dispositionLabels[disposition]] : [])
const when = (condition: unknown, line: string) => (condition ? [line] : [])

/** `judgedOn`: where the sheet is not of one day. */
export const sheetRow = (item: CleanupItem, number: number, judgedOn?: CivilDate): SheetRow => [
  [String(number)],
  [item.unitName],
  [item.accountName, platforms[item.platform].label],
  [...machineLines(item), ...(judgedOn ? [`${formatDayZh(judgedOn)}判定`] : [])],
  unitLines(item),
  decisionLines(item),
  executionLines(item),
]

// The strictest reason stands first; the others are named, and read in full on the page.
function machineLines({ disposition, needsReason, proposal }: CleanupItem): string[] {
  const [first, ...others] = proposal.reasons
  return [
    `${disposition ? dispositionLabels[disposition] : '—'}${needsReason ? '，需说明理由' : ''}`,
    ...(first ? [`${first.rule}：${first.says}`] : []),
    ...when(others.length > 0, `另有 ${others.map(({ rule }) => rule).join('、')}`),
  ]
}

const unitLines = (item: CleanupItem): string[] => [
  ...said(item.unitDisposition),
  ...(item.unitReason ? [item.unitReason] : []),
  ...(item.unitFilingNumber ? ['附件2签字盖章', `备案号 ${item.unitFilingNumber}`] : []),
]

const decisionLines = (item: CleanupItem): string[] => [
  ...said(item.decidedDisposition),
  ...(item.decisionReason ? [item.decisionReason] : []),
  ...(item.decidedOn ? [`${formatDayZh(item.decidedOn)}审定`] : []),
  ...(item.dueOn ? [`期限 ${formatDayZh(item.dueOn)}`] : []),
]

const executionLines = (item: CleanupItem): string[] =>
  item.decidedDisposition
    ? [
        itemStateLabels[item.state],
        ...(item.evidenceNote ? [item.evidenceNote] : []),
        ...when(item.evidenceFileId, '附办理证明'),
        ...(item.verifiedNote ? [`核验：${item.verifiedNote}`] : []),
      ]
    : []
