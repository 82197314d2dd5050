import type { Actor, Deps } from '../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { dueDay } from '../../holidays/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { accountForms, fieldsOf, type FormField, labelOf, readAnswer } from '../forms/index.ts'
import type { Return, Signer } from '../model.ts'
import { actOnReturn, type ReturnInput } from './act.ts'
import { papersOf, type PrintedContent } from './content.ts'
import { readPrint } from './print.ts'

/** What the acceptor saw on one paper: whose signature, the seal, whether it says what was printed. */
export type PaperCheck = { paper: string; signedBy: Signer; sealed: boolean; matches: boolean }

/** 核验: signature, seal and content of each paper, one by one, scan and data side by side. The last look counts. */
export async function checkPapers(deps: Deps, actor: Actor, input: ReturnInput & { checks: readonly PaperCheck[] }) {
  const { districtId, returnId, checks } = input
  return actOnReturn(deps, actor, input, 'check', async (tx, { one }) => {
    const content = await printInForce(tx, deps, districtId, one)
    const papers = new Set(papersOf(content).map(({ key }) => key))
    for (const { paper, signedBy, sealed, matches } of checks) {
      if (!papers.has(paper)) throw refuse('record.not-found', { what: '报送表格' })
      const said = { signed_by: signedBy, sealed, matches, checked_by: actor.id, checked_at: deps.wall.now() }
      const key = { district_id: districtId, return_id: returnId, print_number: one.printNumber, paper }
      await tx
        .insertInto('filing_paper_check')
        .values({ ...key, ...said })
        .onConflict((conflict) =>
          conflict.columns(['district_id', 'return_id', 'print_number', 'paper']).doUpdateSet(said),
        )
        .execute()
    }
    return { told: { print: one.printNumber, checks } }
  })
}

export async function printInForce(tx: Db | Tx, deps: Deps, districtId: string, one: Return): Promise<PrintedContent> {
  const content = await readPrint(tx, deps.vault, districtId, { returnId: one.id, number: one.printNumber })
  if (!content) throw new Error(`return ${one.id} has no printing ${one.printNumber}`)
  return content
}

export async function checksOf(
  db: Db | Tx,
  districtId: string,
  { id, printNumber }: Pick<Return, 'id' | 'printNumber'>,
): Promise<PaperCheck[]> {
  const rows = await db
    .selectFrom('filing_paper_check')
    .select(['paper', 'signed_by as signedBy', 'sealed', 'matches'])
    .where('district_id', '=', districtId)
    .where('return_id', '=', id)
    .where('print_number', '=', printNumber)
    .execute()
  return rows as PaperCheck[]
}

/** 手写更正: what the pen changed of one field of one account. */
export type Correction = { accountId: string; field: string; printed: string; written: string; confirmed: boolean }

const correctable = new Map<string, FormField>(accountForms.flatMap(fieldsOf).map((field) => [field.key, field]))
const contextOf = (districtId: string, returnId: string, number: number, accountId: string, field: string) =>
  `${districtId}/correction/${returnId}/${number}/${accountId}/${field}`

/** Transcribes a pen correction; it counts once somebody has confirmed it. Refuses `return.correction-not-valid`. */
export async function transcribeCorrection(
  deps: Deps,
  actor: Actor,
  input: ReturnInput & { accountId: string; field: string; written: string },
) {
  const { districtId, returnId, accountId, field } = input
  const written = input.written.trim()
  return actOnReturn(deps, actor, input, 'check', async (tx, { one }) => {
    const asked = correctable.get(field)
    const content = await printInForce(tx, deps, districtId, one)
    const entry = content.entries.find((each) => each.accountId === accountId)
    if (!asked || !entry) throw refuse('record.not-found', { what: '更正的栏目' })
    const read = readAnswer(asked, written, deps.clock.today())
    if ('wanted' in read) throw refuse('return.correction-not-valid', { field: labelOf(asked), wanted: read.wanted })
    const words = Buffer.from(JSON.stringify({ printed: entry.answers[field] ?? '', written }))
    const { wrappedKey, sealed } = deps.vault.sealBytes(
      words,
      contextOf(districtId, returnId, one.printNumber, accountId, field),
    )
    const said = {
      words_key: wrappedKey,
      words: sealed,
      transcribed_by: actor.id,
      transcribed_at: deps.wall.now(),
      confirmed_by: null,
      confirmed_at: null,
    }
    const key = {
      district_id: districtId,
      return_id: returnId,
      print_number: one.printNumber,
      account_id: accountId,
      field,
    }
    await tx
      .insertInto('filing_correction')
      .values({ ...key, ...said })
      .onConflict((conflict) =>
        conflict.columns(['district_id', 'return_id', 'print_number', 'account_id', 'field']).doUpdateSet(said),
      )
      .execute()
    return { told: { correction: { accountId, field } } }
  })
}

