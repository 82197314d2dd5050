import { createHash } from 'node:crypto'
import type { Actor, Deps } from '../access/index.ts'
import { type CivilDate, formatDayZh, type Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { ProposalDocument } from './proposals.ts'

type Day = { districtId: string; asOf: CivilDate }

export const digestOfText = (text: string) => `sm3:${createHash('sm3').update(text).digest('hex')}`

/**
 * Keeps what was said for a day, whole and once, of every account, also of those simply kept. Tells the digest. Refuses
 * `cleanup.day-frozen`.
 */
export async function keepDay(tx: Tx, deps: Deps, actor: Actor, document: ProposalDocument): Promise<string> {
  const text = JSON.stringify(document)
  const kept = await tx
    .insertInto('cleanup_day')
    .values({
      district_id: document.district,
      as_of: document.asOf,
      rules_version: document.rules,
      document: text,
      digest: digestOfText(text),
      frozen_by: actor.id,
      frozen_at: deps.wall.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('digest')
    .executeTakeFirst()
  if (!kept) throw refuse('cleanup.day-frozen', { day: formatDayZh(document.asOf) })
  return kept.digest
}

/** When the proposals of a day were kept; undefined: they were not. */
export async function frozenAt(db: Db | Tx, { districtId, asOf }: Day): Promise<Instant | undefined> {
  const found = await db
    .selectFrom('cleanup_day')
    .select('frozen_at')
    .where('district_id', '=', districtId)
    .where('as_of', '=', asOf)
    .executeTakeFirst()
  return found?.frozen_at
}

/** The text of a day that was frozen; undefined: it was not. Refuses `cleanup.day-altered`. */
export async function frozenDay(db: Db | Tx, { districtId, asOf }: Day): Promise<string | undefined> {
  const kept = await db
    .selectFrom('cleanup_day')
    .select(['document', 'digest'])
    .where('district_id', '=', districtId)
    .where('as_of', '=', asOf)
    .executeTakeFirst()
  if (kept && digestOfText(kept.document) !== kept.digest)
    throw refuse('cleanup.day-altered', { day: formatDayZh(asOf) })
  return kept?.document
}
