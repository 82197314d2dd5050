import type { Actor, Deps } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import type { RestingOf } from './expire.ts'
import { type Dated, erasableFrom, type KeptYears } from './rules.ts'

export const BATCH = 500

/** What goes by age, of a kind: how a batch of it is found and held, when each was seen, how it goes, and what the trail says. */
export type Expiring<T> = {
  action: string
  years: KeptYears
  /** At most `BATCH` behind `after`, in one order. */
  find(tx: Tx, after: T | undefined): Promise<T[]>
  seen(one: T): Dated
  remove(tx: Tx, over: readonly T[]): Promise<void>
  told(over: readonly T[]): Record<string, unknown>
}

/** Deletes, a batch in a transaction with its link in the trail, what is over and on which nothing open rests. */
export async function expireDue<T>(
  deps: Deps,
  actor: Actor,
  districtId: string,
  restingOf: RestingOf,
  { action, years, find, seen, remove, told }: Expiring<T>,
): Promise<{ deleted: number }> {
  const today = deps.clock.today()
  let deleted = 0
  for (let after: T | undefined, more = true; more;) {
    const batch = await inTransaction(deps.db, async (tx) => {
      const found = await find(tx, after)
      if (found.length === 0) return { found, count: 0 }
      const resting = Map.groupBy(await restingOf(tx, districtId), ({ accountId }) => accountId)
      const over = found.filter((one) => {
        const dated = seen(one)
        const day = erasableFrom(dated, resting.get(dated.accountId) ?? [], years)
        return day !== null && day <= today
      })
      if (over.length === 0) return { found, count: 0 }
      await remove(tx, over)
      const subject = { kind: 'collection', id: districtId }
      await append(tx, deps.ids, { districtId, actor, action, subject, after: told(over), at: deps.wall.now() })
      return { found, count: over.length }
    })
    deleted += batch.count
    after = batch.found.at(-1)
    more = batch.found.length === BATCH
  }
  return { deleted }
}
