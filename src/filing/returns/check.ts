import type { Actor, Deps } from '../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { dueDay } from '../../holidays/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { keepChecks, type PaperCheck, printInForceOf, type ScanPlace } from '../checking/checks.ts'
import type { Return } from '../model.ts'
import { actOnReturn, refuseHands, type ReturnInput } from './act.ts'
import { hashedPapers, type PrintedContent } from './content.ts'
import { readPrint } from './print.ts'
import { openPages, type ScannedPages, scannedPages } from './scanned-pages.ts'
import { scansOf, setScansApart } from './scans.ts'

/**
 * 核验: signature, seal and content of each paper, one by one, scan and data side by side. The last look counts. Refuses
 * `record.not-found` for a page that is none of the scans, or carries another paper's code.
 */
export async function checkPapers(deps: Deps, actor: Actor, input: ReturnInput & { checks: readonly PaperCheck[] }) {
  const { districtId, checks } = input
  return actOnReturn(deps, actor, input, 'check', async (tx, { one }) => {
    refuseHands(actor, one)
    const papers = hashedPapers(await printInForce(tx, deps, districtId, one))
    refuseOtherPage(checks, scannedPages(await scansOf(tx, districtId, one), papers))
    await keepChecks(tx, deps, actor, printInForceOf('return', districtId, one), { papers, checks })
    return { told: { print: one.printNumber, checks } }
  })
}

function refuseOtherPage(checks: readonly PaperCheck[], scanned: ScannedPages): void {
  const open = openPages(scanned)
  const isOpen = ({ scanId, page }: ScanPlace) => open.some((one) => one.scanId === scanId && one.page === page)
  if (checks.some(({ at }) => at !== undefined && !isOpen(at)))
    throw refuse('record.not-found', { what: '未识别到二维码的扫描页' })
}

/** Refuses `return.paper-page-required`: a paper whose code was read nowhere is accepted where somebody found its page. */
export function refuseUnfound(checks: readonly PaperCheck[], { unread }: ScannedPages): void {
  const unfound = unread.find(({ key }) => !checks.some(({ paper, at }) => paper === key && at !== undefined))
  if (unfound) throw refuse('return.paper-page-required', { paper: unfound.title })
}

export async function printInForce(tx: Db | Tx, deps: Deps, districtId: string, one: Return): Promise<PrintedContent> {
  const content = await readPrint(tx, deps.vault, districtId, { returnId: one.id, number: one.printNumber })
  if (!content) throw new Error(`return ${one.id} has no printing ${one.printNumber}`)
  return content
}

/** Something to mend, as the unit reads it; of one account where it is one account's. */
export type DefectInput = { accountId?: string; sentence: string }

/** 退回补正，一次性告知: all defects at once, with a day until when. Refuses `return.defects-required`. */
export async function sendBack(
  deps: Deps,
  actor: Actor,
  input: ReturnInput & { defects: readonly DefectInput[] } & MendUntil,
) {
  const { districtId, returnId } = input
  const defects = input.defects
    .map((one) => ({ ...one, sentence: one.sentence.trim() }))
    .filter(({ sentence }) => sentence !== '')
  if (defects.length === 0) throw refuse('return.defects-required')
  refusePast(deps, input)
  return actOnReturn(deps, actor, input, 'send-back', async (tx, { one }) => {
    const kept = await keepDefects(tx, deps, actor, { districtId, returnId, printNumber: one.printNumber, defects })
    await setScansApart(tx, districtId, one, deps.wall.now())
    const { set, until } = await mendUntil(tx, deps, input)
    return { set, told: { print: one.printNumber, ...kept, until } }
  })
}

/**
 * 重新补正: an accepted return is opened again, with the reason and a day, while its campaign runs. What was accepted stays
 * as it was; only a new printing can be handed in. Refuses `return.reason-required`, `return.until-past`,
 * `return.action-not-allowed`, `return.campaign-closed`.
 */
export async function reopenReturn(deps: Deps, actor: Actor, input: ReturnInput & { reason: string } & MendUntil) {
  const { districtId, returnId } = input
  const reason = input.reason.trim()
  if (reason === '') throw refuse('return.reason-required')
  refusePast(deps, input)
  return actOnReturn(deps, actor, input, 'reopen', async (tx, { one }) => {
    const defects = [{ sentence: reason }]
    const kept = await keepDefects(tx, deps, actor, { districtId, returnId, printNumber: one.printNumber, defects })
    const { set, until } = await mendUntil(tx, deps, input)
    return { set, told: { ...kept, until } }
  })
}

/** The last day for handing in again: typed, or so many working days from today, which follow a new year's holidays. */
type MendUntil = { until: CivilDate; workingDays?: undefined } | { until?: undefined; workingDays: number }

async function mendUntil(tx: Tx, deps: Deps, { until, workingDays }: MendUntil) {
  const due = await dueDay(tx, deps, { day: until, workingDays })
  if (!due) throw refuse('return.until-required')
  return { until: due.day, set: { mend_until: due.day, mend_from: due.from, mend_workdays: due.workdays } }
}

function refusePast(deps: Deps, { until }: MendUntil): void {
  if (until !== undefined && until < deps.clock.today()) throw refuse('return.until-past', { day: formatDayZh(until) })
}

// What is written in free words may name people, and the trail is for ever: it keeps how many sentences there were and
// their digest, salted with the id of the first; the sentences themselves stand in the return.
async function keepDefects(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  found: { districtId: string; returnId: string; printNumber: number; defects: readonly DefectInput[] },
): Promise<{ defects: number; defectsDigest: string }> {
  const kept = found.defects.map(({ accountId = null, sentence }) => ({
    district_id: found.districtId,
    return_id: found.returnId,
    id: deps.ids.next(),
    print_number: found.printNumber,
    account_id: accountId,
    sentence,
    found_by: actor.id,
    found_at: deps.wall.now(),
  }))
  await tx.insertInto('filing_defect').values(kept).execute()
  const sentences = kept.map(({ sentence }) => sentence)
  return { defects: kept.length, defectsDigest: deps.vault.digest(sentences, Buffer.from(kept[0]?.id ?? '')) }
}

/** What was to be mended of a printing, in the order in which it was written. */
export async function defectsFound(
  db: Db | Tx,
  districtId: string,
  { id, printNumber }: Pick<Return, 'id' | 'printNumber'>,
) {
  return db
    .selectFrom('filing_defect')
    .select(['id', 'account_id as accountId', 'sentence'])
    .where('district_id', '=', districtId)
    .where('return_id', '=', id)
    .where('print_number', '=', printNumber)
    .orderBy('id')
    .execute()
}
