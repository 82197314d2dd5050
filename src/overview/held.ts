import type { Deps } from '../access/index.ts'
import { addMs } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import type { Overview } from './model.ts'

/** However many pages stand open, the district is counted once in this time; each page says when. */
const COUNTED_ONCE_MS = 3_000

const counted = new WeakMap<Db, Map<string, Promise<Overview>>>()

/** What was counted for another page that stands open within the last seconds, or what is counted now. */
export async function freshFor(deps: Deps, districtId: string, count: () => Promise<Overview>): Promise<Overview> {
  const held = counted.get(deps.db) ?? new Map<string, Promise<Overview>>()
  counted.set(deps.db, held)
  const next = (held.get(districtId) ?? Promise.resolve(undefined))
    .catch(() => undefined)
    .then((known) => {
      const now = deps.wall.now()
      const fresh = known && known.readAt <= now && now < addMs(known.readAt, COUNTED_ONCE_MS)
      return fresh && known.asOf === deps.clock.today() ? known : count()
    })
  held.set(districtId, next)
  return next
}
