import { z } from 'zod'
import {
  type CivilDate,
  instant,
  type Instant,
  isCivilDate,
  type Month,
  month,
  quarter,
  type Quarter,
} from '../calendar/index.ts'
import { isUuid } from '../database/index.ts'
import { type Platform, platformCodes, platforms } from '../vocabulary/platforms.ts'
import { type UnitKind, unitKindCodes, unitKinds } from '../vocabulary/units.ts'
import { named } from './operation.ts'

/** Fields that several answers and parameters have: read as text, described once. */

const readBy = (read: (text: string) => unknown) => (text: string) => {
  try {
    read(text)
    return true
  } catch {
    return false
  }
}

/** Text of one shape; its pattern stands in the document, and what the pattern can't say is asked here. */
const shaped = <T extends string>(pattern: RegExp, why: string, holds: (text: string) => boolean) =>
  z
    .string(why)
    .regex(pattern, why)
    .refine(holds, why)
    .transform((text) => text as T)

export const idParam = shaped<string>(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  '应为编号（UUID，小写）',
  isUuid,
).describe('编号')
export const monthParam = shaped<Month>(/^\d{4}-(0[1-9]|1[0-2])$/, '应为月份，如 2026-09', readBy(month)).describe(
  '月份，如 2026-09',
)
export const quarterParam = shaped<Quarter>(/^\d{4}Q[1-4]$/, '应为季度，如 2026Q3', readBy(quarter)).describe(
  '季度，如 2026Q3',
)
export const dayParam = shaped<CivilDate>(/^\d{4}-\d{2}-\d{2}$/, '应为日期，如 2026-10-12', isCivilDate).describe(
  '日期，如 2026-10-12',
)
export const districtParam = shaped<string>(/^\d{6}$/, '应为6位行政区划代码', () => true).describe('6位行政区划代码')
export const yearParam = z
  .string()
  .regex(/^(199\d|20\d\d|2100)$/, '应为年份，如 2026')
  .transform(Number)
  .describe('年份，如 2026')
export const momentParam = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/,
    '应为带时区的时刻，如 2026-10-12T09:00:00+08:00（+ 在网址中写作 %2B）',
  )
  .refine(readBy(instant), '应为实际存在的时刻')
  .transform((text): Instant => instant(text))

export const id = z.string().regex(/^[0-9a-f-]{36}$/)
export const moment = z.iso.datetime().describe('时刻，UTC')
export const day = z.iso.date().describe('日期，北京时间')
export const monthField = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .describe('月份')
export const quarterField = z
  .string()
  .regex(/^\d{4}Q[1-4]$/)
  .describe('季度')

/** A code out of a table of labels; the document tells what each is called. */
export function code<T extends string>(name: string, labels: Readonly<Record<T, string>>) {
  const codes = Object.keys(labels) as [T, ...T[]]
  const described = codes.map((one) => `\`${one}\` ${labels[one]}`).join('；')
  return named(name, described, z.enum(codes, `应为 ${codes.join('、')} 之一`))
}

const labelsOf = <T extends string>(codes: readonly T[], label: (one: T) => string) =>
  Object.fromEntries(codes.map((one) => [one, label(one)])) as Record<T, string>

export const platformField = code<Platform>(
  'Platform',
  labelsOf(platformCodes, (one) => platforms[one].label),
)
export const unitKindField = code<UnitKind>(
  'UnitKind',
  labelsOf(unitKindCodes, (one) => unitKinds[one].label),
)
