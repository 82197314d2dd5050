import type { Deps } from '../access/index.ts'
import { civilDate, formatMinute, instantFromLocal, isCivilDate } from '../calendar/index.ts'
import type { Tx } from '../database/index.ts'
import { readUnit } from '../registry/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { DayOrMinute } from './model.ts'

/** 2026-09-30 16:05, or the day alone where the minute is not known. */
export const timeWords = ({ on, at }: DayOrMinute): string => (at === null ? on : formatMinute(at))

/** True where an answer can't be one: it was there before the question. Of one day the minutes tell, where both are known. */
export const isBefore = (replied: DayOrMinute, asked: DayOrMinute): boolean =>
  replied.on < asked.on || (replied.at !== null && asked.at !== null && replied.at < asked.at)

export const isLater = ({ on, at }: DayOrMinute, { clock }: Pick<Deps, 'clock'>): boolean =>
  at === null ? on > clock.today() : at > clock.now()

/** Refuses times that nobody can have seen. */
export function checkTimes(deps: Pick<Deps, 'clock'>, asked: DayOrMinute, replied: DayOrMinute | null): void {
  const now = formatMinute(deps.clock.now())
  if (isLater(asked, deps)) throw refuse('message.asked-in-future', { asked: timeWords(asked), now })
  if (replied === null) return
  if (isLater(replied, deps)) throw refuse('message.replied-in-future', { replied: timeWords(replied), now })
  if (isBefore(replied, asked))
    throw refuse('message.reply-before-question', { asked: timeWords(asked), replied: timeWords(replied) })
}

/** Words as they are kept. Refuses `message.words-missing`, `message.words-too-long`. */
export function checkedWords(text: string | undefined, what: string, most: number): string {
  const words = (text ?? '').trim()
  if (words === '') throw refuse('message.words-missing', { what })
  if ([...words].length > most) throw refuse('message.words-too-long', { what, most })
  return words
}

/** A unit that can answer. Refuses `record.not-found`, `message.unit-gone`. */
export async function answeringUnit(tx: Tx, districtId: string, unitId: string): Promise<void> {
  const unit = await readUnit(tx, districtId, unitId)
  if (!unit) throw refuse('record.not-found', { what: '单位' })
  if (unit.state !== 'active') throw refuse('message.unit-gone', { unit: unit.name })
}

/** A time as a form gives it: the day, and the minute where it is known. Blank: undefined. Refuses `message.time-unreadable`. */
export function typedTime(on: string | undefined, time: string | undefined, what: string): DayOrMinute | undefined {
  const [day, minute] = [(on ?? '').trim(), (time ?? '').trim()]
  if (day === '' && minute === '') return undefined
  if (!isCivilDate(day)) throw refuse('message.time-unreadable', { what })
  if (minute === '') return { on: civilDate(day), at: null }
  const at = instantFromLocal(`${day} ${minute}`)
  if (at === undefined) throw refuse('message.time-unreadable', { what })
  return { on: civilDate(day), at }
}
