import type { Deps } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { readStoredFile } from '../../files/index.ts'
import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { textIn, unpacked } from './document.ts'
import type { EvidenceRow } from './model.ts'
import { evidenceOf, stampToken } from './queries.ts'

/** whole: what was kept, its digests computed anew. damaged: what lies there isn't what was kept. erased: nothing is. */
export type KeptText = { state: 'whole'; document: string } | { state: 'damaged' } | { state: 'erased' }

/** Opens evidence and verifies it. Whoever shows it masks it (`maskNumbers`) unless a person may see it whole. */
export async function openEvidence(
  deps: Deps,
  districtId: string,
  { fileId, sha256, sm3, erased }: Pick<EvidenceRow, 'fileId' | 'sha256' | 'sm3' | 'erased'>,
): Promise<KeptText> {
  if (erased) return { state: 'erased' }
  try {
    const { bytes } = await readStoredFile(deps, districtId, fileId)
    const document = unpacked(bytes, { sha256, sm3 })
    return document ? { state: 'whole', document: document.toString('utf8') } : { state: 'damaged' }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'file.lost') return { state: 'damaged' }
    throw error
  }
}

const EXCERPT = 400

/** The beginning of what it says, masked. */
export function excerptOf(document: string, most = EXCERPT): string {
  // Masked before it is cut: half a number would not be known for one.
  const letters = [...maskNumbers(textIn(document))]
  return letters.length <= most ? letters.join('') : `${letters.slice(0, most).join('')}……`
}

/** So many are opened beside a finding; the others are named. */
const OPENED = 2
const NAMED = 6

/** `excerpt`: masked, of those that were opened. */
export type KeptEvidence = readonly (EvidenceRow & { excerpt: string | null; state: KeptText['state'] | 'unopened' })[]

/**
 * What was kept of an account within a time, for whoever judges it: what was seen last first, the newest opened and
 * verified. Where nothing was seen in that time, what was seen last before it.
 */
export async function keptEvidence(
  deps: Deps,
  districtId: string,
  { accountId, from, to }: { accountId: string; from: Instant; to: Instant },
): Promise<KeptEvidence> {
  const within = await evidenceOf(deps.db, districtId, accountId, { between: { from, to }, limit: NAMED })
  const rows =
    within.length > 0
      ? within
      : await evidenceOf(deps.db, districtId, accountId, { between: { from: null, to }, limit: 1 })
  return Promise.all(
    rows.map(async (row, at) => {
      if (at >= OPENED) return { ...row, excerpt: null, state: 'unopened' as const }
      const opened = await openEvidence(deps, districtId, row)
      return { ...row, excerpt: opened.state === 'whole' ? excerptOf(opened.document) : null, state: opened.state }
    }),
  )
}

/** Evidence as an archive takes it out: opened only where it is asked for; `token` of its time stamp, as the authority gave it. */
export type HeldEvidence = EvidenceRow & {
  open: () => Promise<KeptText>
  token: () => Promise<Buffer | undefined>
}

/** All evidence of an account, what was seen last first; its texts stay where they are until one is opened. */
export async function heldEvidence(
  db: Db | Tx,
  deps: Deps,
  { districtId, accountId }: { districtId: string; accountId: string },
): Promise<HeldEvidence[]> {
  const rows = await evidenceOf(db, districtId, accountId, { limit: Number.MAX_SAFE_INTEGER })
  return rows.map((row) => ({
    ...row,
    open: () => openEvidence(deps, districtId, row),
    token: async () => (row.stamp?.state === 'stamped' ? stampToken(db, districtId, row.sha256) : undefined),
  }))
}
