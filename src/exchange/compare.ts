import type { Difference } from '../rollup/index.ts'
import { figureDifferences } from '../rollup/index.ts'
import type { AnswerBody, SaidOf } from './said.ts'

/**
 * What was sent, held against what was sent before. Nothing is taken for the truth and nothing is overwritten: every version
 * stays, and what doesn't fit is told beside it.
 */

export type Conflict = 'unknown-request' | 'other-request' | 'same-serial' | 'figures' | 'ledger' | 'reported'
export const conflictLabels: Readonly<Record<Conflict, string>> = {
  'unknown-request': '本机没有发出过这一交办',
  'other-request': '所答复的交办内容与本机发出的不一致',
  'same-serial': '版次相同而内容不同',
  figures: '同一期间的数据前后不一致',
  ledger: '涉及账号的台账前后不一致',
  reported: '与另行报送的同期数据不一致',
}

type Answer = SaidOf<'answer'>
export type Against = {
  /** The request as it went out from here; undefined: none of this id. */
  request: { digest: string } | undefined
  /** The answer before it, by its serial; undefined: it is the first. */
  before: Answer | undefined
  /** Another answer with the same serial. */
  twin: Answer | undefined
  /** Figures of the same district and month that were sent by themselves, the newest. */
  reported: SaidOf<'figures'> | undefined
}

export type Held = { conflicts: Conflict[]; differences: Difference[] }

/** An answer held against what is known here. Differences of words are told; of figures and ledger rows they are conflicts, too. */
export function holdAgainst(answer: Answer, { request, before, twin, reported }: Against): Held {
  const conflicts: Conflict[] = []
  if (!request) conflicts.push('unknown-request')
  else if (request.digest !== answer.body.request.digest) conflicts.push('other-request')
  if (twin) conflicts.push('same-serial')
  const earlier = before ?? twin
  const figures = figuresOf(earlier?.body, answer.body)
  const rows = earlier ? ledgerDifferences(earlier.body.ledger, answer.body.ledger) : []
  if (figures.length > 0) conflicts.push('figures')
  if (rows.length > 0) conflicts.push('ledger')
  const apart = reported ? figuresOf({ figures: reported.body.figures }, answer.body) : []
  if (apart.length > 0) conflicts.push('reported')
  return {
    conflicts,
    differences: [
      ...(earlier ? letterDifferences(earlier.body, answer.body) : []),
      ...figures,
      ...rows,
      ...apart.map(({ what, ...values }) => ({ what: `${what}（对照单独报送的数据）`, ...values })),
    ],
  }
}

type WithFigures = Pick<AnswerBody, 'figures'>

/** Only figures of the same month are the same facts. */
function figuresOf(before: WithFigures | undefined, after: WithFigures): Difference[] {
  if (!before?.figures || !after.figures) return []
  if (before.figures.month?.of !== after.figures.month?.of) return []
  return figureDifferences(before.figures, after.figures)
}

const sections = { number: '发文字号', opening: '开头', result: '核查处理情况', next: '下一步工作' } as const

function letterDifferences(before: AnswerBody, after: AnswerBody): Difference[] {
  const letter = (Object.keys(sections) as (keyof typeof sections)[])
    .filter((name) => before.letter[name] !== after.letter[name])
    .map((name) => ({ what: `反馈函${sections[name]}`, before: before.letter[name], after: after.letter[name] }))
  const said = new Map(before.answers.map(({ unit, answer }) => [unit, answer ?? '没有反馈']))
  const units = after.answers.flatMap(({ unit, answer }) => {
    const was = said.get(unit) ?? '上次没有列出'
    const now = answer ?? '没有反馈'
    return was === now ? [] : [{ what: `${unit}的反馈`, before: was, after: now }]
  })
  return [...letter, ...units]
}

type Row = AnswerBody['ledger'][number]
const keyOf = ({ unit, account, platform }: Row) => `${unit}　${account}（${platform}）`
const stateOf = ({ running, filing }: Row) => `${running}，${filing}`

function ledgerDifferences(before: readonly Row[], after: readonly Row[]): Difference[] {
  const [was, is] = [before, after].map((rows) => new Map(rows.map((row) => [keyOf(row), stateOf(row)])))
  return [...new Set([...was!.keys(), ...is!.keys()])].flatMap((what) => {
    const values = { before: was!.get(what) ?? '没有这一行', after: is!.get(what) ?? '没有这一行' }
    return values.before === values.after ? [] : [{ what, ...values }]
  })
}
