import { civilDate, isCivilDate, month } from '../calendar/index.ts'
import { UsageError } from './command.ts'

export function monthOption(value: string | boolean | undefined) {
  if (typeof value !== 'string' || !/^\d{4}-(0[1-9]|1[0-2])$/.test(value))
    throw new UsageError('--month 应写作 2026-09 这样的形式。')
  return month(value)
}

/** An optional day option. */
export function dayOption(value: string | boolean | undefined, name: string) {
  if (value === undefined) return undefined
  if (typeof value !== 'string' || !isCivilDate(value)) throw new UsageError(`${name} 应写作 2026-09-30 这样的形式。`)
  return civilDate(value)
}
