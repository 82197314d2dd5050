import {
  type Actor,
  type Deps,
  openPeople,
  permit,
  type PersonValues,
  savePerson,
  supersedePeople,
} from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type Answers, readAnswer } from '../forms/index.ts'
import { type Campaign, type ReturnKind, returnKindLabels } from '../model.ts'
import { stateAfter } from '../rules.ts'
import { actOnReturn, handOf, type ReturnInput } from './act.ts'
import { ledgerEntries, type LedgerEntry, refuseStale, refuseTwice } from './against-ledger.ts'
import { answersTyped, mayAdd } from './paper-fields.ts'
import { type Entry, readEntries, readReturn, refuseOutsideCampaign, writeEntry } from './records.ts'

/**
 * Says how a unit answers. 逐号填报 brings one entry for each account the ledger knows, filled in already; 零报告 is refused
 * where accounts run (`return.zero-with-accounts`); 无变化确认 needs an accepted return that covers every account
 * (`return.unchanged-without-last`), and confirms the ledger as it stands: what was typed before gives way to it.
 */
export async function chooseKind(deps: Deps, actor: Actor, input: ReturnInput & { kind: ReturnKind }) {
  const { districtId, returnId, kind } = input
  return actOnReturn(deps, actor, input, 'fill', async (tx, loaded) => {
    const ledger = await ledgerEntries(tx, deps, districtId, loaded)
    if (kind === 'zero') refuseStale({ kind, entries: [] }, ledger)
    if (kind === 'unchanged' && (ledger.length === 0 || ledger.some(({ covered }) => !covered)))
      throw refuse('return.unchanged-without-last')
    const { forms } = loaded.campaign
    if (kind !== 'zero') await prefill(tx, deps, actor, { districtId, returnId, kind, forms, ledger })
    return { set: { kind }, told: { kind } }
  })
}

type Prefilled = {
  districtId: string
  returnId: string
  kind: ReturnKind
  forms: Campaign['forms']
  ledger: readonly LedgerEntry[]
}

// 逐号填报: what was filled in before stays, accounts that came into the ledger since are added behind, and those that left
// the unit's ledger go. 无变化确认: the ledger, and nothing else.
async function prefill(tx: Tx, deps: Deps, actor: Actor, { districtId, returnId, kind, forms, ledger }: Prefilled) {
  const entries = await readEntries(tx, deps.vault, districtId, returnId)
  const inLedger = new Set(ledger.map(({ accountId }) => accountId))
  const gone = entries.filter(({ accountId, added }) => !inLedger.has(accountId) && (kind === 'unchanged' || !added))
  if (gone.length > 0)
    await tx
      .deleteFrom('filing_entry')
      .where('district_id', '=', districtId)
      .where('return_id', '=', returnId)
      .where(
        'account_id',
        'in',
        gone.map(({ accountId }) => accountId),
      )
      .execute()
  const known = new Map(entries.map((entry) => [entry.accountId, entry]))
  let position = entries.at(-1)?.position ?? 0
  for (const { accountId, answers } of ledger) {
    const before = known.get(accountId)
    if (before && kind !== 'unchanged') continue
    const entry: Entry = before
      ? { ...before, answers, version: before.version + 1 }
      : { accountId, position: ++position, added: false, answers, version: 1 }
    await writeEntry(tx, deps, actor, { districtId, returnId, forms, entry })
  }
}

/** 填报人及联系电话. Refuses `return.reporter-required`, `return.phone-not-valid`. */
export async function saveReporter(
  deps: Deps,
  actor: Actor,
  input: ReturnInput & { name: string; phone: string },
): Promise<{ version: number }> {
  const [name, phone] = [input.name.trim(), input.phone.trim()]
  if (name === '' || phone === '') throw refuse('return.reporter-required')
  const read = readAnswer({ kind: 'phone' }, phone, deps.clock.today())
  if ('wanted' in read) throw refuse('return.phone-not-valid', { wanted: read.wanted })
  return actOnReturn(deps, actor, input, 'fill', async (tx, { one }) => {
    const { id, digest } = await savePerson(tx, deps, input.districtId, { name, phone })
    if (one.reporterPersonId)
      await supersedePeople(tx, deps, input.districtId, [{ before: one.reporterPersonId, after: id }])
    return { set: { reporter_person_id: id }, told: { reporter: { id, digest } } }
  })
}

