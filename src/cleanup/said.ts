import type { CivilDate } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { frozenDay } from './days.ts'
import { keptDay } from './kept-days.ts'
import { proposeCleanup } from './proposals.ts'

/**
 * What was proposed on a day, as JSON text: what a person froze of it, or, of a past day, what was kept of it, byte for
 * byte; else reckoned from the ledger of today, and a past day says so. Refuses `cleanup.day-altered`.
 */
export async function proposalsOn(
  db: Db | Tx,
  { districtId, asOf, today }: { districtId: string; asOf: CivilDate; today: CivilDate },
): Promise<string> {
  const kept =
    (await frozenDay(db, { districtId, asOf })) ?? (asOf < today ? await keptDay(db, { districtId, asOf }) : undefined)
  return kept ?? JSON.stringify(await proposeCleanup(db, { districtId, asOf, ledgerOn: today }))
}
