import { type CivilDate, type PreciseDate, printPreciseDate } from '../../calendar/index.ts'
import { type Account, type AccountFacts, type AccountInput, type ContactDuty } from '../../registry/index.ts'
import type { PersonValues } from '../../access/index.ts'
import { readCount } from '../../vocabulary/counts.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import { type Answers, readAnswer } from './answer.ts'
import { annex1Form, functionFields } from './annex1-2019.ts'
import { annex2Form } from './annex2-2019.ts'
import { type FormField, fieldsOf } from './form.ts'
import { isGovApp } from './govapp-2026.ts'

/** The people of an account as the two forms name them. */
const people = {
  leader: ['leaderName', 'leaderPhone'],
  admin: ['adminName', 'adminPhone'],
  principal: ['principalName', 'principalPhone'],
  contact: ['contactName', 'contactPhone'],
} as const satisfies Record<ContactDuty, readonly [name: string, phone: string]>

/**
 * What the ledger already knows, as answers: a value typed once is never asked again. Questions that the ledger has no
 * place for (信息更新情况) come from the last accepted return.
 */
export function answersFromLedger(
  account: Account,
  behind: Partial<Record<ContactDuty, PersonValues>>,
  last: Answers = {},
): Answers {
  const known: Record<string, string | number | null | undefined> = {
    name: account.name,
    openedOn: account.openedOn && printPreciseDate(dateOf(account)),
    followers: account.followersFound ?? account.followers,
    reads: account.readsFound ?? account.reads,
    readsScope: account.readsScope,
    operationMode: account.operationMode,
    budgetYuan: account.budgetYuan?.replace(/\.00$/, ''),
    platform: account.platform,
    identifier: account.identifier,
    profileUrl: account.profileUrl,
    certifiedEntity: account.certifiedEntity,
    operatorUnit: account.operatorUnit,
    pushFrequency: account.pushFrequency,
    dedicated: account.hasDedicatedStaff === null ? null : account.hasDedicatedStaff ? 'yes' : 'no',
    staffCount: account.staffCount,
    operatingStatus: account.operatingStatus,
    disposition: account.disposition,
    adminQq: behind.admin?.qq,
  }
  if (account.functions.length > 0)
    for (const [key, name] of Object.entries(functionFields))
      known[key] = account.functions.includes(name) ? 'yes' : 'no'
  for (const [duty, [name, phone]] of Object.entries(people))
    Object.assign(known, { [name]: behind[duty as ContactDuty]?.name, [phone]: behind[duty as ContactDuty]?.phone })
  const filled = Object.entries(known).flatMap(([key, value]) => (value == null ? [] : [[key, String(value)] as const]))
  return { ...handlerFrom(account, behind), ...last, ...Object.fromEntries(filled) }
}

// 经办人 of 应用程序备案表 is nobody the ledger keeps; until somebody is named, it is who is spoken to anyway.
function handlerFrom({ platform }: Account, { contact }: Partial<Record<ContactDuty, PersonValues>>): Answers {
  if (!isGovApp(platform)) return {}
  return {
    ...(contact?.name && { handlerName: contact.name }),
    ...(contact?.phone && { handlerPhone: contact.phone }),
  }
}

const dateOf = ({ openedOn, openedPrecision }: Account): PreciseDate => ({
  day: openedOn!,
  precision: openedPrecision ?? 'day',
})

const fields = new Map<string, FormField>(
  [...fieldsOf(annex1Form), ...fieldsOf(annex2Form)].map((one) => [one.key, one]),
)

/** The ledger's own facts out of answers that have no defects. What was not answered stays as it is. */
export function ledgerFactsFrom(
  answers: Answers,
  { today, countedUntil }: { today: CivilDate; countedUntil: CivilDate },
): Pick<AccountInput, 'facts' | 'people'> {
  const read = (key: string) => {
    const field = fields.get(key)
    const text = answers[key]
    if (!field || text === undefined) return undefined
    const answer = readAnswer(field, text, today)
    return 'value' in answer ? answer.value : undefined
  }
  const opened = read('openedOn') as PreciseDate | undefined
  const facts: Partial<AccountFacts> = {
    ...countFacts('followers', answers['followers'], countedUntil),
    ...countFacts('reads', answers['reads'], countedUntil),
    ...(opened && { openedOn: opened.day, openedPrecision: opened.precision }),
    ...functionFacts(answers),
  }
  for (const key of plainKeys) {
    const value = read(key)
    if (value !== undefined) Object.assign(facts, { [key]: value })
  }
  const dedicated = read('dedicated')
  if (dedicated !== undefined) facts.hasDedicatedStaff = dedicated === 'yes'
  return {
    facts: { ...facts, name: answers['name'] ?? '', platform: answers['platform'] as Platform },
    people: peopleFrom(answers),
  }
}

const plainKeys = [
  'readsScope',
  'operationMode',
  'budgetYuan',
  'identifier',
  'profileUrl',
  'certifiedEntity',
  'operatorUnit',
  'pushFrequency',
  'staffCount',
  'operatingStatus',
  'disposition',
] as const

function countFacts(key: 'followers' | 'reads', text: string | undefined, on: CivilDate): Partial<AccountFacts> {
  const count = text === undefined ? undefined : readCount(text)
  if (!count || 'reason' in count) return {}
  const found = count.precision === 'exact' ? null : count.found
  return { [key]: count.value, [`${key}Found`]: found, [`${key}Precision`]: count.precision, [`${key}On`]: on }
}

function functionFacts(answers: Answers): Partial<AccountFacts> {
  const said = Object.entries(functionFields).filter(([key]) => answers[key] !== undefined)
  if (said.length === 0) return {}
  return { functions: said.filter(([key]) => answers[key] === 'yes').map(([, name]) => name) }
}

function peopleFrom(answers: Answers): NonNullable<AccountInput['people']> {
  return Object.fromEntries(
    Object.entries(people).flatMap(([duty, [name, phone]]) => {
      if (!answers[name]) return []
      const number = answers[phone]
      const qq = duty === 'admin' ? answers['adminQq'] : undefined
      return [[duty, { name: answers[name], ...(number && { phone: number }), ...(qq && { qq }) }]]
    }),
  )
}
