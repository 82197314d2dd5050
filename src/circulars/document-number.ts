import { refuse } from '../vocabulary/refusals/index.ts'
import type { DocumentNumber, IssuingBody } from './model.ts'

/** 临政务公开办〔2026〕3号: hexagonal brackets, no 第, no leading zero (GB/T 9704-2012 7.2.5). */
export const numberText = ({ mark, year, serial }: DocumentNumber): string => `${mark}〔${year}〕${serial}号`

const WHOLE = /^([\p{Script=Han}]+)〔(\d{4})〕([1-9]\d{0,4})号$/u

/**
 * The number as the document office typed it. Refuses `dispatch.number-unreadable`, `dispatch.mark-unknown` (the body has
 * no such 字), `dispatch.number-year` (papers are numbered by the year in which they go out).
 */
export function readNumber(found: string, body: IssuingBody, year: number): DocumentNumber {
  const [, mark = '', typedYear, serial] = WHOLE.exec(found.trim()) ?? []
  if (!mark)
    throw refuse('dispatch.number-unreadable', { found, example: `${body.marks[0] ?? '某政办'}〔${year}〕3号` })
  if (!body.marks.includes(mark))
    throw refuse('dispatch.mark-unknown', { mark, issuer: body.name, known: body.marks.join('、') })
  if (Number(typedYear) !== year) throw refuse('dispatch.number-year', { found: typedYear ?? '', year: String(year) })
  return { mark, year, serial: Number(serial) }
}

/** What lies between the numbers that are known and this one: skipped, or used by a paper outside of this program. */
export function skippedBefore(serial: number, taken: readonly number[]): { from: number; to: number } | undefined {
  const last = Math.max(0, ...taken.filter((one) => one < serial))
  return serial - last > 1 ? { from: last + 1, to: serial - 1 } : undefined
}

/** The number that follows on those that are known. */
export const following = (taken: readonly number[]): number => Math.max(0, ...taken) + 1
