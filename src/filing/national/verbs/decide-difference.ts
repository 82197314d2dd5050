import { type Actor, type Deps, keepWords, permit } from '../../../access/index.ts'
import { readPreciseDate } from '../../../calendar/index.ts'
import { inTransaction, type Tx } from '../../../database/index.ts'
import { type AccountInput, runningStates, saveAccountWithin } from '../../../registry/index.ts'
import { append } from '../../../trail/index.ts'
import { readPlatform } from '../../../vocabulary/platforms.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { type NationalAccount, type NationalValues, remedySentences, runningWord } from '../model.ts'
import { type KeptDifference, lockDifference, settleDifference } from '../queries/comparisons.ts'
import { creditCodes, ledgerOfSheet } from '../queries/ledger.ts'
import { remedyOf, valuesOf } from '../rules.ts'
import { setCreditCodeWithin } from './set-credit-code.ts'

export type DecisionInput = {
  districtId: string
  comparisonId: string
  position: number
  version: number
}

/**
 * Takes one value of the sheet into the ledger, or registers the account that only the sheet has. Refuses
 * `access.denied`, `difference.decided-already`, `difference.not-acceptable`, `record.changed-meanwhile` (also when the
 * ledger no longer says what it said when it was compared), and what saving an account refuses.
 */
export async function acceptDifference(deps: Deps, actor: Actor, input: DecisionInput): Promise<void> {
  await decide(deps, actor, input, 'accepted', null, async (tx, difference) => {
    const account = await accountOf(tx, deps, input.districtId, difference)
    const remedy = remedyOf(difference, { filed: account?.filed ?? false })
    if (remedy !== 'accept') throw refuse('difference.not-acceptable', { why: remedySentences[remedy] })
    await intoLedger(tx, deps, actor, { districtId: input.districtId, difference, account })
  })
}

/** Leaves the ledger as it is, for a reason. Refuses `access.denied`, `difference.reason-required`, `difference.decided-already`. */
export async function dismissDifference(
  deps: Deps,
  actor: Actor,
  input: DecisionInput & { reason: string },
): Promise<void> {
  const reason = input.reason.trim()
  if (reason === '') throw refuse('difference.reason-required')
  await decide(deps, actor, input, 'dismissed', reason, () => Promise.resolve())
}

async function decide(
  deps: Deps,
  actor: Actor,
  input: DecisionInput,
  state: 'accepted' | 'dismissed',
  reason: string | null,
  work: (tx: Tx, difference: KeptDifference) => Promise<void>,
): Promise<void> {
  const { districtId, comparisonId } = input
  permit(actor, 'national.compare', { districtId })
  const at = deps.wall.now()
  await inTransaction(deps.db, async (tx) => {
    const difference = await lockDifference(tx, deps.vault, input)
    if (!difference) throw refuse('record.not-found', { what: '差异' })
    if (difference.state !== 'open') throw refuse('difference.decided-already')
    if (difference.version !== input.version) throw refuse('record.changed-meanwhile', { what: '差异' })
    await work(tx, difference)
    await settleDifference(tx, input, { state, reason, by: actor.id, at })
    const { position, kind, field, accountId } = difference
    const said = await keepWords(tx, deps, districtId, reason)
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: `national.difference-${state}`,
      subject: { kind: 'comparison', id: comparisonId },
      after: {
        position,
        kind,
        ...(field && { field }),
        ...(accountId && { accountId }),
        ...(said && { reason: said }),
      },
      at,
    })
  })
}

async function accountOf(
  tx: Tx,
  deps: Deps,
  districtId: string,
  { accountId }: KeptDifference,
): Promise<NationalAccount | undefined> {
  if (!accountId) return undefined
  return (await ledgerOfSheet(tx, deps.vault, districtId, { accountId })).accounts[0]
}

type Accepted = { districtId: string; difference: KeptDifference; account: NationalAccount | undefined }

async function intoLedger(tx: Tx, deps: Deps, actor: Actor, { districtId, difference, account }: Accepted) {
  const allow = (unitId: string) => permit(actor, 'ledger.edit', { districtId, unitId })
  const { field, unitId, sheetValue, ledgerValue, row } = difference
  if (!account) {
    if (!row || unitId === null) throw refuse('record.not-found', { what: '账号' })
    await saveAccountWithin(tx, deps, actor, { districtId, unitId, ...newAccount(row) }, allow)
    return
  }
  if (field === null || field === 'nationalStatus' || valuesOf(account)[field] !== ledgerValue || sheetValue === null)
    throw refuse('record.changed-meanwhile', { what: '台账中的这一项' })
  if (field === 'creditCode') {
    const version = (await creditCodes(tx, districtId)).get(account.unitId)?.version ?? 0
    await setCreditCodeWithin(tx, deps, actor, { districtId, unitId: account.unitId, code: sheetValue, version })
    return
  }
  const { facts, people } = changes[field]?.(sheetValue, account) ?? {}
  await saveAccountWithin(
    tx,
    deps,
    actor,
    {
      districtId,
      unitId: field === 'unitName' || field === 'sponsor' ? (unitId ?? account.unitId) : account.unitId,
      id: account.id,
      version: account.version,
      facts: { name: account.name, platform: account.platform, ...facts },
      ...(people && { people }),
    },
    allow,
  )
}

type Change = { facts?: Partial<AccountInput['facts']>; people?: NonNullable<AccountInput['people']> }

// 主办单位 is the unit itself and changes with it; what is not here is nobody's to take over.
const changes: Partial<Record<keyof NationalValues, (value: string, account: NationalAccount) => Change>> = {
  name: (name) => ({ facts: { name } }),
  identifier: (identifier) => ({ facts: { identifier } }),
  certifiedEntity: (certifiedEntity) => ({ facts: { certifiedEntity } }),
  profileUrl: (link) => ({ facts: { profileUrl: asAddress(link) } }),
  platform: (word, { platform }) => ({ facts: { platform: readPlatform(word) ?? platform } }),
  openedOn: (text) => ({ facts: openedFacts(text) }),
  contactName: (name, { contactPhone }) => ({ people: { contact: person(name, contactPhone) } }),
  contactPhone: (phone, { contactName }) => ({ people: { contact: person(contactName, phone) } }),
}

function newAccount(row: Partial<NationalValues>): Pick<AccountInput, 'facts' | 'people' | 'runningState'> {
  const { name, platform, identifier, certifiedEntity, profileUrl, openedOn, contactName, contactPhone } = row
  const state = runningStates.find((one) => runningWord(one) === row.runningState)
  const phone = contactPhone?.includes('*') ? null : (contactPhone ?? null)
  return {
    facts: {
      name: name ?? '',
      platform: readPlatform(platform ?? '') ?? 'other',
      identifier: identifier ?? null,
      certifiedEntity: certifiedEntity ?? null,
      profileUrl: profileUrl ? asAddress(profileUrl) : null,
      ...(openedOn && openedFacts(openedOn)),
    },
    ...((contactName || phone) && { people: { contact: person(contactName ?? null, phone) } }),
    ...(state && { runningState: state }),
  }
}

const person = (name: string | null, phone: string | null) => ({ name: name ?? '', ...(phone && { phone }) })
const asAddress = (link: string) => (/^https?:\/\//i.test(link) ? link : `https://${link}`)

function openedFacts(text: string): Partial<AccountInput['facts']> {
  const date = readPreciseDate(text)
  return 'reason' in date ? {} : { openedOn: date.day, openedPrecision: date.precision }
}
