import type { Actor, Deps } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { type Account, accountsToFile, saveAccountWithin } from '../../registry/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { ledgerFactsFrom } from '../forms/index.ts'
import type { Return } from '../model.ts'
import type { PrintedContent, PrintedEntry } from './content.ts'
import { keepHandler } from './handlers.ts'
import { signedAnswers } from './paper-fields.ts'
import { answerColumns } from './records.ts'

/** A return that is being accepted; `entries` with their pen corrections. */
export type Accepted = {
  districtId: string
  one: Return
  content: PrintedContent
  entries: readonly PrintedEntry[]
}

/**
 * What was signed stands in the ledger: what is on the papers of an account and nothing else. 无变化确认 changes no fact.
 * Refuses `return.account-elsewhere`.
 */
export async function intoLedger(tx: Tx, deps: Deps, actor: Actor, accepted: Accepted): Promise<void> {
  const { districtId, one, content, entries } = accepted
  if (entries.length === 0) return
  const known = new Map(
    (await accountsToFile(tx, deps.vault, districtId, one.unitId)).map(({ account }) => [account.id, account]),
  )
  for (const entry of entries) {
    const before = known.get(entry.accountId)
    if (!before && !entry.added) throw refuse('return.account-elsewhere', { name: entry.answers['name'] ?? '' })
    await saveAccountWithin(tx, deps, actor, {
      districtId,
      unitId: one.unitId,
      ...(before ? { id: before.id, version: before.version } : { newId: entry.accountId }),
      ...signedFacts(deps, content, entry, before),
      filingState: 'filed',
    })
    await keepHandler(tx, deps, { districtId, accountId: entry.accountId }, signedAnswers(content.forms, entry.answers))
    await settleEntry(tx, deps, actor, accepted, entry)
  }
}

function signedFacts(deps: Deps, content: PrintedContent, entry: PrintedEntry, before: Account | undefined) {
  if (before && content.kind === 'unchanged') return { facts: { name: before.name, platform: before.platform } }
  const answers = signedAnswers(content.forms, entry.answers)
  const { facts, people = {} } = ledgerFactsFrom(answers, {
    today: deps.clock.today(),
    countedUntil: countedOn(content),
  })
  // Which account it is, the ledger knows: no paper moves it to another platform.
  if (before) return { facts: { ...facts, name: facts.name || before.name, platform: before.platform }, people }
  return { facts, people }
}

// 附件2注9 may name a day to come (the notice of 16 June named 26 June); nothing that was signed before was counted on it.
const countedOn = ({ campaign: { countedUntil }, printedOn }: PrintedContent) =>
  countedUntil < printedOn ? countedUntil : printedOn

// The entry says what was accepted, corrections included: a return that is opened again is mended from there.
async function settleEntry(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, one, content }: Accepted,
  { accountId, answers }: PrintedEntry,
): Promise<void> {
  await tx
    .updateTable('filing_entry')
    .set((eb) => ({
      ...answerColumns(deps, { districtId, returnId: one.id, accountId }, content.forms, answers),
      added: false,
      version: eb('version', '+', 1),
      updated_by: actor.id,
      updated_at: deps.wall.now(),
    }))
    .where('district_id', '=', districtId)
    .where('return_id', '=', one.id)
    .where('account_id', '=', accountId)
    .execute()
}

/** Keeps what was accepted, each account under its 备案号: no later step of the return changes it. */
export async function keepAccepted(
  tx: Tx,
  deps: Deps,
  { districtId, one, content, entries }: Accepted,
  numbers: readonly string[],
): Promise<void> {
  if (entries.length === 0) return
  const acceptedAt = deps.clock.now()
  await tx
    .insertInto('filing_accepted_entry')
    .values(
      entries.map(({ accountId, answers }, at) => ({
        district_id: districtId,
        return_id: one.id,
        print_number: one.printNumber,
        account_id: accountId,
        number: numbers[at] ?? '',
        ...answerColumns(deps, { districtId, returnId: one.id, accountId }, content.forms, answers),
        submitted_by: one.submittedBy,
        accepted_at: acceptedAt,
      })),
    )
    .execute()
}
