import { addDays, type CivilDate, dayOf, formatDayZh, type Instant, startOfDay } from '../../calendar/index.ts'
import type { Cell } from '../../documents/index.ts'
import { type Count, readCount } from '../../vocabulary/counts.ts'
import { readTime } from '../read-time.ts'
import type { Confidence, OtherSample } from '../sources/contract.ts'
import type { HandedKind, Series } from './kind.ts'

/** Says that a cell can't be taken: of which field, and what is wanted. */
export type FaultFound = (field: string, found: string, wanted: string) => undefined

type Row = { kind: HandedKind; cell: (field: string) => Cell; collectedAt: Instant; fault: FaultFound }

/**
 * The figures of one row: a sample for each series of its kind that has a value. A blank cell is no figure and never 0;
 * nothing of a row but numbers, the day and the channel is taken.
 */
export function readFigures(row: Row): OtherSample[] {
  const { takes } = row.kind
  if (typeof takes === 'string') return []
  const when = takes.day === 'needed' ? readDay(row) : readPeriod(row)
  if (!when) return []
  const by = takes.by === undefined ? '' : row.cell(takes.by).text.normalize('NFKC').trim()
  return takes.series.flatMap((series) => sampleOf(row, series, when, by) ?? [])
}

type When = { observedAt: Instant; said: Record<string, unknown> }

function readDay({ cell, collectedAt, fault }: Row): When | undefined {
  const time = readTime(cell('day'))
  const collectedOn = dayOf(collectedAt)
  if (time?.on && time.on <= collectedOn) return { observedAt: overAt(time.on, collectedAt), said: { day: time.on } }
  const wanted = time?.on ? `不晚于采集之日（${formatDayZh(collectedOn)}）的日期` : '日期，如 2026-09-30'
  return fault('day', cell('day').text, wanted)
}

// What a day came to is known when it is over, as with the platform's interface.
function overAt(day: CivilDate, collectedAt: Instant): Instant {
  const over = startOfDay(addDays(day, 1))
  return over < collectedAt ? over : collectedAt
}

const DAYS = /\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?/gu

// 2026-09-01至2026-09-07: a ranking is of its last day. One that names none is of the moment it was collected.
function readPeriod({ cell, collectedAt, fault }: Row): When | undefined {
  const { text } = cell('day')
  if (text === '') return { observedAt: collectedAt, said: {} }
  const days = text.normalize('NFKC').match(DAYS)
  const time = readTime(days ? { kind: 'text', text: days.at(-1) ?? '' } : cell('day'))
  if (!time?.on) return { observedAt: collectedAt, said: { period: text.slice(0, 60) } }
  if (time.on > dayOf(collectedAt))
    return fault('day', text, `不晚于采集之日（${formatDayZh(dayOf(collectedAt))}）的日期`)
  return { observedAt: overAt(time.on, collectedAt), said: { day: time.on, period: text.slice(0, 60) } }
}

function sampleOf(row: Row, series: Series, when: When, by: string): OtherSample | undefined {
  const counts = Object.entries(series.values).flatMap(([name, field]) => {
    const count = figureIn(row, field)
    return count ? [{ name, ...count }] : []
  })
  if (counts.length === 0) return undefined
  const atLeast = counts.flatMap(({ name, precision }) => (precision === 'at-least' ? name : []))
  return {
    kind: 'metric',
    key: by === '' ? series.key : `${series.key}:${by.slice(0, 40)}`,
    value: {
      ...when.said,
      ...Object.fromEntries(counts.map(({ name, value }) => [name, value])),
      ...(atLeast.length > 0 && { atLeast }),
    },
    observedAt: when.observedAt,
    confidence: confidenceOf(row.kind, counts),
  }
}

// A ranking is somebody else's count of what he saw.
function confidenceOf({ id }: HandedKind, counts: readonly Pick<Count, 'precision'>[]): Confidence {
  if (counts.some(({ precision }) => precision === 'at-least')) return 'at-least'
  if (counts.some(({ precision }) => precision !== 'exact')) return 'rounded'
  return id === 'ranking-accounts' ? 'stated' : 'exact'
}

const NOT_GIVEN = /^[\s\-—–/]*$/u

function figureIn({ kind, cell, fault }: Row, field: string): Pick<Count, 'value' | 'precision'> | undefined {
  const { text } = cell(field)
  if (NOT_GIVEN.test(text)) return undefined
  // 净增 falls as well as rises, and an index of a ranking has decimals: `-12`, `812.55`.
  const plain = text.normalize('NFKC').replaceAll(/[\s,]/gu, '')
  if (/^-\d{1,15}$/.test(plain) || /^\d{1,12}\.\d+$/.test(plain)) {
    if (field === 'net' || field === 'index') return { value: Number(plain), precision: 'exact' }
  }
  const count = asShown(readCount(text), kind)
  return 'value' in count ? count : fault(field, text, field === 'net' ? '整数' : '不小于 0 的数，如 1234、10万+')
}

const MOST_SHOWN = 100_000

/** 100001 in a list of public counts is how programs write 10万+: at least 100,000, and never that number. */
export const asShown = <T extends object>(count: T, { capped }: HandedKind): T =>
  capped && 'value' in count && count.value === MOST_SHOWN + 1 && 'precision' in count && count.precision === 'exact'
    ? { ...count, value: MOST_SHOWN, precision: 'at-least' }
    : count
