import { printPreciseDate } from '../../calendar/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import {
  type Account,
  bareFacts,
  dispositionLabels,
  factLabels,
  operatingStatusLabels,
  operationModeLabels,
  purposeLabels,
  readsScopeLabels,
  runningStateLabels,
} from '../model.ts'
import { countText } from './merge.ts'
import type { FieldChange } from './outcome.ts'
import { functionsText } from './read-choices.ts'

type Fact = Exclude<keyof Account, 'id' | 'version' | 'sheetOrder' | 'unitId'>

const words: Readonly<Partial<Record<Fact, Readonly<Record<string, string>>>>> = {
  purpose: purposeLabels,
  operationMode: operationModeLabels,
  operatingStatus: operatingStatusLabels,
  disposition: dispositionLabels,
  readsScope: readsScopeLabels,
  runningState: runningStateLabels,
}

/** A fact as a page or a sheet prints it; empty when it is not filled in. */
export function factText(account: Account, key: Fact): string {
  if (key === 'platform') return platforms[account.platform].label
  if (key === 'openedOn')
    return account.openedOn
      ? printPreciseDate({ day: account.openedOn, precision: account.openedPrecision ?? 'day' })
      : ''
  if (key === 'functions') return account.functionsFound ?? functionsText(account.functions)
  if (key === 'followers') return countText(account.followers, account.followersFound) ?? ''
  if (key === 'reads') return countText(account.reads, account.readsFound) ?? ''
  if (key === 'hasDedicatedStaff')
    return account.hasDedicatedStaff === null ? '' : account.hasDedicatedStaff ? '有专人' : '无专人'
  const value = account[key]
  return value === null ? '' : (words[key]?.[String(value)] ?? String(value))
}

// Wordings, precision and as-of dates change with the fact they belong to and are not listed on their own.
const companions: ReadonlySet<string> = new Set([
  'id',
  'version',
  'sheetOrder',
  'unitId',
  'openedPrecision',
  'functionsFound',
  'followersFound',
  'followersPrecision',
  'readsFound',
  'readsPrecision',
  'platformFound',
  'vendorFound',
])

/** What differs between two states of an account, in words. */
export function factChanges(before: Account, after: Account, unitName: (id: string) => string): FieldChange[] {
  const moved =
    before.unitId === after.unitId
      ? []
      : [{ label: '主办单位', before: unitName(before.unitId), after: unitName(after.unitId) }]
  const facts = (Object.keys(factLabels) as Fact[])
    .filter((key) => !companions.has(key))
    .map((key) => ({ label: factLabels[key], before: factText(before, key), after: factText(after, key) }))
  return [...moved, ...facts.filter((one) => one.before !== one.after)]
}

/** What was read of an account that is new, in words; a count with the number behind its wording. */
export function readFacts(account: Account): { label: string; text: string }[] {
  const { name, platform } = account
  const counted = (text: string, value: number | null) =>
    value === null || text === String(value) ? text : `${text}（按${value}登记）`
  return factChanges({ ...account, ...bareFacts(name, platform) }, account, () => '').map(({ label, after }) => {
    if (label === factLabels.followers) return { label, text: counted(after, account.followers) }
    return { label, text: label === factLabels.reads ? counted(after, account.reads) : after }
  })
}

/** The facts of a new account that are filled in, as the trail keeps them. */
export const filledFacts = (account: Account) =>
  Object.fromEntries(
    Object.entries(account).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  )

/** The changed facts alone, as the trail keeps them: before and after by name, no personal values. */
export function changedFacts<T extends object>(before: T, after: T): { before: Partial<T>; after: Partial<T> } {
  const keys = (Object.keys(after) as (keyof T)[]).filter(
    (key) => key !== 'version' && JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  )
  const pick = (from: T) => Object.fromEntries(keys.map((key) => [key, from[key]])) as Partial<T>
  return { before: pick(before), after: pick(after) }
}
