import type { Deps } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { accountsToFile, plainAccountName } from '../../registry/index.ts'
import { canonicalJson } from '../../trail/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type Answers, answersFromLedger } from '../forms/index.ts'
import type { Campaign, Return, ReturnKind } from '../model.ts'
import { accountWords } from './content.ts'
import { directlyResponsible } from './known-people.ts'
import { lastAnswers } from './records.ts'
import { answersKept } from './paper-fields.ts'

/** An account of a unit as the ledger has it now, in the words of the campaign's forms; `covered`: an accepted return had it. */
export type LedgerEntry = { accountId: string; name: string; platform: Platform; answers: Answers; covered: boolean }

export async function ledgerEntries(
  tx: Tx,
  deps: Deps,
  districtId: string,
  { one, campaign }: { one: Pick<Return, 'unitId'>; campaign: Pick<Campaign, 'forms'> },
): Promise<LedgerEntry[]> {
  const accounts = await accountsToFile(tx, deps.vault, districtId, one.unitId)
  const last = await lastAnswers(
    tx,
    deps.vault,
    districtId,
    accounts.map(({ account }) => account.id),
  )
  // Whoever is registered as 直接责任人 is 分管领导, until the unit names somebody else for an account.
  const leader = await directlyResponsible(tx, deps.vault, districtId, one.unitId)
  return accounts.map(({ account, people }) => ({
    accountId: account.id,
    name: account.name,
    platform: account.platform,
    answers: answersKept(
      campaign.forms,
      answersFromLedger(account, { ...(leader && { leader }), ...people }, last.get(account.id)),
    ),
    covered: last.has(account.id),
  }))
}

type Said = { kind: ReturnKind; entries: readonly { accountId: string; answers: Answers }[] }

/**
 * Whether what a return says still fits the ledger: asked when it is printed, handed in and accepted, because weeks may lie
 * between them. Refuses `return.zero-with-accounts`, `return.accounts-missing`, `return.ledger-changed`.
 */
export function refuseStale(said: Said, ledger: readonly LedgerEntry[]): void {
  const stale = staleIn(said, ledger)
  if (stale?.kind === 'zero') throw refuse('return.zero-with-accounts', stale)
  if (stale?.kind === 'missing') throw refuse('return.accounts-missing', stale)
  if (stale) throw refuse('return.ledger-changed')
}

/** The same where it was signed all the same: it is the unit's to mend. Refuses `return.signed-stale`. */
export function refuseSignedStale(said: Said, ledger: readonly LedgerEntry[]): void {
  const stale = staleIn(said, ledger)
  if (stale) throw refuse('return.signed-stale', stale)
}

function staleIn({ kind, entries }: Said, ledger: readonly LedgerEntry[]) {
  const parts = (how: 'zero' | 'missing' | 'changed', which: readonly LedgerEntry[] = []) => ({
    kind: how,
    count: which.length,
    names: namesOf(which),
  })
  if (kind === 'zero') return ledger.length > 0 ? parts('zero', ledger) : undefined
  const said = new Map(entries.map(({ accountId, answers }) => [accountId, answers]))
  const missing = ledger.filter(({ accountId }) => !said.has(accountId))
  if (kind === 'full') return missing.length > 0 ? parts('missing', missing) : undefined
  const same = ledger.every(({ accountId, answers }) => equalAnswers(said.get(accountId), answers))
  return same && said.size === ledger.length ? undefined : parts('changed')
}

const namesOf = (ledger: readonly LedgerEntry[]) =>
  ledger.map(({ name, platform }) => `${name}（${platforms[platform].label}）`).join('、')

// Blank and unanswered are the same.
const plain = (answers: Answers): string =>
  canonicalJson(
    Object.fromEntries(Object.entries(answers).flatMap(([key, text]) => (text.trim() ? [[key, text.trim()]] : []))),
  )
const equalAnswers = (one: Answers | undefined, other: Answers) => one !== undefined && plain(one) === plain(other)

type Named = { accountId: string; answers: Answers }

/**
 * An account that the unit's ledger or the return itself has already under its name and platform is refused where it is
 * typed, and again before it is printed or handed in: nobody signs what can't be accepted. `only`: one entry of them.
 * Refuses `return.account-twice`.
 */
export function refuseTwice(entries: readonly Named[], ledger: readonly LedgerEntry[], only?: string): void {
  const twice = twiceIn(entries, ledger, only)
  if (twice) throw refuse('return.account-twice', twice)
}

/** The same where it was signed all the same: it is the unit's to mend. Refuses `return.account-registered`. */
export function refuseRegistered(entries: readonly Named[], ledger: readonly LedgerEntry[]): void {
  const twice = twiceIn(entries, ledger)
  if (twice) throw refuse('return.account-registered', { account: twice.account })
}

function twiceIn(entries: readonly Named[], ledger: readonly LedgerEntry[], only?: string) {
  const standing = Map.groupBy([...ledger, ...entries], keyOf)
  for (const entry of entries.filter(({ accountId }) => only === undefined || accountId === only)) {
    const key = keyOf(entry)
    const other = key && standing.get(key)?.find(({ accountId }) => accountId !== entry.accountId)
    if (other) return { account: accountWords(entry.answers), accountId: other.accountId }
  }
  return undefined
}

// As the register compares them; a form without a name or a platform names nothing yet.
function keyOf({ answers: { name = '', platform = '' } }: Named): string | undefined {
  if (name.trim() === '' || !(platform in platforms)) return undefined
  return `${plainAccountName(name.trim(), platform as Platform)}/${platform}`
}
