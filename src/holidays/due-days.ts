import type { Deps } from '../access/index.ts'
import type { CivilDate } from '../calendar/index.ts'
import type { Tx } from '../database/index.ts'
import { loadCalendar } from './queries.ts'

/** A last day as a person gives it: the day itself, or how many working days from today on. */
export type DueInput = { day?: CivilDate | undefined; workingDays?: number | undefined }
/** With what it was computed from, so that it can follow a new notice; a typed day stays as it was typed. */
export type DueDay = { day: CivilDate; from: CivilDate | null; workdays: number | null }

/** The last day meant, or undefined where nothing was given. Working days win over a day. */
export async function dueDay(
  tx: Tx,
  deps: Pick<Deps, 'clock'>,
  { day, workingDays }: DueInput,
): Promise<DueDay | undefined> {
  const today = deps.clock.today()
  if (workingDays === undefined) return day && { day, from: null, workdays: null }
  const { day: last } = (await loadCalendar(tx)).addWorkingDays(today, workingDays)
  return { day: last, from: today, workdays: workingDays }
}

/** A number of working days as a form gives it, 1 to 250; undefined for anything else. */
export function workingDaysIn(text: unknown): number | undefined {
  const count = typeof text === 'string' && /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0
  return count >= 1 && count <= 250 ? count : undefined
}