export type EntryInput = {
  districtId: string
  returnId: string
  /** Absent: an account that the ledger doesn't know yet. */
  accountId?: string
  /** Of the entry as it was shown. */
  version?: number
  answers: Answers
}

/**
 * Keeps what a unit typed of one account, finished or not. Filling in after printing leaves the printed version behind.
 * Only what the campaign's forms ask is taken. Refuses `record.changed-meanwhile` when somebody else saved this account's
 * form first, `return.kind-takes-no-entries`, `return.added-not-on-paper`, `return.account-twice`.
 */
export async function saveEntry(
  deps: Deps,
  actor: Actor,
  input: EntryInput,
): Promise<{ accountId: string; version: number }> {
  const { districtId, returnId } = input
  const subject = { kind: 'return', id: returnId }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: 'fill' }, async (tx) => {
    const loaded = await readReturn(tx, districtId, returnId, 'lock')
    permit(actor, 'filing.fill', { districtId, unitId: loaded?.one.unitId ?? null })
    if (!loaded) throw refuse('record.not-found', { what: '报送' })
    const { one, campaign } = loaded
    refuseOutsideCampaign(campaign)
    const state = stateAfter(one.state, 'fill')
    if (one.kind === 'zero' || one.kind === 'unchanged')
      throw refuse('return.kind-takes-no-entries', { kind: returnKindLabels[one.kind] })
    const entries = await readEntries(tx, deps.vault, districtId, returnId)
    const entry = changedEntry(entries, input, campaign.forms, deps)
    const others = entries.filter(({ accountId }) => accountId !== entry.accountId)
    refuseTwice([...others, entry], await ledgerEntries(tx, deps, districtId, loaded), entry.accountId)
    await writeEntry(tx, deps, actor, { districtId, returnId, forms: campaign.forms, entry })
    // The return's own version stays: two people may fill in two accounts of one return at the same time.
    await tx
      .updateTable('filing_return')
      .set({ state, ...handOf(actor, one), ...(one.kind === null && { kind: 'full' }) })
      .where('district_id', '=', districtId)
      .where('id', '=', returnId)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'return.entry-saved',
      subject,
      before: { state: one.state },
      after: { state, accountId: entry.accountId, added: entry.added },
      at: deps.wall.now(),
    })
    return { accountId: entry.accountId, version: entry.version }
  })
}

function changedEntry(
  entries: readonly Entry[],
  { accountId, version, answers: typed }: EntryInput,
  forms: Campaign['forms'],
  deps: Deps,
): Entry {
  if (accountId === undefined) {
    if (!mayAdd(forms)) throw refuse('return.added-not-on-paper')
    const position = (entries.at(-1)?.position ?? 0) + 1
    const answers = answersTyped(forms, { added: true, answers: {} }, typed)
    return { accountId: deps.ids.next(), position, added: true, answers, version: 1 }
  }
  const before = entries.find((entry) => entry.accountId === accountId)
  if (!before) throw refuse('record.not-found', { what: '账号' })
  if (before.version !== version) throw refuse('record.changed-meanwhile', { what: '账号填报内容' })
  return { ...before, answers: answersTyped(forms, before, typed), version: before.version + 1 }
}

/**
 * Takes an account away that was added by mistake; what the ledger knows stays in the return. Refuses
 * `record.changed-meanwhile` when somebody else saved this account's form first.
 */
export async function dropEntry(
  deps: Deps,
  actor: Actor,
  input: ReturnInput & { accountId: string; entryVersion: number },
) {
  const { districtId, returnId, accountId, entryVersion } = input
  return actOnReturn(deps, actor, input, 'fill', async (tx) => {
    const entries = await readEntries(tx, deps.vault, districtId, returnId)
    const entry = entries.find((one) => one.accountId === accountId && one.added)
    if (!entry) throw refuse('record.not-found', { what: '新增账号' })
    if (entry.version !== entryVersion) throw refuse('record.changed-meanwhile', { what: '账号填报内容' })
    await tx
      .deleteFrom('filing_entry')
      .where('district_id', '=', districtId)
      .where('return_id', '=', returnId)
      .where('account_id', '=', accountId)
      .execute()
    return { told: { dropped: accountId } }
  })
}

/** 填报人 of a return, opened. */
export async function reporterOf(
  tx: Tx,
  deps: Deps,
  districtId: string,
  personId: string | null,
): Promise<PersonValues | null> {
  if (personId === null) return null
  return (await openPeople(tx, deps.vault, districtId, [personId])).get(personId) ?? null
}
