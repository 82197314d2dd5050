import { type CivilDate, type PreciseDate, readPreciseDate } from '../../calendar/index.ts'
import { readBudget } from '../../registry/index.ts'
import { readCount } from '../../vocabulary/counts.ts'
import { paperPhoneFault } from '../../vocabulary/phones.ts'

/** What was typed into a form, field by field, as typed: a draft keeps what can't be read yet. */
export type Answers = Readonly<Record<string, string>>

export type FieldKind = 'text' | 'long-text' | 'date' | 'count' | 'money' | 'phone' | 'qq' | 'email' | 'link' | 'choice'

type Asked = {
  kind: FieldKind
  choices?: Readonly<Record<string, string>>
  longest?: number
  mayLieAhead?: true
  example?: string
}
export type Answer = string | number | PreciseDate
export type ReadAnswer = { value: Answer } | { wanted: string }

const LONGEST = { text: 100, 'long-text': 1000 } as const

/** Reads one answer as its field wants it, or says in words what is wanted. */
export function readAnswer(
  { kind, choices, longest, mayLieAhead, example }: Asked,
  text: string,
  today: CivilDate,
): ReadAnswer {
  switch (kind) {
    case 'choice':
      return choices && Object.hasOwn(choices, text)
        ? { value: text }
        : { wanted: `应在${Object.values(choices ?? {}).join('、')}中选择` }
    case 'date':
      return readDay(text, mayLieAhead ? undefined : today)
    case 'count':
      return readWhole(text, example)
    case 'money':
      return readBudget(text)
    case 'phone':
      return readPhones(text)
    case 'qq':
      return /^[1-9]\d{4,11}$/.test(text) ? { value: text } : { wanted: '应为5至12位QQ号码' }
    case 'email':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? { value: text } : { wanted: '应为电子邮箱地址' }
    case 'link':
      return /^https?:\/\/\S+$/i.test(text) ? { value: text } : { wanted: '应以 http:// 或 https:// 开头' }
    case 'text':
    case 'long-text':
      return readWords(text, longest ?? LONGEST[kind])
  }
}

// Rulebook (b) 9: a mobile number, or a landline with or without its area code (the notice prints seven digits).
function readPhones(text: string): ReadAnswer {
  const fault = text
    .split(/[、，,;；]/)
    .map(paperPhoneFault)
    .find((one) => one !== undefined)
  return fault ? { wanted: fault } : { value: text }
}

// Counted in signs, not in UTF-16: 𠮷 is one.
function readWords(text: string, most: number): ReadAnswer {
  return Array.from(text).length <= most ? { value: text } : { wanted: `不超过${most}个字` }
}

function readDay(text: string, latest: CivilDate | undefined): ReadAnswer {
  const read = readPreciseDate(text)
  if ('reason' in read)
    return { wanted: read.reason === 'no-year' ? '须写明年份，如 2019年6月' : '应为年月日或年月，如 2019年6月3日' }
  return latest !== undefined && read.day > latest ? { wanted: '不能晚于今天' } : { value: read }
}

function readWhole(text: string, example = '8412、1.2万'): ReadAnswer {
  const read = readCount(text)
  if ('reason' in read) return { wanted: `应为不小于0的整数，如 ${example}` }
  return { value: read.value }
}
