import {
  type Actor,
  type Deps,
  openPeople,
  permit,
  type PersonValues,
  savePerson,
  supersedePeople,
} from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { accountsToFile } from '../../registry/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type Answers, answersFromLedger, readAnswer } from '../forms/index.ts'
import type { ReturnKind } from '../model.ts'
import { stateAfter } from '../rules.ts'
import { actOnReturn, type ReturnInput } from './act.ts'
import { type Entry, lastAnswers, readEntries, readReturn, refuseOutsideCampaign, writeEntry } from './records.ts'

/**
 * Says how a unit answers. 逐号填报 brings one entry for each account the ledger knows, filled in already; 零报告 is refused
 * where accounts run (`return.zero-with-accounts`); 无变化确认 needs an accepted return that covers every account
 * (`return.unchanged-without-last`).
 */
export async function chooseKind(deps: Deps, actor: Actor, input: ReturnInput & { kind: ReturnKind }) {
  const { districtId, returnId, kind } = input
  return actOnReturn(deps, actor, input, 'fill', async (tx, { one }) => {
    const accounts = await accountsToFile(tx, deps.vault, districtId, one.unitId)
    const ids = accounts.map(({ account }) => account.id)
    if (kind === 'zero' && accounts.length > 0)
      throw refuse('return.zero-with-accounts', {
        count: accounts.length,
        names: accounts.map(({ account }) => account.name).join('、'),
      })
    const last = await lastAnswers(tx, deps.vault, districtId, ids)
    if (kind === 'unchanged' && (accounts.length === 0 || ids.some((id) => !last.has(id))))
      throw refuse('return.unchanged-without-last')
    if (kind !== 'zero') await prefill(tx, deps, actor, { districtId, returnId, accounts, last })
    return { set: { kind }, told: { kind } }
  })
}

type Prefilled = {
  districtId: string
  returnId: string
  accounts: Awaited<ReturnType<typeof accountsToFile>>
  last: Map<string, Answers>
}

// What was filled in before stays; accounts that came into the ledger since are added behind.
async function prefill(tx: Tx, deps: Deps, actor: Actor, { districtId, returnId, accounts, last }: Prefilled) {
  const entries = await readEntries(tx, deps.vault, districtId, returnId)
  const known = new Set(entries.map(({ accountId }) => accountId))
  let position = entries.at(-1)?.position ?? 0
  for (const { account, people } of accounts.filter((one) => !known.has(one.account.id))) {
    const answers = answersFromLedger(account, people, last.get(account.id))
    const entry: Entry = { accountId: account.id, position: ++position, added: false, answers, version: 1 }
    await writeEntry(tx, deps, actor, { districtId, returnId, entry })
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
 * Refuses `record.changed-meanwhile` when somebody else saved this account's form first.
 */
export async function saveEntry(
  deps: Deps,
  actor: Actor,
  input: EntryInput,
): Promise<{ accountId: string; version: number }> {
  const { districtId, returnId } = input
  return inTransaction(deps.db, async (tx) => {
    const loaded = await readReturn(tx, districtId, returnId, 'lock')
    permit(actor, 'filing.fill', { districtId, unitId: loaded?.one.unitId ?? null })
    if (!loaded) throw refuse('record.not-found', { what: '报送' })
    const { one, campaign } = loaded
    refuseOutsideCampaign(campaign)
    const state = stateAfter(one.state, 'fill')
    const entries = await readEntries(tx, deps.vault, districtId, returnId)
    const entry = changedEntry(entries, input, deps)
    await writeEntry(tx, deps, actor, { districtId, returnId, entry })
    const forUnit = actor.unitId === one.unitId ? {} : { entered_for_unit_by: actor.id }
    // The return's own version stays: two people may fill in two accounts of one return at the same time.
    await tx
      .updateTable('filing_return')
      .set({ state, ...forUnit, ...(one.kind === null && { kind: 'full' }) })
      .where('district_id', '=', districtId)
      .where('id', '=', returnId)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'return.entry-saved',
      subject: { kind: 'return', id: returnId },
      before: { state: one.state },
      after: { state, accountId: entry.accountId, added: entry.added },
      at: deps.wall.now(),
    })
    return { accountId: entry.accountId, version: entry.version }
  })
}

function changedEntry(entries: readonly Entry[], { accountId, version, answers }: EntryInput, deps: Deps): Entry {
  if (accountId === undefined)
    return {
      accountId: deps.ids.next(),
      position: (entries.at(-1)?.position ?? 0) + 1,
      added: true,
      answers,
      version: 1,
    }
  const before = entries.find((entry) => entry.accountId === accountId)
  if (!before) throw refuse('record.not-found', { what: '账号' })
  if (before.version !== version) throw refuse('record.changed-meanwhile', { what: '该账号的填报内容' })
  return { ...before, answers, version: before.version + 1 }
}

/** Takes an account away that was added by mistake; what the ledger knows stays in the return. */
export async function dropEntry(deps: Deps, actor: Actor, input: ReturnInput & { accountId: string }) {
  return actOnReturn(deps, actor, input, 'fill', async (tx) => {
    const dropped = await tx
      .deleteFrom('filing_entry')
      .where('district_id', '=', input.districtId)
      .where('return_id', '=', input.returnId)
      .where('account_id', '=', input.accountId)
      .where('added', '=', true)
      .executeTakeFirst()
    if (dropped.numDeletedRows === 0n) throw refuse('record.not-found', { what: '新增账号' })
    return { told: { dropped: input.accountId } }
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
