import { addDays, type CivilDate } from './civil-date.ts'

/**
 * The look-back window of a check: the `days` days before the checkpoint day and that day itself, so that with 14 days
 * an account last updated on 11-01 passes on 11-15 and fails on 11-16 (rulebook (i)2, docs/decisions/001). Strict
 * counting drops the first of them. Holidays exempt nobody, and a window never moves.
 */
export function updateWindow(checkpoint: CivilDate, days: number, strict = false): { from: CivilDate; to: CivilDate } {
  return { from: addDays(checkpoint, -(strict ? days - 1 : days)), to: checkpoint }
}
