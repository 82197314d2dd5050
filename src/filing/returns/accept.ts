import { sql } from 'kysely'
import { type Actor, type Deps, findDistrict } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { checksOf, printInForceOf, refuseUnsigned } from '../checking/checks.ts'
import { type Correction, correctionsOf } from '../checking/corrections.ts'
import type { Return } from '../model.ts'
import { filingNumber } from '../rules.ts'
import { actOnReturn, refuseHands, type ReturnInput } from './act.ts'
import { ledgerEntries, refuseRegistered, refuseSignedStale } from './against-ledger.ts'
import { printInForce, refuseUnfound } from './check.ts'
import { accountWords, entryDefects, hashedPapers, type PrintedContent, type PrintedEntry } from './content.ts'
import { scansOf } from './scans.ts'
import { intoLedger, keepAccepted } from './into-ledger.ts'
import { scannedPages } from './scanned-pages.ts'
import { type OnAccepted, signedWords } from './signed-words.ts'

/**
 * 受理: every paper is signed by 主要领导, sealed, and says what was printed, or its pen corrections are transcribed and
 * confirmed; and what was signed still fits the ledger. It then stands in the ledger and has a 备案号, and the room above
 * hears the unit's words. Whoever had a hand in the return does not accept it.
 * Refuses what `refuseUnsigned`, `refuseUnfound`, `refuseSignedStale` and `refuseRegistered` refuse, `return.corrections-disagree`, `return.corrected-not-complete`,
 * `return.account-elsewhere`, `access.maker-is-checker`.
 */
export async function acceptReturn(
  deps: Deps,
  actor: Actor,
  input: ReturnInput,
  onAccepted?: OnAccepted,
): Promise<{ numbers: string[] }> {
  const { districtId } = input
  const numbers: string[] = []
  await actOnReturn(deps, actor, input, 'accept', async (tx, loaded) => {
    const { one } = loaded
    refuseHands(actor, one)
    const content = await printInForce(tx, deps, districtId, one)
    const print = printInForceOf('return', districtId, one)
    const corrections = await correctionsOf(tx, deps.vault, print)
    const papers = hashedPapers(content)
    const checks = await checksOf(tx, print)
    refuseUnsigned(papers, checks, corrections)
    refuseUnfound(checks, scannedPages(await scansOf(tx, districtId, one), papers))
    const ledger = await ledgerEntries(tx, deps, districtId, loaded)
    refuseSignedStale(content, ledger)
    const entries = content.entries.map((entry) => corrected(entry, corrections))
    refuseRegistered(entries, ledger)
    const district = await findDistrict(tx, districtId)
    refuseIncomplete(content, entries, { unitName: content.unit.name, district, today: deps.clock.today() })
    const accepted = { districtId, one, content, entries }
    await intoLedger(tx, deps, actor, accepted)
    numbers.splice(0, numbers.length, ...(await giveNumbers(tx, deps, actor, { districtId, one, content })))
    await keepAccepted(tx, deps, accepted, numbers)
    await onAccepted?.(tx, deps, actor, { districtId, words: signedWords(one, entries, numbers) })
    const acceptedAt = deps.clock.now()
    return {
      set: { accepted_by: actor.id, accepted_at: acceptedAt, accepted_print: one.printNumber },
      told: { print: one.printNumber, numbers, corrections: corrections.length, acceptedAt },
    }
  })
  return { numbers }
}

type About = Parameters<typeof entryDefects>[2]

// A pen may have made two papers disagree, or left a form with what could never have been printed.
function refuseIncomplete(content: PrintedContent, entries: readonly PrintedEntry[], about: About): void {
  const defects = entryDefects(entries, content.forms, about)
  if (defects.length > 0)
    throw refuse('return.corrected-not-complete', {
      faults: defects.map(({ account, label, wanted }) => `${account}“${label}”${wanted}`).join('；'),
    })
}

// Two papers that were corrected to different words say nothing that could be accepted.
function corrected(entry: PrintedEntry, corrections: readonly Correction[]): PrintedEntry {
  const written = new Map<string, string>()
  for (const one of corrections.filter(({ accountId }) => accountId === entry.accountId)) {
    const other = written.get(one.field)
    if (other !== undefined && other !== one.written)
      throw refuse('return.corrections-disagree', { account: accountWords(entry.answers) })
    written.set(one.field, one.written)
  }
  return { ...entry, answers: { ...entry.answers, ...Object.fromEntries(written) } }
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
