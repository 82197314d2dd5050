import { type Actor, type Deps, isOnePerson, refuseMaker } from '../../access/index.ts'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type FormField, labelOf, readAnswer } from '../forms/index.ts'
import type { CheckedPrint } from './checks.ts'

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

type Place = { accountId: string; field: string }
const contextOf = ({ districtId, source, number }: CheckedPrint, { accountId, field }: Place) =>
  `${districtId}/correction/${source.id}/${number}/${accountId}/${field}`

export type Transcribed = {
  paper: string
  accountId: string
  asked: FormField
  /** What stands printed there, as it is kept; undefined: a blank. */
  printed: string | undefined
  /** As it stands on the paper: of a choice its word, or its key. */
  written: string
}

/**
 * Keeps what the pen changed of a field; it counts once somebody else has confirmed it. In the transaction of a step that is
 * allowed; answers what the trail is told. Refuses `paper.correction-not-valid`, `paper.correction-same`.
 */
export async function keepCorrection(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  print: CheckedPrint,
  { paper, accountId, asked, printed = '', ...transcribed }: Transcribed,
): Promise<{ correction: { paper: string; accountId: string; field: string } }> {
  const field = asked.key
  const written = answerIn(asked, transcribed.written.trim())
  refuseUnreadable(asked, printed.trim(), written, deps.clock.today())
  const words = Buffer.from(JSON.stringify({ printed, written }))
  const { wrappedKey, sealed } = deps.vault.sealBytes(words, contextOf(print, { accountId, field }))
  const said = {
    words_key: wrappedKey,
    words: sealed,
    transcribed_by: actor.id,
    transcribed_at: deps.wall.now(),
    confirmed_by: null,
    confirmed_at: null,
    set_apart_at: null,
  }
  await tx
    .insertInto('filing_correction')
    .values({
      district_id: print.districtId,
      source_kind: print.source.kind,
      source_id: print.source.id,
      print_number: print.number,
      paper,
      account_id: accountId,
      field,
      ...said,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['district_id', 'source_kind', 'source_id', 'print_number', 'paper', 'account_id', 'field'])
        .doUpdateSet(said),
    )
    .execute()
  return { correction: { paper, accountId, field } }
}

// What stands on paper is the word; what is kept is its key.
const answerIn = ({ choices }: FormField, written: string): string =>
  Object.entries(choices ?? {}).find(([, word]) => word === written)?.[0] ?? written

function refuseUnreadable(asked: FormField, printed: string, written: string, today: CivilDate): void {
  const field = labelOf(asked)
  if (written === printed) throw refuse('paper.correction-same', { field })
  if (written === '' && !asked.required) return
  const read = written === '' ? { wanted: '未填写' } : readAnswer(asked, written, today)
  if ('wanted' in read) throw refuse('paper.correction-not-valid', { field, wanted: read.wanted })
}

/**
 * Confirms the corrections that others transcribed, after another look at the scan; answers how many. Refuses
 * `record.not-found` where none waits, `access.maker-is-checker` where only the actor's own do.
 */
export async function confirmWaiting(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, source, number }: CheckedPrint,
): Promise<number> {
  const waiting = await tx
    .selectFrom('filing_correction')
    .select('transcribed_by as by')
    .where('district_id', '=', districtId)
    .where('source_kind', '=', source.kind)
    .where('source_id', '=', source.id)
    .where('print_number', '=', number)
    .where('confirmed_by', 'is', null)
    .where('set_apart_at', 'is', null)
    .execute()
  if (waiting.length === 0) throw refuse('record.not-found', { what: '待确认的手写更正' })
  if (waiting.every(({ by }) => isOnePerson(actor, by))) refuseMaker(actor, actor.id)
  const confirmed = await tx
    .updateTable('filing_correction')
    .set({ confirmed_by: actor.id, confirmed_at: deps.wall.now() })
    .where('district_id', '=', districtId)
    .where('source_kind', '=', source.kind)
    .where('source_id', '=', source.id)
    .where('print_number', '=', number)
    .where('confirmed_by', 'is', null)
    .where('set_apart_at', 'is', null)
    .where('transcribed_by', '<>', actor.id)
    .executeTakeFirstOrThrow()
  return Number(confirmed.numUpdatedRows)
}

export async function correctionsOf(db: Db | Tx, vault: Deps['vault'], print: CheckedPrint): Promise<Correction[]> {
  const rows = await db
    .selectFrom('filing_correction')
    .select(['paper', 'account_id as accountId', 'field', 'words_key as wrappedKey', 'words as sealed'])
    .select(['transcribed_by as transcribedBy', 'transcribed_at as transcribedAt'])
    .select(['confirmed_by as confirmedBy', 'confirmed_at as confirmedAt'])
    .where('district_id', '=', print.districtId)
    .where('source_kind', '=', print.source.kind)
    .where('source_id', '=', print.source.id)
    .where('print_number', '=', print.number)
    .where('set_apart_at', 'is', null)
    .orderBy('account_id')
    .orderBy('field')
    .orderBy('paper')
    .execute()
  return rows.map(({ paper, accountId, field, wrappedKey, sealed, ...hands }) => {
    const { transcribedBy, transcribedAt, confirmedBy, confirmedAt } = hands
    const words = vault.openBytes({ wrappedKey, sealed }, contextOf(print, { accountId, field }))
    const { printed, written } = JSON.parse(words.toString('utf8')) as { printed: string; written: string }
    const transcribed = { by: transcribedBy, at: transcribedAt }
    const confirmed = confirmedBy !== null && confirmedAt !== null ? { by: confirmedBy, at: confirmedAt } : null
    return { paper, accountId, field, printed, written, transcribed, confirmed }
  })
}
