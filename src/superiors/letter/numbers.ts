import { formatDayZh, formatMinute, dayOf } from '../../calendar/index.ts'
import { spokenCounts } from '../../vocabulary/spoken-counts.ts'
import { momentZh } from './paper.ts'
import { type LetterContent, type Sections } from './content.ts'

/** A day or a time as it is written: only the parts that are there. */
type Moment = { words: string; parts: Readonly<Record<string, number>> }
type Numbers = { moments: Moment[]; plain: { words: string; value: string }[] }

const DAY = String.raw`(?<year>\d{4})(?:年|-)(?:(?<month>\d{1,2})(?:月|-))?(?:(?<day>\d{1,2})(?:日|(?!\d)))?`
const MONTH = String.raw`(?<month2>\d{1,2})月(?:(?<day2>\d{1,2})日)?|(?<day3>\d{1,2})日`
const TIME = String.raw`(?<hour>\d{1,2})(?::(?<minute>\d{2})(?!\d)|时(?:(?<minute2>\d{1,2})分)?)`
const MOMENT = new RegExp(String.raw`(?<![\d.])(?:${DAY}|${MONTH}|${TIME})`, 'gu')
const PLAIN = /\d+(?:\.\d+)?%?/gu
const ENUMERATION = /[①-⑳]|^\s*[（(]?\d{1,2}[)）．.、](?!\d)/gmu

const digits: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const tens: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }

/** 一百零八 -> 108. */
function spoken(words: string): number {
  const [high = '', low] = words.split('万')
  if (low !== undefined) return spoken(high) * 10_000 + spoken(low)
  let [sum, digit] = [0, 0]
  for (const letter of words) {
    const ten = tens[letter]
    if (ten === undefined) digit = digits[letter] ?? 0
    else [sum, digit] = [sum + (digit || 1) * ten, 0]
  }
  return sum + digit
}

function numbersIn(text: string): Numbers {
  const plainText = text.replaceAll(ENUMERATION, ' ').normalize('NFKC')
  const moments = [...plainText.matchAll(MOMENT)].map(({ 0: words, groups }): Moment => {
    const parts = Object.entries<string | undefined>(groups!).flatMap(([name, found]) =>
      found === undefined ? [] : [[name.replace(/\d$/u, ''), Number(found)] as const],
    )
    return { words, parts: Object.fromEntries(parts) }
  })
  const rest = plainText.replaceAll(MOMENT, ' ')
  return {
    moments,
    plain: [
      ...[...rest.matchAll(PLAIN)].map(([words]) => ({ words, value: words })),
      ...[...rest.matchAll(spokenCounts)].flatMap(([words]) => {
        const share = words.startsWith('百分之')
        const value = spoken(words.replace('百分之', ''))
        // 一次、一起: rather a word than a count.
        return value < 2 ? [] : [{ words, value: `${value}${share ? '%' : ''}` }]
      }),
      // “3日内” is a day or a count.
      ...moments.flatMap(({ words, parts }) =>
        words === `${parts['day']}日` ? [{ words, value: String(parts['day']) }] : [],
      ),
    ],
  }
}

const within = (written: Moment, known: Moment): boolean =>
  Object.entries(written.parts).every(([name, value]) => known.parts[name] === value)

/**
 * Numbers in what the office wrote that stand in nothing the letter rests on: the superior's own words, the units'
 * answers, the system's facts. Each needs its source written beside it, or goes. A day is one number: that there is a
 * 12日 doesn't bear out 12个.
 */
export function unboundNumbers(sections: Sections, content: Omit<LetterContent, 'sections' | 'ownSource'>): string[] {
  const { asked, title, channelName, receivedAt, dueAt, answers, facts } = content
  const moments = [receivedAt, dueAt, ...answers.flatMap(({ answeredAt }) => answeredAt ?? [])]
  const sources = [
    asked,
    title,
    channelName ?? '',
    ...moments.flatMap((at) => [formatMinute(at), formatDayZh(dayOf(at)), momentZh(at)]),
    ...answers.flatMap((one) => [one.unitName, one.answer ?? '', ...one.asked]),
    ...facts.flatMap(({ about, text, source, asOf }) => [about, text, source, formatMinute(asOf), momentZh(asOf)]),
  ].map(numbersIn)
  const known = {
    moments: sources.flatMap((one) => one.moments),
    plain: new Set([
      ...sources.flatMap((one) => one.plain.map(({ value }) => value)),
      // How many units were asked and answered is counted by the letter itself.
      String(answers.length),
      String(answers.filter(({ answer }) => answer !== null).length),
    ]),
  }
  const written = Object.values(sections).map(numbersIn)
  const isDay = (words: string) => /^\d{1,2}日$/u.test(words)
  const unbound = [
    ...written.flatMap((one) =>
      one.moments
        .filter((moment) => !known.moments.some((other) => within(moment, other)))
        .filter(({ words, parts }) => !(isDay(words) && known.plain.has(String(parts['day'])))),
    ),
    ...written.flatMap((one) => one.plain.filter(({ words, value }) => !isDay(words) && !known.plain.has(value))),
  ]
  return [...new Set(unbound.map(({ words }) => words))]
}
