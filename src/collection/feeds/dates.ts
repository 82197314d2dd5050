type Moment = {
  year: number
  month: number | null
  day: number | null
  time: { hour: number; minute: number; second: number } | null
  /** Minutes east of Greenwich; null: the feed doesn't say. */
  offset: number | null
}

/**
 * A time as feeds print it: RFC 3339 and ISO 8601 with all their abbreviations, RFC 822 and its misspellings, `asctime`,
 * Unix seconds, Chinese. Answers ISO 8601 as told in `Feed`, null where it can't be read or no calendar has it.
 */
export function readFeedTime(found: string | null | undefined): string | null {
  const text = (found ?? '').normalize('NFKC').replace(/\s+/g, ' ').trim()
  if (text === '' || text.length > 80) return null
  const read = fromUnix(text) ?? fromIso(text) ?? fromChinese(text) ?? fromWords(text)
  return read ? printed(read) : null
}

function printed({ year, month, day, time, offset }: Moment): string | null {
  if (month === null) return pad(year, 4)
  if (month < 1 || month > 12) return null
  if (day === null) return `${pad(year, 4)}-${pad(month)}`
  if (day < 1 || day > new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()) return null
  const on = `${pad(year, 4)}-${pad(month)}-${pad(day)}`
  if (time === null) return on
  const { hour, minute } = time
  if (hour > 24 || minute > 59 || time.second > 61 || (hour === 24 && minute > 0)) return null
  // A leap second is the last one of its minute.
  const second = Math.min(time.second, 59)
  const utc = new Date(0)
  utc.setUTCFullYear(year, month - 1, day)
  const moment = new Date(utc.setUTCHours(hour, minute, second) - (offset ?? 0) * 60_000)
  // An offset nobody has, or one that leads past the last year ISO 8601 can write.
  if (!/^\d{4}$/.test(String(moment.getUTCFullYear()).padStart(4, '0'))) return null
  return `${moment.toISOString().slice(0, 19)}${offset === null ? '' : 'Z'}`
}

const pad = (value: number, length = 2): string => String(value).padStart(length, '0')

function fromUnix(text: string): Moment | undefined {
  if (!/^[12]\d{9}(?:\d{3})?$/.test(text)) return undefined
  const at = new Date(text.length === 10 ? Number(text) * 1000 : Number(text))
  const [hour, minute, second] = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()]
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()]
  return { year, month, day, time: { hour, minute, second }, offset: 0 }
}

const CLOCK = String.raw`(\d{1,2})(?::?(\d{2}))?(?::?(\d{2})(?:[.,]\d+)?)?`
const ZONE = String.raw`(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?`
const ISO_TIME = new RegExp(`^${CLOCK} ?${ZONE}$`, 'i')
const DATES: readonly (readonly [RegExp, (parts: number[]) => Pick<Moment, 'year' | 'month' | 'day'>])[] = [
  // One great platform wrote months with a zero too many.
  [/^(\d{4})[-/.]0?(\d{1,2})[-/.](\d{1,2})$/, ([year = 0, month = 0, day = 0]) => ({ year, month, day })],
  [/^(\d{4})(\d{2})(\d{2})$/, ([year = 0, month = 0, day = 0]) => ({ year, month, day })],
  [/^(\d{4})-?(\d{3})$/, ([year = 0, ordinal = 0]) => dayOfYear(year, ordinal)],
  [/^(\d{4})-(\d{1,2})$/, ([year = 0, month = 0]) => ({ year, month, day: null })],
  [/^(\d{4})$/, ([year = 0]) => ({ year, month: null, day: null })],
  [/^(\d{2})-?(\d{2})-?(\d{2})$/, ([year = 0, month = 0, day = 0]) => ({ year: 2000 + year, month, day })],
  [/^(\d{2})-?(\d{3})$/, ([year = 0, ordinal = 0]) => dayOfYear(2000 + year, ordinal)],
  [/^-(\d{2})-?(\d{2})$/, ([year = 0, month = 0]) => ({ year: 2000 + year, month, day: null })],
]

function fromIso(text: string): Moment | undefined {
  const [date = '', clock] = text.split(/ ?[T ] ?(?=\d)/i)
  for (const [shape, read] of DATES) {
    const parts = shape.exec(date.replace(/Z$/, ''))
    if (!parts) continue
    const on = read(parts.slice(1).map(Number))
    if (clock === undefined) return { ...on, time: null, offset: null }
    const time = ISO_TIME.exec(clock.trim())
    return time ? { ...on, ...timeOf(time) } : undefined
  }
  return undefined
}

function dayOfYear(year: number, ordinal: number): Pick<Moment, 'year' | 'month' | 'day'> {
  const at = new Date(Date.UTC(year, 0, ordinal))
  return { year, month: at.getUTCFullYear() === year ? at.getUTCMonth() + 1 : 0, day: at.getUTCDate() }
}

function timeOf([, hour = '', minute = '0', second = '0', zone]: RegExpExecArray): Pick<Moment, 'time' | 'offset'> {
  return {
    time: { hour: Number(hour), minute: Number(minute), second: Number(second) },
    offset: zone === undefined ? null : (offsetOf(zone) ?? Number.NaN),
  }
}

const CHINESE =
  /^(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]? ?(?:(?:星期|周)[一二三四五六日天] ?)?(?:(凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜间)? ?(\d{1,2}) ?[:时点] ?(\d{1,2})? ?(?:[:分] ?(\d{1,2})?)? ?秒?分?)?$/

