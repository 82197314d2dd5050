import { createHash } from 'node:crypto'
import type { Actor, Deps } from '../access/index.ts'
import { type CivilDate, formatDayZh, type Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { proposeCleanup, type ProposalDocument } from './proposals.ts'

type Day = { districtId: string; asOf: CivilDate }

const digestOfText = (text: string) => `sm3:${createHash('sm3').update(text).digest('hex')}`

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

/**
 * What was proposed on a day, as JSON text: what was kept of it, byte for byte; else reckoned from the ledger of today,
 * and a past day says so. Refuses `cleanup.day-altered`.
 */
export async function proposalsOn(
  db: Db | Tx,
  { districtId, asOf, today }: Day & { today: CivilDate },
): Promise<string> {
  const kept = await db
    .selectFrom('cleanup_day')
    .select(['document', 'digest'])
    .where('district_id', '=', districtId)
    .where('as_of', '=', asOf)
    .executeTakeFirst()
  if (!kept) return JSON.stringify(await proposeCleanup(db, { districtId, asOf, ledgerOn: today }))
  if (digestOfText(kept.document) !== kept.digest) throw refuse('cleanup.day-altered', { day: formatDayZh(asOf) })
  return kept.document
}
