import { formatDayZh, formatMinute, dayOf } from '../../calendar/index.ts'
import { momentZh } from './paper.ts'
import { type LetterContent, type Sections } from './content.ts'

const numbersIn = (text: string): string[] =>
  [...text.normalize('NFKC').matchAll(/\d+(?:\.\d+)?%?/gu)].map(([found]) => found)

/**
 * Numbers in what the office wrote that stand in nothing the letter rests on: the superior's own words, the units'
 * answers, the system's facts. Each needs its source written beside it, or goes.
 */
export function unboundNumbers(sections: Sections, content: Omit<LetterContent, 'sections' | 'ownSource'>): string[] {
  const { asked, title, channelName, receivedAt, dueAt, answers, facts } = content
  const moments = [receivedAt, dueAt, ...answers.flatMap(({ answeredAt }) => answeredAt ?? [])]
  const known = new Set(
    [
      asked,
      title,
      channelName ?? '',
      ...moments.flatMap((at) => [formatMinute(at), formatDayZh(dayOf(at)), momentZh(at)]),
      ...answers.flatMap((one) => [one.answer ?? '', ...one.asked]),
      ...facts.flatMap(({ about, text, source, asOf }) => [about, text, source, formatMinute(asOf), momentZh(asOf)]),
    ].flatMap(numbersIn),
  )
  // How many units were asked and answered is counted by the letter itself.
  known.add(String(answers.length)).add(String(answers.filter(({ answer }) => answer !== null).length))
  return [...new Set(Object.values(sections).flatMap(numbersIn))].filter((number) => !known.has(number))
}
