import type { Actor, Deps } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Signer } from '../model.ts'
import type { Correction } from './corrections.ts'

/** A printed version whose signed papers are checked: of which return or 备案事项, and which number. */
export type CheckedPrint = { districtId: string; source: { kind: 'return' | 'case'; id: string }; number: number }

/** The printing in force of a return or a case. */
export const printInForceOf = (
  kind: CheckedPrint['source']['kind'],
  districtId: string,
  { id, printNumber }: { id: string; printNumber: number },
): CheckedPrint => ({ districtId, source: { kind, id }, number: printNumber })

/** One paper of a printing: a sheet that is signed and sealed. */
export type Paper = { key: string; title: string }

/** Which page of which scan. */
export type ScanPlace = { scanId: string; page: number }

/**
 * What the acceptor saw on one paper: whose signature, the seal, whether it says what was printed; and on which page it was
 * found, where no code says so.
 */
export type PaperCheck = { paper: string; signedBy: Signer; sealed: boolean; matches: boolean; at?: ScanPlace }
/** What was seen, by whom and when. */
export type SeenPaper = PaperCheck & { checkedBy: string; checkedAt: Instant }

/** Whether two looks saw the same of one paper, on the same page where one is named. */
export const isSameLook = (one: PaperCheck, other: PaperCheck): boolean =>
  one.paper === other.paper &&
  one.signedBy === other.signedBy &&
  one.sealed === other.sealed &&
  one.matches === other.matches &&
  one.at?.scanId === other.at?.scanId &&
  one.at?.page === other.at?.page

/** Keeps what was seen of each paper; the last look counts. In the transaction of a step that is allowed. Refuses `record.not-found`. */
export async function keepChecks(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, source, number }: CheckedPrint,
  { papers, checks }: { papers: readonly Paper[]; checks: readonly PaperCheck[] },
): Promise<void> {
  if (checks.some(({ paper }) => !papers.some(({ key }) => key === paper)))
    throw refuse('record.not-found', { what: '报送表格' })
  // One that was sent twice counts as it was sent last.
  const last = [...new Map(checks.map((one) => [one.paper, one])).values()]
  if (last.length === 0) return
  const by = { checked_by: actor.id, checked_at: deps.wall.now(), set_apart_at: null }
  const of = { district_id: districtId, source_kind: source.kind, source_id: source.id, print_number: number }
  await tx
    .insertInto('filing_paper_check')
    .values(
      last.map(({ paper, signedBy, sealed, matches, at }) => ({
        ...of,
        paper,
        signed_by: signedBy,
        sealed,
        matches,
        scan_id: at?.scanId ?? null,
        scan_page: at?.page ?? null,
        ...by,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['district_id', 'source_kind', 'source_id', 'print_number', 'paper']).doUpdateSet(({ ref }) => ({
        signed_by: ref('excluded.signed_by'),
        sealed: ref('excluded.sealed'),
        matches: ref('excluded.matches'),
        scan_id: ref('excluded.scan_id'),
        scan_page: ref('excluded.scan_page'),
        ...by,
      })),
    )
    .execute()
}

export async function checksOf(db: Db | Tx, { districtId, source, number }: CheckedPrint): Promise<SeenPaper[]> {
  const rows = await db
    .selectFrom('filing_paper_check')
    .select(['paper', 'signed_by as signedBy', 'sealed', 'matches'])
    .select(['checked_by as checkedBy', 'checked_at as checkedAt', 'scan_id as scanId', 'scan_page as page'])
    .where('district_id', '=', districtId)
    .where('source_kind', '=', source.kind)
    .where('source_id', '=', source.id)
    .where('print_number', '=', number)
    .where('set_apart_at', 'is', null)
    .execute()
  return rows.map(({ scanId, page, signedBy, ...seen }) => ({
    ...seen,
    signedBy: signedBy as Signer,
    ...(scanId !== null && page !== null && { at: { scanId, page } }),
  }))
}

/**
 * What is handed in again, be it of the same printing, comes with other scans: what was seen and transcribed of those before
 * counts no longer. In the transaction of the handing in.
 */
export async function setLooksApart(tx: Tx, { districtId, source, number }: CheckedPrint, at: Instant): Promise<void> {
  for (const table of ['filing_paper_check', 'filing_correction'] as const)
    await tx
      .updateTable(table)
      .set({ set_apart_at: at })
      .where('district_id', '=', districtId)
      .where('source_kind', '=', source.kind)
      .where('source_id', '=', source.id)
      .where('print_number', '=', number)
      .where('set_apart_at', 'is', null)
      .execute()
}

/**
 * What stands in the way of 受理: every paper is signed by 主要领导, sealed, and says what was printed, or its pen corrections
 * are transcribed and confirmed. Refuses `paper.correction-unconfirmed`, `paper.unchecked`, `paper.signature-missing`,
 * `paper.signature-wrong-role`, `paper.seal-missing`, `paper.differs-from-print`.
 */
export function refuseUnsigned(
  papers: readonly Paper[],
  checks: readonly PaperCheck[],
  corrections: readonly Correction[],
): void {
  const unconfirmed = corrections.filter(({ confirmed }) => !confirmed).length
  if (unconfirmed > 0) throw refuse('paper.correction-unconfirmed', { count: unconfirmed })
  for (const { key, title: paper } of papers) {
    const check = checks.find((one) => one.paper === key)
    if (!check) throw refuse('paper.unchecked', { paper })
    if (check.signedBy === 'nobody') throw refuse('paper.signature-missing', { paper })
    if (check.signedBy === 'other') throw refuse('paper.signature-wrong-role', { paper })
    if (!check.sealed) throw refuse('paper.seal-missing', { paper })
    // What the pen changed on one paper excuses no other.
    if (!check.matches && !corrections.some((one) => one.paper === key))
      throw refuse('paper.differs-from-print', { paper })
  }
}
