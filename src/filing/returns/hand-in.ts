import type { Actor, Deps } from '../../access/index.ts'
import { minutesLate } from '../../calendar/index.ts'
import { inspectScan, saveFile } from '../../files/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { raiseLate, raiseUnmended } from '../campaigns/overdue.ts'
import { printInForceOf, setLooksApart } from '../checking/checks.ts'
import { type PaperCode, readCode } from '../forms/index.ts'
import type { Return } from '../model.ts'
import { isMendingOverdue } from '../rules.ts'
import { actOnReturn, type ReturnInput } from './act.ts'
import { ledgerEntries, refuseStale, refuseTwice } from './against-ledger.ts'
import { printInForce } from './check.ts'
import { hashedPapers, type PrintedContent } from './content.ts'
import { missingPapers, scannedPages } from './scanned-pages.ts'
import { refuseSameFile, type Scan, scansOf } from './scans.ts'

/**
 * Takes a scan of the signed and sealed papers. Its QR codes, where they can be read, must be of this return and of the
 * printing in force, and name a paper of it with the hash of what it says; a scan without a readable code is taken, and
 * the acceptor compares by eye. Refuses what `inspectScan` refuses, `scan.other-form`, `scan.older-version`,
 * `scan.other-content`, `scan.same-file` where the same bytes stand already, and `return.not-printed-anew`.
 */
export async function uploadScan(
  deps: Deps,
  actor: Actor,
  input: ReturnInput & { name: string; bytes: Uint8Array },
): Promise<{ scanId: string; codes: number }> {
  const { districtId, returnId, name } = input
  const scan = await inspectScan({ name, bytes: input.bytes })
  const scanId = deps.ids.next()
  await actOnReturn(deps, actor, input, 'upload', async (tx, { one }) => {
    refuseAcceptedPrint(one)
    refuseSameFile(await scansOf(tx, districtId, one), { name, bytes: scan.bytes })
    const codes = scan.codes.flatMap(({ text }) => readCode(text) ?? [])
    for (const code of codes) {
      if (code.returnId !== returnId) throw refuse('scan.other-form', { name })
      if (code.printNumber !== one.printNumber)
        throw refuse('scan.older-version', { name, found: code.printNumber, wanted: one.printNumber })
    }
    if (codes.length > 0) refuseOtherContent(codes, await printInForce(tx, deps, districtId, one), name)
    const file = await saveFile(tx, deps, { districtId, name, bytes: scan.bytes, actor, accept: ['pdf', 'jpg', 'png'] })
    await tx
      .insertInto('filing_scan')
      .values({
        district_id: districtId,
        return_id: returnId,
        id: scanId,
        print_number: one.printNumber,
        file_id: file.id,
        pages: scan.pages,
        codes: scan.codes.map(({ text }) => text),
        code_pages: scan.codes.map(({ page }) => page),
        uploaded_by: actor.id,
        uploaded_at: deps.wall.now(),
      })
      .execute()
    return { told: { scan: { id: scanId, sha256: file.sha256, pages: scan.pages, codes: codes.length } } }
  })
  return { scanId, codes: scan.codes.length }
}

function refuseOtherContent(codes: readonly PaperCode[], content: PrintedContent, name: string): void {
  const papers = new Set(hashedPapers(content).map(({ form, hash }) => `${form}:${hash}`))
  if (codes.some(({ form, hash }) => !papers.has(`${form}:${hash}`))) throw refuse('scan.other-content', { name })
}

/**
 * 撤下扫描件: puts a scan of the printing in force aside that was uploaded by mistake, with a reason; it stays on record. What
 * was sent back or accepted with it stands. Refuses `return.scan-reason-required`, `record.not-found`.
 */
export async function putScanAside(deps: Deps, actor: Actor, input: ReturnInput & { scanId: string; reason: string }) {
  const { districtId, returnId, scanId } = input
  const reason = input.reason.trim()
  return actOnReturn(deps, actor, input, 'put-aside', async (tx, { one }) => {
    if (reason === '') throw refuse('return.scan-reason-required')
    const put = await tx
      .updateTable('filing_scan')
      .set({ replaced_at: deps.wall.now(), replaced_by: actor.id, replaced_reason: reason })
      .where('district_id', '=', districtId)
      .where('return_id', '=', returnId)
      .where('id', '=', scanId)
      .where('print_number', '=', one.printNumber)
      .where('replaced_at', 'is', null)
      .where('sent_back_at', 'is', null)
      .executeTakeFirst()
    if (put.numUpdatedRows === 0n) throw refuse('record.not-found', { what: '扫描件' })
    // The reason stands with the scan; the trail has its digest, as of every free word (decision 008).
    const reasonDigest = deps.vault.digest([reason], Buffer.from(scanId))
    return { told: { scan: { id: scanId, replaced: true }, reasonDigest } }
  })
}

/**
 * Hands the return in. Late or not is told by the first handing in, to the minute, and what comes late raises F-04. Refuses
 * `return.nothing-scanned`, `return.papers-not-scanned`, `return.not-printed-anew` where what was accepted once comes again
 * as the same printing, and what `refuseStale` and `refuseTwice` refuse.
 */
export async function submitReturn(deps: Deps, actor: Actor, input: ReturnInput) {
  const { districtId } = input
  return actOnReturn(deps, actor, input, 'submit', async (tx, loaded) => {
    const { one, campaign } = loaded
    refuseAcceptedPrint(one)
    const scans = await scansOf(tx, districtId, one)
    if (scans.length === 0) throw refuse('return.nothing-scanned')
    const content = await printInForce(tx, deps, districtId, one)
    refuseMissing(scans, content)
    const ledger = await ledgerEntries(tx, deps, districtId, loaded)
    refuseStale(content, ledger)
    refuseTwice(content.entries, ledger)
    await setLooksApart(tx, printInForceOf('return', districtId, one), deps.wall.now())
    const now = deps.clock.now()
    const told = { districtId, campaign }
    if (!one.firstSubmittedAt && minutesLate(campaign.filingDue, now) > 0) await raiseLate(tx, deps, actor, told, one)
    if (isMendingOverdue(one, deps.clock.today())) await raiseUnmended(tx, deps, actor, told, one)
    return {
      set: { first_submitted_at: one.firstSubmittedAt ?? now, submitted_at: now, submitted_by: actor.id },
      told: { print: one.printNumber, scans: scans.map(({ id }) => id), submittedAt: now },
    }
  })
}

// What was accepted keeps the scans it was accepted with.
function refuseAcceptedPrint({ acceptedPrint, printNumber }: Return): void {
  if (acceptedPrint !== null && printNumber <= acceptedPrint) throw refuse('return.not-printed-anew')
}

function refuseMissing(scans: readonly Scan[], content: PrintedContent): void {
  const missing = missingPapers(scannedPages(scans, hashedPapers(content)))
  if (missing.length > 0)
    throw refuse('return.papers-not-scanned', { papers: missing.map(({ title }) => `《${title}》`).join('、') })
}
