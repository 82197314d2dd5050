import { sql } from 'kysely'
import { type Actor, type Deps, permit } from '../../access/index.ts'
import { addDays, type Instant, startOfDay } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { BATCH, expireDue } from './expire-due.ts'
import type { RestingOf } from './expire.ts'
import { evidencePeriods } from './kept-years.tsx'
import type { KeptYears } from './rules.ts'

type Text = { accountId: string; postId: string; readAt: Instant }

/**
 * Deletes texts of posts whose time is over and on which nothing open rests: as long as evidence of the same look, and not
 * longer. The post stays with its title, link and day. Answers how many texts were deleted.
 */
export async function expireTexts(
  deps: Deps,
  actor: Actor,
  districtId: string,
  restingOf: RestingOf,
): Promise<{ deleted: number }> {
  permit(actor, 'evidence.keep', { districtId })
  const today = deps.clock.today()
  const periods = await evidencePeriods(deps.db, districtId, today)
  const years: KeptYears = { rested: periods.rested.years, other: periods.other.years, failed: periods.failed.years }
  // No period is shorter than this; the rule then looks at each.
  const cutoff = startOfDay(addDays(today, 1 - 365 * Math.min(years.rested, years.other)))
  return expireDue<Text>(deps, actor, districtId, restingOf, {
    action: 'post-texts.expired',
    years,
    find: (tx, after) => textsBefore(tx, districtId, cutoff, after),
    seen: ({ accountId, readAt }) => ({ accountId, kind: 'listed', observedAt: readAt, lastSeenAt: readAt }),
    remove: (tx, over) => deleteTexts(tx, districtId, over),
    told: (over) => ({ count: over.length }),
  })
}

/** Texts read before a moment, in the order of their posts; held, so that none is read again meanwhile unnoticed. */
async function textsBefore(tx: Tx, districtId: string, cutoff: Instant, after: Text | undefined): Promise<Text[]> {
  const { rows } = await sql<Text>`
    select account_id as "accountId", post_id as "postId", read_at as "readAt" from published_text
    where district_id = ${districtId} and read_at < ${cutoff}
      ${after ? sql`and (account_id, post_id) > (${after.accountId}::uuid, ${after.postId}::uuid)` : sql``}
    order by account_id, post_id limit ${BATCH} for update`.execute(tx)
  return rows
}

async function deleteTexts(tx: Tx, districtId: string, texts: readonly Text[]): Promise<void> {
  await sql`
    delete from published_text t
    using unnest(${texts.map(({ accountId }) => accountId)}::uuid[], ${texts.map(({ postId }) => postId)}::uuid[]) as o (account_id, post_id)
    where t.district_id = ${districtId} and t.account_id = o.account_id and t.post_id = o.post_id`.execute(tx)
}