/** Confirms every transcribed correction after another look at the scan. */
export async function confirmCorrections(deps: Deps, actor: Actor, input: ReturnInput) {
  return actOnReturn(deps, actor, input, 'check', async (tx, { one }) => {
    const confirmed = await tx
      .updateTable('filing_correction')
      .set({ confirmed_by: actor.id, confirmed_at: deps.wall.now() })
      .where('district_id', '=', input.districtId)
      .where('return_id', '=', input.returnId)
      .where('print_number', '=', one.printNumber)
      .where('confirmed_by', 'is', null)
      .executeTakeFirst()
    if (confirmed.numUpdatedRows === 0n) throw refuse('record.not-found', { what: '待确认的手写更正' })
    return { told: { correctionsConfirmed: Number(confirmed.numUpdatedRows) } }
  })
}

export async function correctionsOf(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  { id, printNumber }: Pick<Return, 'id' | 'printNumber'>,
): Promise<Correction[]> {
  const rows = await db
    .selectFrom('filing_correction')
    .select([
      'account_id as accountId',
      'field',
      'words_key as wrappedKey',
      'words as sealed',
      'confirmed_by as confirmedBy',
    ])
    .where('district_id', '=', districtId)
    .where('return_id', '=', id)
    .where('print_number', '=', printNumber)
    .orderBy('account_id')
    .orderBy('field')
    .execute()
  return rows.map(({ accountId, field, wrappedKey, sealed, confirmedBy }) => {
    const words = vault.openBytes({ wrappedKey, sealed }, contextOf(districtId, id, printNumber, accountId, field))
    const { printed, written } = JSON.parse(words.toString('utf8')) as { printed: string; written: string }
    return { accountId, field, printed, written, confirmed: confirmedBy !== null }
  })
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
    await keepDefects(tx, deps, actor, { districtId, returnId, printNumber: one.printNumber, defects })
    const { set, until } = await mendUntil(tx, deps, input)
    return { set, told: { print: one.printNumber, defects, until } }
  })
}

/**
 * 重新补正: an accepted return is opened again, with the reason and a day. What was accepted stays as it was; only a new
 * printing can be handed in. Refuses `return.reason-required`, `return.until-past`, `return.action-not-allowed`.
 */
export async function reopenReturn(deps: Deps, actor: Actor, input: ReturnInput & { reason: string } & MendUntil) {
  const { districtId, returnId } = input
  const reason = input.reason.trim()
  if (reason === '') throw refuse('return.reason-required')
  refusePast(deps, input)
  return actOnReturn(deps, actor, input, 'reopen', async (tx, { one }) => {
    const defects = [{ sentence: reason }]
    await keepDefects(tx, deps, actor, { districtId, returnId, printNumber: one.printNumber, defects })
    const { set, until } = await mendUntil(tx, deps, input)
    return { set, told: { reason, until } }
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

async function keepDefects(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  found: { districtId: string; returnId: string; printNumber: number; defects: readonly DefectInput[] },
): Promise<void> {
  for (const { accountId = null, sentence } of found.defects)
    await tx
      .insertInto('filing_defect')
      .values({
        district_id: found.districtId,
        return_id: found.returnId,
        id: deps.ids.next(),
        print_number: found.printNumber,
        account_id: accountId,
        sentence,
        found_by: actor.id,
        found_at: deps.wall.now(),
      })
      .execute()
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
