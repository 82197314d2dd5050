import type { CivilDate } from '../../calendar/index.ts'
import type { PersonValues } from '../../access/index.ts'
import { type Account, type AccountFacts, bareFacts, type ContactDuty } from '../model.ts'
import { type FoundPerson, readPerson } from './read-people.ts'
import type { FilledFacts, ReadRow } from './shapes.ts'
import { platforms } from '../../vocabulary/platforms.ts'

/** Facts of an account that a row adds to the register for the first time. */
export function newFacts(row: ReadRow): AccountFacts {
  return { ...bareFacts(row.facts.name, row.facts.platform), ...defined(row.facts) }
}

const plain = [
  'name',
  'purpose',
  'identifier',
  'profileUrl',
  'certifiedEntity',
  'operatorUnit',
  'operationMode',
  'budgetYuan',
  'pushFrequency',
  'hasDedicatedStaff',
  'staffCount',
  'operatingStatus',
  'disposition',
  'renamedFrom',
  'renamedOn',
] as const satisfies readonly (keyof AccountFacts)[]

/**
 * A registered account after what a row says. Empty cells never empty a fact. Facts that belong together (a number, its
 * wording, its as-of date) change together or not at all, so that the same sheet a second time changes nothing.
 */
export function mergeFacts(account: Account, facts: FilledFacts): Account {
  const merged: Account = { ...account }
  for (const key of plain)
    if (facts[key] !== undefined && facts[key] !== null) Object.assign(merged, { [key]: facts[key] })
  if (facts.openedOn)
    Object.assign(merged, { openedOn: facts.openedOn, openedPrecision: facts.openedPrecision ?? 'day' })
  if (facts.functions)
    Object.assign(merged, { functions: facts.functions, functionsFound: facts.functionsFound ?? null })
  mergePlatform(merged, facts)
  mergeFollowers(merged, facts)
  mergeReads(merged, facts)
  return merged
}

// 公众号 or only 腾讯 says less than 订阅号: what is known more closely stays.
function mergePlatform(merged: Account, facts: FilledFacts): void {
  const vague = facts.platform === 'wechat_official' || facts.vendorFound
  if (facts.platform === merged.platform || (vague && saysNoMore(merged, facts))) return
  const { platform, platformFound = null, vendorFound = null } = facts
  Object.assign(merged, { platform, platformFound, vendorFound })
}

const saysNoMore = (known: Account, facts: FilledFacts) =>
  platforms[known.platform].family === platforms[facts.platform].family ||
  (facts.platformFound == null && platforms[known.platform].vendor === platforms[facts.platform].vendor)

// The same number counted again later is known to stand until then; an older sheet takes nothing back.
const later = (known: CivilDate | null, said: CivilDate | null | undefined): CivilDate | null =>
  said && (known === null || said > known) ? said : known

function mergeFollowers(merged: Account, facts: FilledFacts): void {
  if (facts.followers == null) return
  if (countText(merged.followers, merged.followersFound) === countText(facts.followers, facts.followersFound)) {
    merged.followersOn = later(merged.followersOn, facts.followersOn)
    return
  }
  const { followers, followersPrecision = null, followersFound = null, followersOn = null } = facts
  Object.assign(merged, { followers, followersPrecision, followersFound, followersOn })
}

function mergeReads(merged: Account, facts: FilledFacts): void {
  if (facts.readsScope && merged.readsScope === null) merged.readsScope = facts.readsScope
  if (facts.reads == null) return
  if (countText(merged.reads, merged.readsFound) === countText(facts.reads, facts.readsFound)) {
    merged.readsOn = later(merged.readsOn, facts.readsOn)
    return
  }
  const { reads, readsPrecision = null, readsFound = null, readsOn = null, readsScope = merged.readsScope } = facts
  Object.assign(merged, { reads, readsPrecision, readsFound, readsOn, readsScope })
}

/** A count as a sheet prints it: the words it came in, else the number. */
export const countText = (value: number | null | undefined, found: string | null | undefined) =>
  found ?? (value == null ? null : String(value))

/** How many facts the sheet asks for are empty there and known here: they stay, and the person is told. */
export const keptFacts = (account: Account, row: ReadRow) =>
  row.asked.filter((key) => row.facts[key] == null && account[key] !== null).length

/** The people a row names, 分管领导 and 账号管理员 of 系统字段 included. */
export function peopleOf(row: ReadRow): Partial<Record<ContactDuty, FoundPerson & { qq?: string }>> {
  const { system } = row
  const leader = system?.leader ? personIn(system.leader) : undefined
  const adminText = system?.admin ?? (system?.adminQq ? '' : undefined)
  const admin = adminText === undefined ? undefined : personIn(adminText)
  return {
    ...row.people,
    ...(leader && { leader }),
    ...(admin && {
      admin: { ...admin, ...(system?.adminQq && !system.adminQq.includes('*') && { qq: system.adminQq }) },
    }),
  }
}

function personIn(text: string): FoundPerson | undefined {
  if (text === '') return { name: null, phone: null, masked: false }
  const read = readPerson(text)
  return 'value' in read ? read.value : undefined
}

/**
 * What to keep of a person: undefined when nothing new is said. A masked phone is no phone. Another name is another
 * person, whose phone is not the one known before.
 */
export function mergePerson(
  known: PersonValues | undefined,
  found: FoundPerson & { qq?: string },
): PersonValues | undefined {
  const phone = found.masked ? undefined : (found.phone ?? undefined)
  const name = found.name ?? undefined
  const same = known && (name === undefined || name === known.name)
  const kept: PersonValues = same ? { ...known } : {}
  const next = { ...kept, ...defined({ name, phone, qq: found.qq }) }
  const changed = (['name', 'phone', 'qq'] as const).some((key) => next[key] !== known?.[key])
  return changed && Object.keys(next).length > 0 ? next : undefined
}

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}
