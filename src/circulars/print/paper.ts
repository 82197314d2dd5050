import type { CivilDate } from '../../calendar/index.ts'
import type { Annex, Block, Paper, Run } from '../../documents/index.ts'
import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import { numberText } from '../document-number.ts'
import { type Dispatch, isIssued, isSigned, type IssuingBody, opennessLabels } from '../model.ts'
import { type AnnexTable, type DispatchContent, textOf } from '../words/content.ts'

/** What a dispatch is printed with beside its words. */
export type PrintMarks = {
  dispatch: Pick<Dispatch, 'variant' | 'state' | 'number' | 'signedOn' | 'issuedOn' | 'openness'>
  body: IssuingBody
  demo: boolean
  today: CivilDate
  /** Name of who signed, for an upward paper. */
  signer: string
}

/** 附注 (GB/T 9704-2012 7.3.7). */
const remarks = {
  public: '此件公开发布',
  'on-request': `此件${opennessLabels['on-request']}`,
  'not-public': `此件${opennessLabels['not-public']}`,
} as const

/** 送审稿 until it is signed; signed and not yet sent out, it says that too. */
export function markLine({ dispatch: { state }, demo }: Pick<PrintMarks, 'dispatch' | 'demo'>): string {
  const mark = isIssued(state) ? '' : isSigned(state) ? '已签发，尚未印发' : '送审稿'
  return [demo ? '演示数据' : '', mark].filter(Boolean).join('　')
}

/**
 * A dispatch as an official paper (GB/T 9704-2012), from which docx and pdf are printed with the same words. It bears no
 * seal and no signature: both are the office's own.
 */
export function dispatchPaper(content: DispatchContent, marks: PrintMarks): Paper {
  const { dispatch, body, today, signer } = marks
  const upward = dispatch.variant === 'self-check'
  const notice = markLine(marks)
  return {
    kind: upward ? 'report' : dispatch.variant === 'letter' ? 'letter' : 'circular',
    masthead: {
      issuer: dispatch.variant === 'letter' ? body.name : body.flag,
      ...(dispatch.number && { number: numberText(dispatch.number) }),
      ...(upward && { signer }),
    },
    title: content.title,
    addressee: content.addressee,
    body: bodyOf(content),
    annexes: content.annexes.map(annexOf),
    signature: { office: body.name, day: dispatch.signedOn ?? today },
    remark: remarks[dispatch.openness],
    colophon: {
      ...(content.copiesTo.trim() && { copiesTo: content.copiesTo.trim() }),
      printedBy: body.name,
      printedOn: dispatch.issuedOn ?? today,
    },
    ...(notice && { notice }),
  }
}

/** 公开发布稿: the words for a web page; without 版记, every number by which a person is reached masked. */
export function publicPaper(content: DispatchContent, marks: PrintMarks): Paper {
  const { colophon: _colophon, ...paper } = dispatchPaper(JSON.parse(maskedJson(content)) as DispatchContent, marks)
  return paper
}

// Days and ids are data, not words.
const untouched = new Set(['by', 'from', 'unitId', 'day', 'figure'])
const maskedJson = (content: DispatchContent): string =>
  JSON.stringify(content, (key, value: unknown) =>
    typeof value === 'string' && !untouched.has(key) ? maskNumbers(value) : value,
  )

const paragraph = (...runs: Run[]): Block => ({ kind: 'paragraph', runs })

const bodyOf = ({ blocks }: DispatchContent): Block[] =>
  blocks.map((block) => (block.kind === 'heading' ? block : paragraph(...block.runs.map(textOf))))

const annexOf = ({ title, landscape, columns, rows, above = [], below = [] }: AnnexTable): Annex => ({
  title,
  landscape,
  blocks: [
    ...above.map((text) => paragraph(text)),
    { kind: 'table', columns, rows },
    ...below.map((text) => paragraph(text)),
  ],
})
