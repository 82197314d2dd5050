import type { Db } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { type ChainAlgorithm, type ChainRecord, genesisHash, linkHash } from './chain.ts'
import { chainHead, chainIds, eventsAfter, type TrailRow } from './queries.ts'

/** Outcome for one chain: whole, or the first link that does not hold and why. */
export type ChainVerdict =
  | { districtId: string; whole: true; size: number; hash: string }
  | { districtId: string; whole: false; size: number; brokenAt: number; why: ChainBreak }

const breaks = {
  missing: '该条缺失',
  altered: '该条内容或摘要被改动',
  relinked: '该条与上一条衔接不上',
  cut: '末尾的记录被截去',
  headless: '链首登记被删除，末尾是否完整已无从核对',
} as const

/** missing: a link was taken out; altered: its content or its hash was changed; relinked: it doesn't follow its predecessor; cut: links at the end are gone; headless: the row that names the last link is gone. */
export type ChainBreak = keyof typeof breaks

/** What a break is called for people. */
export const breakLabels: Readonly<Record<ChainBreak, string>> = breaks

const pageSize = 5_000

/**
 * Recomputes every chain (or one district's) from its first link and names the first broken link of each. A district
 * whose chain is gone altogether is broken, not passed over. Refuses `district.unknown`.
 */
export async function verifyTrail(db: Db, districtId?: string): Promise<ChainVerdict[]> {
  const all = await chainIds(db)
  if (districtId !== undefined && !all.includes(districtId)) throw refuse('district.unknown', { code: districtId })
  const verdicts: ChainVerdict[] = []
  for (const id of districtId === undefined ? all : [districtId]) verdicts.push(await verifyAtOneMoment(db, id))
  return verdicts
}

// Head and links as they stood at one moment: what the office writes meanwhile is no tampering.
const verifyAtOneMoment = (db: Db, districtId: string): Promise<ChainVerdict> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((tx) => verifyChain(tx, districtId))

async function verifyChain(db: Db, districtId: string): Promise<ChainVerdict> {
  const head = await chainHead(db, districtId)
  let previous = { seq: 0, hash: genesisHash }
  const broken = (why: ChainBreak, brokenAt = previous.seq + 1): ChainVerdict => ({
    districtId,
    whole: false,
    size: head?.seq ?? previous.seq,
    brokenAt,
    why,
  })
  for (;;) {
    const page = await eventsAfter(db, districtId, previous.seq, pageSize)
    for (const row of page) {
      const why = breakOf(row, previous)
      if (why) return broken(why)
      previous = { seq: row.seq, hash: row.hash }
    }
    if (page.length < pageSize) break
  }
  if (!head) return broken('headless')
  if (previous.seq !== head.seq) return broken('cut')
  // Rewritten with a hash that fits: only the head remembers the one before.
  if (previous.hash !== head.hash) return broken('altered', head.seq)
  return { districtId, whole: true, size: head.seq, hash: head.hash }
}

function breakOf(row: TrailRow, previous: { seq: number; hash: string }): ChainBreak | undefined {
  if (row.seq !== previous.seq + 1) return 'missing'
  if (row.previousHash !== previous.hash) return 'relinked'
  if (row.algorithm !== 'sm3' && row.algorithm !== 'sha256') return 'altered'
  return linkHash(toRecord(row, row.algorithm)) === row.hash ? undefined : 'altered'
}

function toRecord({ hash: _hash, onBehalfOf, ...row }: TrailRow, algorithm: ChainAlgorithm): ChainRecord {
  return { ...row, algorithm, ...(onBehalfOf !== null && { onBehalfOf }) }
}
