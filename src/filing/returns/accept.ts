import { sql } from 'kysely'
import { type Actor, type Deps, refuseMaker } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { accountsToFile, saveAccountWithin } from '../../registry/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type Answers, ledgerFactsFrom } from '../forms/index.ts'
import type { Return } from '../model.ts'
import { filingNumber } from '../rules.ts'
import { actOnReturn, type ReturnInput } from './act.ts'
import { checksOf, type Correction, correctionsOf, type PaperCheck, printInForce } from './check.ts'
import { papersOf, type PrintedContent, type PrintedEntry } from './content.ts'
import { writeEntry } from './records.ts'
import { type OnAccepted, signedWords } from './signed-words.ts'

/**
 * 受理: every paper is signed by 主要领导, sealed, and says what was printed, or its pen corrections are transcribed and
 * confirmed. What was filed then stands in the ledger and has a 备案号, and the room above hears the unit's words. Whoever
 * typed the return in does not accept it.
 * Refuses `return.paper-unchecked`, `return.signature-missing`, `return.signature-wrong-role`, `return.seal-missing`,
 * `return.differs-from-print`, `return.correction-unconfirmed`, `return.account-elsewhere`, `access.maker-is-checker`.
 */
export async function acceptReturn(
  deps: Deps,
  actor: Actor,
  input: ReturnInput,
  onAccepted?: OnAccepted,
): Promise<{ numbers: string[] }> {
  const { districtId } = input
  const numbers: string[] = []
  await actOnReturn(deps, actor, input, 'accept', async (tx, { one }) => {
    refuseMaker(actor, one.enteredForUnitBy)
    refuseMaker(actor, one.submittedBy)
    const content = await printInForce(tx, deps, districtId, one)
    const corrections = await correctionsOf(tx, deps.vault, districtId, one)
    refuseUnsigned(content, await checksOf(tx, districtId, one), corrections)
    const entries = content.entries.map((entry) => corrected(entry, corrections))
    await intoLedger(tx, deps, actor, { districtId, one, content, entries })
    numbers.splice(0, numbers.length, ...(await giveNumbers(tx, deps, actor, { districtId, one, content })))
    await onAccepted?.(tx, deps, actor, { districtId, words: signedWords(one, entries, numbers) })
    const acceptedAt = deps.clock.now()
    return {
      set: { accepted_by: actor.id, accepted_at: acceptedAt, accepted_print: one.printNumber },
      told: { print: one.printNumber, numbers, corrections: corrections.length, acceptedAt },
    }
  })
  return { numbers }
}

function refuseUnsigned(
  content: PrintedContent,
  checks: readonly PaperCheck[],
  corrections: readonly Correction[],
): void {
  const unconfirmed = corrections.filter(({ confirmed }) => !confirmed).length
  if (unconfirmed > 0) throw refuse('return.correction-unconfirmed', { count: unconfirmed })
  for (const { key, title: paper, accountId } of papersOf(content)) {
    const check = checks.find((one) => one.paper === key)
    if (!check) throw refuse('return.paper-unchecked', { paper })
    if (check.signedBy === 'nobody') throw refuse('return.signature-missing', { paper })
    if (check.signedBy === 'other') throw refuse('return.signature-wrong-role', { paper })
    if (!check.sealed) throw refuse('return.seal-missing', { paper })
    const transcribed = corrections.some((one) => accountId === undefined || one.accountId === accountId)
    if (!check.matches && !transcribed) throw refuse('return.differs-from-print', { paper })
  }
}

const corrected = (entry: PrintedEntry, corrections: readonly Correction[]): PrintedEntry => ({
  ...entry,
  answers: corrections
    .filter(({ accountId }) => accountId === entry.accountId)
    .reduce<Answers>((answers, { field, written }) => ({ ...answers, [field]: written }), entry.answers),
})

type Accepted = { districtId: string; one: Return; content: PrintedContent; entries: readonly PrintedEntry[] }

async function intoLedger(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, one, content, entries }: Accepted,
): Promise<void> {
  if (entries.length === 0) return
  const known = new Map(
    (await accountsToFile(tx, deps.vault, districtId, one.unitId)).map(({ account }) => [account.id, account]),
  )
  const { countedUntil } = content.campaign
  for (const [index, { accountId, added, answers }] of entries.entries()) {
    const before = known.get(accountId)
    if (!before && !added) throw refuse('return.account-elsewhere', { name: answers['name'] ?? '' })
    const { facts, people = {} } = ledgerFactsFrom(answers, { today: deps.clock.today(), countedUntil })
    await saveAccountWithin(tx, deps, actor, {
      districtId,
      unitId: one.unitId,
      ...(before ? { id: accountId, version: before.version } : { newId: accountId }),
      facts,
      people,
      filingState: 'filed',
    })
    await settleEntry(tx, deps, actor, { districtId, one, position: index + 1, accountId, answers })
  }
}

// The entry says what was accepted, corrections included: the next return begins with it.
async function settleEntry(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  {
    districtId,
    one,
    position,
    accountId,
    answers,
  }: { districtId: string; one: Return; position: number; accountId: string; answers: Answers },
): Promise<void> {
  const { version } = await tx
    .updateTable('filing_entry')
    .set({ added: false })
    .where('district_id', '=', districtId)
    .where('return_id', '=', one.id)
    .where('account_id', '=', accountId)
    .returning('version')
    .executeTakeFirstOrThrow()
  const entry = { accountId, position, added: false, answers, version: version + 1 }
  await writeEntry(tx, deps, actor, { districtId, returnId: one.id, entry })
}

type Numbered = { districtId: string; one: Return; content: PrintedContent }

async function giveNumbers(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, one, content }: Numbered,
): Promise<string[]> {
  const accountIds = content.entries.map(({ accountId }): string | null => accountId)
  const numbers: string[] = []
  for (const accountId of accountIds.length > 0 ? accountIds : [null])
    numbers.push(
      await recordFiling(tx, deps, actor, {
        districtId,
        unitId: one.unitId,
        accountId,
        kind: accountId === null ? 'zero' : 'existing',
        source: { kind: 'return', id: one.id },
      }),
    )
  return numbers
}

/** A filing that was accepted. */
export type Filed = {
  districtId: string
  unitId: string
  accountId: string | null
  kind: 'existing' | 'open' | 'change' | 'suspend' | 'deregister' | 'zero'
  source: { kind: 'return' | 'case'; id: string }
}

/** Gives an accepted filing its 备案号, in the caller's transaction. Two that are accepted at once wait for each other. */
export async function recordFiling(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, unitId, accountId, kind, source }: Filed,
): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`filing-number/${districtId}`}, 0))`.execute(tx)
  const year = Number(deps.clock.today().slice(0, 4))
  const { last } = await tx
    .selectFrom('filing_record')
    .select(({ fn }) => fn.coalesce(fn.max('serial'), sql<number>`0`).as('last'))
    .where('district_id', '=', districtId)
    .where('year', '=', year)
    .executeTakeFirstOrThrow()
  const serial = last + 1
  const number = filingNumber(districtId, year, serial)
  await tx
    .insertInto('filing_record')
    .values({
      district_id: districtId,
      number,
      year,
      serial,
      unit_id: unitId,
      account_id: accountId,
      kind,
      source_kind: source.kind,
      source_id: source.id,
      accepted_by: actor.id,
      accepted_at: deps.clock.now(),
    })
    .execute()
  return number
}
