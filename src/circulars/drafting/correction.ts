import { formatDayZh } from '../../calendar/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { numberText } from '../document-number.ts'
import { type DispatchBlock, heading, paragraph, type Piece } from '../words/content.ts'
import { withTyped } from '../words/figures.ts'
import { allUnits, type Drafter, type DraftFrom } from './from.ts'
import { named } from './from-report.ts'

/** How a paper that was issued is told of: its title, its number, its day. */
function original({ original: paper }: DraftFrom): Piece[] {
  if (!paper?.number || !paper.issuedOn) throw refuse('dispatch.not-issued-yet')
  const number = numberText(paper.number)
  return [
    { day: paper.issuedOn, text: formatDayZh(paper.issuedOn) },
    '印发的',
    named(`《${paper.title}》`),
    '（',
    { source: number, text: number },
    '）',
  ]
}

const paragraphs = (text: string): DispatchBlock[] =>
  text
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => paragraph(...withTyped(line)))

const said = (words: string | undefined, what: string): string => {
  const text = words?.trim() ?? ''
  if (text === '') throw refuse('dispatch.not-complete', { what })
  return text
}

// A reason is typed into one line, and as often as not without its full stop.
const sentence = (text: string): string => (/[。！？…；”）]$/u.test(text) ? text : `${text}。`)

/** 更正通知: names the original, what stood and what holds; the original stays as it was issued. */
export const draftCorrection: Drafter = (from) => ({
  title: ['关于更正政务新媒体通报有关内容的通知'],
  addressee: allUnits,
  blocks: [
    paragraph('经核查，', ...original(from), '有关内容有误，现予更正。'),
    heading('原文表述'),
    ...paragraphs(said(from.change?.stood, '原文表述')),
    heading('更正为'),
    ...paragraphs(said(from.change?.holds, '更正后的内容')),
    heading('更正理由'),
    ...paragraphs(sentence(said(from.change?.reason, '理由'))),
    paragraph('其他内容不变，以本通知为准。'),
  ],
  annexes: [],
  feedback: null,
})

/** 撤回通知: the original no longer holds from the day on which this goes out. */
export const draftWithdrawal: Drafter = (from) => ({
  title: ['关于撤回政务新媒体有关通报的通知'],
  addressee: allUnits,
  blocks: [
    paragraph(...original(from), '，自本通知印发之日起撤回，不再执行。'),
    heading('撤回理由'),
    ...paragraphs(sentence(said(from.change?.reason, '理由'))),
  ],
  annexes: [],
  feedback: null,
})
