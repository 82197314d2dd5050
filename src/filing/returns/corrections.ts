import { type Actor, type Deps, refuseMaker } from '../../access/index.ts'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type FormField, labelOf, readAnswer } from '../forms/index.ts'
import type { Return } from '../model.ts'
import { actOnReturn, refuseHands, type ReturnInput } from './act.ts'
import { printInForce } from './check.ts'
import { papersOf, type PrintedContent } from './content.ts'
import { fieldsOn } from './paper-fields.ts'

/** 手写更正: what the pen changed on one paper of one field of one account. */
export type Correction = {
  paper: string
  accountId: string
  field: string
  printed: string
  written: string
  /** Who transcribed it, who confirmed it, and when. */
  transcribed: Hand
  confirmed: Hand | null
}
type Hand = { by: string; at: Instant }

const contextOf = (districtId: string, returnId: string, number: number, accountId: string, field: string) =>
  `${districtId}/correction/${returnId}/${number}/${accountId}/${field}`

/**
 * Transcribes a pen correction of a field that stands on this paper; it counts once somebody else has confirmed it. The
 * platform of an account that the ledger knows is no matter for a pen. Refuses `return.correction-not-valid`,
 * `return.correction-same`, `record.not-found`, `access.maker-is-checker`.
 */
export async function transcribeCorrection(
  deps: Deps,
  actor: Actor,
  input: ReturnInput & { paper: string; accountId: string; field: string; written: string },
) {
  const { districtId, returnId, paper, accountId, field } = input
  const written = input.written.trim()
  return actOnReturn(deps, actor, input, 'transcribe', async (tx, { one }) => {
    refuseHands(actor, one)
    const content = await printInForce(tx, deps, districtId, one)
    const asked = correctable(content, paper, accountId).find(({ key }) => key === field)
    const entry = content.entries.find((each) => each.accountId === accountId)
    if (!asked || !entry) throw refuse('record.not-found', { what: '更正的栏目' })
    refuseUnreadable(asked, entry.answers[field]?.trim() ?? '', written, deps.clock.today())
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
      paper,
      account_id: accountId,
      field,
    }
    await tx
      .insertInto('filing_correction')
      .values({ ...key, ...said })
      .onConflict((conflict) =>
        conflict
          .columns(['district_id', 'return_id', 'print_number', 'paper', 'account_id', 'field'])
          .doUpdateSet(said),
      )
      .execute()
    return { told: { correction: { paper, accountId, field } } }
  })
}

/** The fields of an account that can be corrected on a paper of a printing; none: the paper says nothing of this account. */
export function correctable(content: PrintedContent, paper: string, accountId: string): readonly FormField[] {
  const name = papersOf(content).find(({ key }) => key === paper)
  const entry = content.entries.find((one) => one.accountId === accountId)
  if (!name || !entry || (name.accountId !== undefined && name.accountId !== accountId)) return []
  return fieldsOn(name.form).filter(({ key }) => key !== 'platform' || entry.added)
}

function refuseUnreadable(asked: FormField, printed: string, written: string, today: CivilDate): void {
  const field = labelOf(asked)
  if (written === printed) throw refuse('return.correction-same', { field })
  if (written === '' && !asked.required) return
  const read = written === '' ? { wanted: '未填写' } : readAnswer(asked, written, today)
  if ('wanted' in read) throw refuse('return.correction-not-valid', { field, wanted: read.wanted })
}

/**
 * Confirms the corrections that others transcribed, after another look at the scan. Refuses `access.maker-is-checker` where
 * only the actor's own wait.
 */
export async function confirmCorrections(deps: Deps, actor: Actor, input: ReturnInput) {
  return actOnReturn(deps, actor, input, 'confirm', async (tx, { one }) => {
    refuseHands(actor, one)
    const waiting = await tx
      .selectFrom('filing_correction')
      .select('transcribed_by as by')
      .where('district_id', '=', input.districtId)
      .where('return_id', '=', input.returnId)
      .where('print_number', '=', one.printNumber)
      .where('confirmed_by', 'is', null)
      .execute()
    if (waiting.length === 0) throw refuse('record.not-found', { what: '待确认的手写更正' })
    if (waiting.every(({ by }) => by === actor.id)) refuseMaker(actor, actor.id)
    const confirmed = await tx
      .updateTable('filing_correction')
      .set({ confirmed_by: actor.id, confirmed_at: deps.wall.now() })
      .where('district_id', '=', input.districtId)
      .where('return_id', '=', input.returnId)
      .where('print_number', '=', one.printNumber)
      .where('confirmed_by', 'is', null)
      .where('transcribed_by', '<>', actor.id)
      .executeTakeFirstOrThrow()
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
    .select(['paper', 'account_id as accountId', 'field', 'words_key as wrappedKey', 'words as sealed'])
    .select(['transcribed_by as transcribedBy', 'transcribed_at as transcribedAt'])
    .select(['confirmed_by as confirmedBy', 'confirmed_at as confirmedAt'])
    .where('district_id', '=', districtId)
    .where('return_id', '=', id)
    .where('print_number', '=', printNumber)
    .orderBy('account_id')
    .orderBy('field')
    .orderBy('paper')
    .execute()
  return rows.map(({ paper, accountId, field, wrappedKey, sealed, ...hands }) => {
    const { transcribedBy, transcribedAt, confirmedBy, confirmedAt } = hands
    const words = vault.openBytes({ wrappedKey, sealed }, contextOf(districtId, id, printNumber, accountId, field))
    const { printed, written } = JSON.parse(words.toString('utf8')) as { printed: string; written: string }
    const transcribed = { by: transcribedBy, at: transcribedAt }
    const confirmed = confirmedBy !== null && confirmedAt !== null ? { by: confirmedBy, at: confirmedAt } : null
    return { paper, accountId, field, printed, written, transcribed, confirmed }
  })
}