function fromChinese(text: string): Moment | undefined {
  const parts = CHINESE.exec(text)
  if (!parts) return undefined
  const [, year, month, day, half, hour, minute = '0', second = '0'] = parts
  const on = { year: Number(year), month: Number(month), day: Number(day), offset: null }
  if (hour === undefined) return { ...on, time: null }
  return { ...on, time: { hour: inHalf(Number(hour), half), minute: Number(minute), second: Number(second) } }
}

function inHalf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour
  const late = /pm|下午|傍晚|晚上|夜间/i.test(half) || (half === '中午' && hour < 3)
  if (late && hour < 12) return hour + 12
  return /am|上午|凌晨|清晨|早上/i.test(half) && hour === 12 ? 0 : hour
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const CHINESE_MONTHS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']
const zones: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  bst: 60,
  cet: 60,
  cest: 120,
  met: 60,
  mest: 120,
  ist: 330,
  hkt: 480,
  sgt: 480,
  jst: 540,
  kst: 540,
  at: -240,
  et: -300,
  ct: -360,
  mt: -420,
  pt: -480,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  akst: -540,
  hst: -600,
  北京时间: 480,
  'etc/gmt': 0,
}

function offsetOf(zone: string): number | undefined {
  const parts = /^(?:utc|gmt|etc\/gmt)?([+-])(\d{1,2}):?(\d{2})?$/i.exec(zone)
  // The military letters of RFC 822 were defined with the wrong sign: RFC 2822 reads each of them as Z.
  if (!parts) return /^[a-ik-z]$/i.test(zone) ? 0 : zones[zone.toLowerCase()]
  const [hours, rest] = [Number(parts[2]), Number(parts[3] ?? 0)]
  if (hours > 23 || rest > 59) return undefined
  const minutes = hours * 60 + rest
  return parts[1] === '-' ? -minutes : minutes
}

type Words = { numbers: string[]; month?: number; clock?: RegExpExecArray; half?: string; zone?: string; on?: Moment }

/** RFC 822, `asctime` and what people make of them: words in any order, as long as each can be told by its shape. */
function fromWords(text: string): Moment | undefined {
  const words: Words = { numbers: [] }
  const bare = text.replace(/\([^)]*\)/g, ' ').replace(/(\d)-([a-z]{3,})-(\d)/gi, '$1 $2 $3')
  for (const word of bare.split(/[\s,]+/).filter(Boolean)) if (!placed(word, words)) return undefined
  const date = words.on ?? dateOf(words)
  if (!date) return undefined
  if (!words.clock) return { ...date, time: null, offset: null }
  const [, hour = '', minute = '0', second = '0'] = words.clock
  return {
    ...date,
    time: { hour: inHalf(Number(hour), words.half), minute: Number(minute), second: Number(second) },
    offset: words.zone === undefined ? null : zoneOf(words, text),
  }
}

// Java prints "Wed Sep 30 17:20:00 CST 2026" on servers in China and means China; in RFC 822 CST is American.
const zoneOf = ({ zone = '' }: Words, text: string): number | null =>
  /\d CST \d{4}$/.test(text) ? 480 : (offsetOf(zone) ?? null)

function placed(word: string, words: Words): boolean {
  const clock = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?(am|pm|z)?$/i.exec(word)
  if (clock) {
    words.clock = clock
    const [, , , , tail] = clock
    if (tail?.toLowerCase() === 'z') words.zone = 'z'
    else if (tail) words.half = tail
    return true
  }
  const month = monthOf(word)
  if (month !== undefined) return words.month === undefined && (words.month = month) > 0
  if (/^\d{1,4}(?:st|nd|rd|th)?\.?$/i.test(word)) return words.numbers.push(word.replace(/\D/g, '')) < 4
  if (/^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$/.test(word)) return (words.on = fromIso(word)) !== undefined
  if (/^(?:am|pm|凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜间)$/i.test(word)) return (words.half = word) !== ''
  if (offsetOf(word) !== undefined && !(words.zone !== undefined && /^[a-z]+$/i.test(word))) {
    words.zone = word
    return true
  }
  // A weekday or a second name of the zone. A word of Chinese or Korean may say which half of the day is meant.
  return /^(?:[^\P{L}\p{Script=Han}\p{Script=Hangul}]{1,12}\.?|(?:周|星期).)$/u.test(word)
}

function monthOf(word: string): number | undefined {
  const name = word.toLowerCase().replace(/\.$/, '')
  const english = /^[a-z]{3,9}$/.test(name) ? MONTHS.indexOf(name.slice(0, 3)) : -1
  // "Monday" begins like no month, "Marble" is none: only beginnings of a month's name count.
  if (english >= 0 && (FULL[english]?.startsWith(name) || name === 'sept')) return english + 1
  const chinese = /^(\d{1,2}|[一二三四五六七八九十]{1,2})月$/.exec(word)?.[1]
  if (chinese === undefined) return undefined
  return /\d/.test(chinese) ? Number(chinese) : CHINESE_MONTHS.indexOf(chinese) + 1
}
const FULL = 'january february march april may june july august september october november december'.split(' ')

function dateOf({ numbers, month }: Words): Moment | undefined {
  if (month === undefined || numbers.length !== 2) return undefined
  const [first = '', second = ''] = numbers
  const [day, year] = first.length > 2 ? [second, first] : [first, second]
  const full = year.length > 2 ? Number(year) : Number(year) + (Number(year) < 90 ? 2000 : 1900)
  return { year: full, month, day: Number(day), time: null, offset: null }
}
