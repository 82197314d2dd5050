import { dayOf, formatDayZh, formatMinute, lateWords } from '../../calendar/index.ts'
import type { Block, Paper, Run } from '../../documents/index.ts'
import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import { channelLabels, type PartState } from '../model.ts'
import type { KnownFact, LetterContent, UnitAnswer } from './content.ts'

const paragraph = (...runs: Run[]): Block => ({ kind: 'paragraph', runs })
const heading = (text: string): Block => ({ kind: 'heading', level: 1, text })
const paragraphs = (text: string): Block[] =>
  text
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => paragraph(line))

export const momentZh = (at: Parameters<typeof formatMinute>[0]): string => {
  const [, hour = '', minute = ''] = /(\d{2}):(\d{2})$/.exec(formatMinute(at)) ?? []
  return `${formatDayZh(dayOf(at))}${Number(hour)}时${minute === '00' ? '' : `${Number(minute)}分`}`
}

// A unit that answered is never told of as one that didn't.
const unsaid: Readonly<Record<PartState, string>> = {
  waiting: '截至汇总时尚未反馈。',
  answered: '已反馈，截至汇总时尚未核对，未列入本函。',
  returned: '已反馈，因需补充退回，截至汇总时尚未补充。',
  accepted: '截至汇总时尚未反馈。',
}

const answerWords = ({ answer, answeredAt, forUnit, state = 'waiting' }: UnitAnswer): string =>
  answer === null || answeredAt === null
    ? unsaid[state]
    : `${maskNumbers(answer).replace(/[。；\s]+$/u, '')}。（${momentZh(answeredAt)}反馈${forUnit ? '，电话反馈' : ''}）`

/**
 * 反馈函 as an official paper (GB/T 9704-2012), from which docx and pdf are printed with the same words. It names units and
 * accounts, never persons; numbers of people that a unit typed are masked. It bears no seal.
 */
export function letterPaper(
  content: LetterContent,
  { signedOn, notice }: { signedOn: Paper['signature']['day']; notice: string },
): Paper {
  const { office, addressee, title, sections, answers, facts, ownSource, dueAt, lateBy, number } = content
  return {
    kind: 'circular',
    masthead: { issuer: office, ...(number && { number }) },
    title: [`关于${title.replace(/^关于/u, '').replace(/的(?:通知|函|通报)$/u, '')}`, '办理情况的函'],
    addressee,
    body: [
      ...paragraphs(sections.opening),
      ...(lateBy > 0
        ? [paragraph(`贵单位要求于${momentZh(dueAt)}前反馈，本函已超过时限${lateWords(lateBy)}，特此说明。`)]
        : []),
      heading('交办事项'),
      ...paragraphs(content.asked.replace(/(?<![。！？；])$/u, '。')),
      heading('有关单位反馈情况'),
      ...answers.flatMap((one, at) => [
        paragraph({ text: `${at + 1}．${one.unitName}。`, face: 'kai' }, answerWords(one)),
      ]),
      heading('核查处理情况'),
      ...paragraphs(sections.result),
      ...(facts.length > 0 ? [factsTable(content)] : []),
      heading('下一步工作'),
      ...paragraphs(sections.next),
      ...(ownSource ? [paragraph(`数据来源：${ownSource}`)] : []),
    ],
    signature: { office, day: signedOn },
    ...(notice && { notice }),
  }
}

const factsTable = ({ facts }: LetterContent): Block => ({
  kind: 'table',
  caption: '系统所载情况',
  columns: [
    { title: '单位、账号', width: 3 },
    { title: '情况', width: 5 },
    { title: '来源和时间', width: 3 },
  ],
  rows: facts.map(({ unitName, about, text, source, asOf }) => [
    about === '' ? unitName : `${unitName}　${about}`,
    text,
    `${source}，${momentZh(asOf)}`,
  ]),
})

/** The opening that stands there until the office writes another. */
export const openingOf = ({
  receivedAt,
  channel,
  channelName,
  title,
}: Pick<LetterContent, 'receivedAt' | 'channel' | 'channelName' | 'title'>): string =>
  `${formatDayZh(dayOf(receivedAt))}贵单位通过${channelLabels[channel]}${channelName ? `（${channelName}）` : ''}交办的“${title}”收悉。我们已分办到有关单位核查，现将办理情况函告如下。`

/** What came of it, until the office writes more: nobody is said to have checked who gave no answer. */
export function resultOf(answers: readonly UnitAnswer[], facts: readonly KnownFact[]): string {
  const checked = answers.filter(({ answer }) => answer !== null).length
  const said =
    checked === answers.length
      ? '有关单位核查情况见上'
      : checked === 0
        ? '截至汇总时，有关单位核查情况尚未核对完毕'
        : '已核对的单位反馈见上，其余单位的情况尚未核对完毕'
  return `${said}${facts.length > 0 ? '；系统所载情况见下表' : ''}。`
}
