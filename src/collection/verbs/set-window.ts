import { type Actor, type Deps, permit, keepWords } from '../../access/index.ts'
import { addMs, formatMinute, type Instant } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { windowWords } from '../maintenance/model.ts'

type NewWindow = {
  districtId: string
  reason: string
} & (
  | {
      kind: 'once'
      /** Undefined: at once. */
      from: Instant | undefined
      to: Instant
    }
  | {
      kind: 'daily'
      /** Minutes after midnight in Shanghai. */
      from: number
      to: number
    }
)

const MINUTE = 60_000
const DAY_MINUTES = 24 * 60
/** So much of every day is left to collect in. */
const LEAST_OPEN_HOURS = 4
/** Whoever wants to stop for longer says so again: nobody is left unseen by a slip of the hand. */
const MOST_DAYS = 31

/**
 * 设置维护时段: nothing is sent out in it, not even by looks under way, and what falls due waits. Refuses
 * `window.reason-missing`, `window.hours`, `window.order`, `window.past`, `window.too-long`, `window.daily-already`.
 */
export async function setWindow(deps: Deps, actor: Actor, input: NewWindow): Promise<{ id: string }> {
  const { districtId } = input
  permit(actor, 'sources.change', { districtId })
  const reason = input.reason.trim()
  if (reason === '') throw refuse('window.reason-missing')
  const id = deps.ids.next()
  const at = deps.wall.now()
  const window = input.kind === 'daily' ? daily(input, at) : once(input, at)
  await inTransaction(deps.db, async (tx) => {
    const made = await tx
      .insertInto('collection_window')
      .values({
        district_id: districtId,
        id,
        from_at: window.from,
        to_at: window.to,
        daily_from: window.daily?.from ?? null,
        daily_to: window.daily?.to ?? null,
        reason,
        set_by: actor.id,
        set_at: at,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) throw refuse('window.daily-already')
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'sources.window-set',
      subject: { kind: 'collection', id: districtId },
      after: { window: windowWords(window), reason: await keepWords(tx, deps, districtId, reason) },
      at,
    })
  })
  return { id }
}

function daily({ from, to }: { from: number; to: number }, now: Instant) {
  const length = (to - from + DAY_MINUTES) % DAY_MINUTES
  if (length === 0 || length > DAY_MINUTES - LEAST_OPEN_HOURS * 60)
    throw refuse('window.hours', { open: LEAST_OPEN_HOURS })
  return { from: now, to: null, daily: { from, to } }
}

function once({ from, to }: { from: Instant | undefined; to: Instant }, now: Instant) {
  const begins = from ?? now
  // Forms know minutes: the one that has begun is not over.
  if (begins <= addMs(now, -MINUTE)) throw refuse('window.past', { now: formatMinute(now) })
  if (to <= begins || to <= now) throw refuse('window.order')
  if (to > addMs(begins, MOST_DAYS * DAY_MINUTES * MINUTE)) throw refuse('window.too-long', { days: MOST_DAYS })
  return { from: begins, to, daily: null }
}
