import { printPreciseDate } from '../../calendar/index.ts'
import { runningStates } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import {
  type Difference,
  type NationalAccount,
  type NationalStatus,
  nationalStatusLabels,
  type NationalValues,
  type RecordedStatus,
  nextNationalStatus,
  type Remedy,
  runningWord,
} from './model.ts'

/**
 * Is this account one for the national system? Units of notice 一 and 二（二）alone; what was deregistered stays until it
 * is closed there as well (C3: 注销后及时在全国系统关停备案).
 */
export function belongsInNationalSheet({
  inScope,
  runningState,
  status,
}: Pick<NationalAccount, 'inScope' | 'runningState' | 'status'>): boolean {
  if (!inScope) return false
  return runningState !== 'deregistered' || status === 'reported' || status === 'changed'
}

/** What a row of the sheet says of an account, as text. */
export function valuesOf(account: NationalAccount): NationalValues {
  return {
    unitName: account.unitName,
    creditCode: account.creditCode,
    name: account.name,
    platform: platforms[account.platform].label,
    identifier: account.identifier,
    certifiedEntity: account.certifiedEntity,
    sponsor: account.unitName,
    openedOn: account.opened && printPreciseDate(account.opened),
    profileUrl: account.profileUrl,
    runningState: runningWord(account.runningState),
    contactName: account.contactName,
    contactPhone: account.contactPhone,
    note: account.formerName && `曾用名：${account.formerName}`,
    nationalStatus: nationalStatusLabels[account.status],
  }
}

/** Why a status can't be recorded now; undefined: it can. Closing there follows closing here (C3), never the other way. */
export function whyNotRecord(
  before: { status: NationalStatus; on: string | null; runningState: NationalAccount['runningState'] },
  next: { status: RecordedStatus; on: string; today: string },
): 'future' | 'before-last' | 'not-allowed' | 'still-running' | undefined {
  if (next.on > next.today) return 'future'
  if (!nextNationalStatus[before.status].includes(next.status)) return 'not-allowed'
  if (before.on !== null && next.on < before.on) return 'before-last'
  if (next.status === 'closed' && before.runningState === 'running') return 'still-running'
  return undefined
}

// 关停 goes one way: whoever is further along is followed by the other.
const stepOf = (word: string | null) => runningStates.findIndex((state) => runningWord(state) === word)
const further = (sheetValue: string, ledgerValue: string | null) => stepOf(sheetValue) > stepOf(ledgerValue)

/** Facts of an account that change only by a case once it is filed (C1 变更). */
const filedFacts: readonly string[] = ['name', 'certifiedEntity', 'unitName', 'sponsor']

/** What is to be done about a difference. `filed`: the account stands in the ledger as filed. */
export function remedyOf(
  {
    kind,
    field,
    unitId,
    sheetValue,
    ledgerValue,
  }: Pick<Difference, 'kind' | 'field' | 'unitId' | 'sheetValue' | 'ledgerValue'>,
  { filed }: { filed: boolean },
): Remedy {
  if (kind === 'only-ledger') return 'national'
  if (kind === 'only-sheet') return unitId === null ? 'unit' : 'accept'
  if (sheetValue === null) return 'national'
  if (field === 'nationalStatus') return 'record'
  if (field === 'runningState') return further(sheetValue, ledgerValue) ? 'case' : 'national'
  if (field === 'contactPhone' && sheetValue.includes('*')) return 'masked'
  if (field !== null && filedFacts.includes(field) && filed) return 'case'
  if ((field === 'unitName' || field === 'sponsor') && unitId === null) return 'unit'
  return 'accept'
}
