import { addDays, type CivilDate, type Instant, startOfDay } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { GuideElement } from './model.ts'
import { servicesBefore } from './queries.ts'

/** An entry as it was last seen. `usable` null: nobody had opened it by then, so that it is neither good nor bad. */
export type ServiceFacts = {
  entryId: string
  name: string
  usable: boolean | null
  lookedAt: Instant | null
  missing: GuideElement[]
  /** Kept evidence, readable by `readStoredFile`. */
  photoId: string | null
}

/** Facts for monitoring: of each account the entries in use with the latest look up to the end of a day. */
export async function serviceFacts(
  db: Db | Tx,
  districtId: string,
  asOf: CivilDate,
): Promise<Map<string, ServiceFacts[]>> {
  const entries = await servicesBefore(db, districtId, startOfDay(addDays(asOf, 1)))
  const facts = entries.map(({ id, accountId, name, latest }) => ({
    accountId,
    fact: {
      entryId: id,
      name,
      usable: latest?.usable ?? null,
      lookedAt: latest?.lookedAt ?? null,
      missing: latest?.missing ?? [],
      photoId: latest?.photoId ?? null,
    },
  }))
  return new Map(
    [...Map.groupBy(facts, ({ accountId }) => accountId)].map(([id, own]) => [id, own.map(({ fact }) => fact)]),
  )
}
