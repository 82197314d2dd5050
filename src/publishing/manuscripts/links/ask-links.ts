import { type Actor, type Deps, permit } from '../../../access/index.ts'
import { addMs } from '../../../calendar/index.ts'
import { type Db, inTransaction, type Tx } from '../../../database/index.ts'
import type { Sender } from '../../../outgoing/index.ts'
import { findManuscript } from '../queries.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { judgeReplies, type LinkAnswer } from './rules.ts'

/** So many are asked for at a time; of more, the rest the next time. */
const ASKED_MOST = 30
// A page that opens says so in its first bytes; one that is longer opens too.
const LIMITS = { totalMs: 8_000, wireBytes: 512 * 1024, bodyBytes: 4 * 1024 * 1024 }

export type AskedLinks = {
  districtId: string
  manuscriptId: string
  addresses: readonly string[]
  /** Leave out what was asked within so many milliseconds. */
  olderThanMs?: number
}

/**
 * 检查网址能否打开: each address is asked for once, through the guard of everything that leaves the house, and the answer kept
 * with its moment. Nothing of the text is sent. Refuses `access.denied`, `record.not-found`.
 */
export async function askLinks(
  deps: Deps,
  actor: Actor,
  sender: Sender,
  { districtId, manuscriptId, addresses, olderThanMs = 0 }: AskedLinks,
): Promise<LinkAnswer[]> {
  const { db, clock } = deps
  const manuscript = await findManuscript(db, { districtId, all: true }, manuscriptId)
  permit(actor, 'manuscripts.write', { districtId, unitId: manuscript?.unitId ?? null })
  if (!manuscript) throw refuse('record.not-found', { what: '稿件' })
  const known = await linkAnswers(db, districtId, manuscriptId)
  const fresh = addMs(clock.now(), -olderThanMs)
  const recent = new Set(known.filter(({ askedAt }) => askedAt > fresh).map(({ address }) => address))
  const asked = [...new Set(addresses)].filter((address) => !recent.has(address)).slice(0, ASKED_MOST)
  if (asked.length === 0) return known
  const replies = await Promise.all(
    asked.map(async (url) => [url, await sender.send({ url, headers: { accept: 'text/html,*/*' } }, LIMITS)] as const),
  )
  const askedAt = clock.now()
  const answers = Array.from(judgeReplies(new Map(replies)), ([address, said]) => ({ address, ...said, askedAt }))
  await inTransaction(db, (tx) => keepAnswers(tx, { districtId, manuscriptId, askedBy: actor.id }, answers))
  return linkAnswers(db, districtId, manuscriptId)
}

/** What is known of the addresses of a manuscript. */
export async function linkAnswers(db: Db | Tx, districtId: string, manuscriptId: string): Promise<LinkAnswer[]> {
  const rows = await db
    .selectFrom('manuscript_link')
    .select(['address', 'outcome', 'why', 'asked_at'])
    .where('district_id', '=', districtId)
    .where('manuscript_id', '=', manuscriptId)
    .orderBy('address')
    .execute()
  return rows.map(({ address, outcome, why, asked_at }) => ({
    address,
    outcome: outcome as LinkAnswer['outcome'],
    why,
    askedAt: asked_at,
  }))
}

type Kept = { districtId: string; manuscriptId: string; askedBy: string }

const keepAnswers = (tx: Tx, { districtId, manuscriptId, askedBy }: Kept, answers: readonly LinkAnswer[]) =>
  tx
    .insertInto('manuscript_link')
    .values(
      answers.map(({ address, outcome, why, askedAt }) => ({
        district_id: districtId,
        manuscript_id: manuscriptId,
        address,
        outcome,
        why,
        asked_by: askedBy,
        asked_at: askedAt,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['district_id', 'manuscript_id', 'address']).doUpdateSet((row) => ({
        outcome: row.ref('excluded.outcome'),
        why: row.ref('excluded.why'),
        asked_by: row.ref('excluded.asked_by'),
        asked_at: row.ref('excluded.asked_at'),
      })),
    )
    .execute()
