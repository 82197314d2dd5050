import type { Deps } from '../../access/index.ts'
import { addMs, type Instant } from '../../calendar/index.ts'

const HOUR_MS = 3_600_000

/** How many times an address may do something within an hour. */
export const limits = { submit: 5, lookup: 30 } as const
type Doing = keyof typeof limits

type Counting = Pick<Deps, 'db' | 'vault' | 'wall'>

/**
 * Does something for a visitor unless he did it too often within the hour, whichever program he came to; what is refused
 * for another reason counts for nothing where `counts` says so. Answers the minutes to wait instead where it was too often.
 * An address is kept as a keyed digest, for an hour.
 */
export async function throttled<T>(
  deps: Counting,
  { doing, address, counts }: { doing: Doing; address: string; counts: 'tried' | 'done' },
  work: () => Promise<T>,
): Promise<{ minutes: number } | { done: T }> {
  const now = deps.wall.now()
  const who = deps.vault.mac(address, `form-visit/${doing}`)
  const minutes = await waitFor(deps, who, limits[doing], now)
  if (minutes !== undefined) return { minutes }
  if (counts === 'tried') await count(deps, who, now)
  const done = await work()
  if (counts === 'done') await count(deps, who, now)
  return { done }
}

/** Minutes until it may be done again; undefined: it may be done now. */
async function waitFor({ db }: Counting, who: Buffer, limit: number, now: Instant): Promise<number | undefined> {
  const recent = await db
    .selectFrom('form_visit')
    .select('at')
    .where('who', '=', who)
    .where('at', '>', addMs(now, -HOUR_MS))
    .orderBy('at')
    .execute()
  const [first] = recent
  if (recent.length < limit || !first) return undefined
  return Math.max(1, Math.ceil((Date.parse(first.at) + HOUR_MS - Date.parse(now)) / 60_000))
}

async function count({ db }: Counting, who: Buffer, now: Instant): Promise<void> {
  await db.deleteFrom('form_visit').where('at', '<=', addMs(now, -HOUR_MS)).execute()
  await db.insertInto('form_visit').values({ who, at: now }).execute()
}
