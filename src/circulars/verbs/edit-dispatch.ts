import type { Actor, Deps } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { loadCalendar, workingDaysIn } from '../../holidays/index.ts'
import { readUnits } from '../../registry/index.ts'
import type { ReportFacts } from '../../reporting/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { lineMost, type Openness, opennessLabels } from '../model.ts'
import { readContent } from '../queries.ts'
import { type DispatchBlock, type DispatchContent, type Recipient, titleOf } from '../words/content.ts'
import { blocksFrom, type Section } from '../words/editing.ts'
import { checkNumbers, dispatchFigure } from '../words/figures.ts'
import { insertContent } from '../writing.ts'
import { actOnDispatch, type DispatchInput } from './act.ts'
import { reportFacts } from './report-facts.ts'

export type EditInput = DispatchInput & {
  title: string
  addressee: string
  sections: readonly Section[]
  feedbackDays: string
  copiesTo: string
  typedSource: string
  openness: string
  opennessReason: string
  countersign: string
  /** Unit ids that sign, and those that answer. */
  to: readonly string[]
  answering: readonly string[]
}

/** 修改: another version of the words; those that were there stay. Refuses `dispatch.*` for what can't stand in a paper. */
export const editDispatch = (deps: Deps, actor: Actor, input: EditInput) =>
  actOnDispatch(deps, actor, input, 'edit', async (tx, dispatch) => {
    const { districtId } = input
    const before = await readContent(tx, districtId, dispatch)
    const report = await reportFacts(tx, districtId, dispatch)
    const feedback = await feedbackOf(tx, deps, input.feedbackDays, before)
    const content: DispatchContent = {
      ...before,
      title: linesOf(input.title),
      addressee: oneLine(input.addressee, '主送'),
      blocks: withDeadline(blocksFrom(input.sections, before), { annexes: before.annexes, feedback }, report),
      feedback,
      copiesTo: atMost(input.copiesTo, '抄送'),
      typedSource: atMost(input.typedSource, '手工录入数字的来源'),
      openness: Object.hasOwn(opennessLabels, input.openness) ? (input.openness as Openness) : before.openness,
      opennessReason: atMost(input.opennessReason, '公开属性的理由'),
      countersign: atMost(input.countersign, '会签单位'),
      recipients: dispatch.variant === 'self-check' ? [] : await recipientsOf(tx, input, feedback !== null),
    }
    if (titleOf(content) === '') throw refuse('dispatch.not-complete', { what: '标题' })
    if (content.blocks.length === 0) throw refuse('dispatch.not-complete', { what: '正文' })
    checkNumbers(content, report)
    const draft = dispatch.draft + 1
    const of = { districtId, dispatchId: dispatch.id, draft, content, by: actor.id, at: deps.clock.now() }
    await insertContent(tx, of)
    return { set: { draft, title: titleOf(content), openness: content.openness }, facts: { draft } }
  })

// What hangs on the last day for answers follows it.
function withDeadline(
  blocks: readonly DispatchBlock[],
  counted: Pick<DispatchContent, 'annexes' | 'feedback'>,
  report: ReportFacts | undefined,
): DispatchBlock[] {
  return blocks.map((block) => {
    if (block.kind === 'heading' || !counted.feedback) return block
    const runs = block.runs.map((run) =>
      typeof run !== 'string' && 'figure' in run && run.figure.startsWith('feedback-')
        ? { ...run, text: dispatchFigure(counted, report, run.figure) }
        : run,
    )
    return { ...block, runs }
  })
}

function linesOf(text: string): string[] {
  const lines = text
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter(Boolean)
  if (lines.join('').length > lineMost) throw refuse('dispatch.too-long', { what: '标题', most: lineMost })
  return lines
}

function oneLine(text: string, what: string): string {
  const line = atMost(text, what)
  if (line === '') throw refuse('dispatch.not-complete', { what })
  return line
}

function atMost(text: string, what: string): string {
  const line = text.trim()
  if (line.length > lineMost) throw refuse('dispatch.too-long', { what, most: lineMost })
  return line
}

/** The same days typed on the same day leave the last day as it stands; other days count from today. */
async function feedbackOf(tx: Tx, deps: Deps, typed: string, { feedback }: DispatchContent) {
  if (typed.trim() === '') return null
  const days = workingDaysIn(typed)
  if (days === undefined) throw refuse('dispatch.feedback-unreadable', { found: typed })
  const from = deps.clock.today()
  if (feedback?.days === days && feedback.from === from) return feedback
  const { day: by, provisional } = (await loadCalendar(tx)).addWorkingDays(from, days)
  return { by, from, days, provisional }
}

async function recipientsOf(tx: Tx, { districtId, to, answering }: EditInput, asks: boolean): Promise<Recipient[]> {
  if (to.length === 0) throw refuse('dispatch.no-recipient')
  const units = (await readUnits(tx, districtId)).filter(({ state }) => state === 'active')
  const odd = [...to, ...answering].find((id) => !units.some((unit) => unit.id === id))
  if (odd !== undefined) throw refuse('dispatch.recipient-unknown', { found: odd })
  return units.flatMap(({ id, name }) =>
    to.includes(id) || answering.includes(id)
      ? [{ unitId: id, unitName: name, answers: asks && answering.includes(id) }]
      : [],
  )
}
