import type { Db } from '../database/index.ts'
import { type ChainAlgorithm, type ChainRecord, genesisHash, linkHash } from './chain.ts'
import { chainHeads, eventsAfter, type TrailRow } from './queries.ts'

/** Outcome for one chain: whole, or the first link that does not hold and why. */
export type ChainVerdict =
  | { districtId: string; whole: true; size: number; hash: string }
  | { districtId: string; whole: false; size: number; brokenAt: number; why: ChainBreak }

/** missing: a link was taken out; altered: its content or its hash was changed; relinked: it doesn't follow its predecessor; cut: links at the end are gone. */
export type ChainBreak = 'missing' | 'altered' | 'relinked' | 'cut'

const pageSize = 5_000

/** Recomputes every chain (or one district's) from its first link and names the first broken link of each. */
export async function verifyTrail(db: Db, districtId?: string): Promise<ChainVerdict[]> {
  const heads = await chainHeads(db, districtId)
  const verdicts: ChainVerdict[] = []
  for (const head of heads) verdicts.push(await verifyChain(db, head))
  return verdicts
}

async function verifyChain(db: Db, head: { districtId: string; seq: number; hash: string }): Promise<ChainVerdict> {
  let previous = { seq: 0, hash: genesisHash }
  for (;;) {
    const page = await eventsAfter(db, head.districtId, previous.seq, pageSize)
    for (const row of page) {
      const why = breakOf(row, previous)
      if (why) return { districtId: head.districtId, whole: false, size: head.seq, brokenAt: previous.seq + 1, why }
      previous = { seq: row.seq, hash: row.hash }
    }
    if (page.length < pageSize) break
  }
  if (previous.seq !== head.seq || previous.hash !== head.hash) {
    return { districtId: head.districtId, whole: false, size: head.seq, brokenAt: previous.seq + 1, why: 'cut' }
  }
  return { districtId: head.districtId, whole: true, size: head.seq, hash: head.hash }
}

function breakOf(row: TrailRow, previous: { seq: number; hash: string }): ChainBreak | undefined {
  if (row.seq !== previous.seq + 1) return 'missing'
  if (row.previousHash !== previous.hash) return 'relinked'
  if (row.algorithm !== 'sm3' && row.algorithm !== 'sha256') return 'altered'
  return linkHash(toRecord(row, row.algorithm)) === row.hash ? undefined : 'altered'
}

function toRecord({ hash: _hash, ...row }: TrailRow, algorithm: ChainAlgorithm): ChainRecord {
  return { ...row, algorithm }
}
