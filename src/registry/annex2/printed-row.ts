import type { PersonValues } from '../../access/index.ts'
import { maskPhone } from '../../access/index.ts'
import type { BookValue } from '../../documents/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import type { Account, ContactDuty, Unit } from '../model.ts'
import { factText } from './fact-changes.ts'
import { countText } from './merge.ts'
import { BLANK_COUNT, BLANK_DEDICATED } from './printed-form.ts'
import { personText } from './read-people.ts'
import { printedName } from './read-platform.ts'
import type { SystemRow } from './system-fields.ts'

/** An account with the people that a sheet prints; their phones are masked already when the reader may not see them. */
export type PrintedAccount = {
  account: Account
  unit: Pick<Unit, 'code' | 'name' | 'shortName' | 'kind' | 'publicFacing'>
  people: Partial<Record<ContactDuty, PersonValues>>
}

/** Each number masked on its own, so that two phones stay two; what is masked never overwrites on the way back. */
export function maskedPerson({ name, phone, qq }: PersonValues): PersonValues {
  return {
    ...(name !== undefined && { name }),
    ...(phone !== undefined && { phone: phone.split('、').map(maskPhone).join('、') }),
    ...(qq !== undefined && { qq: maskPhone(qq) }),
  }
}

const person = ({ people }: PrintedAccount, duty: ContactDuty) => personText(people[duty] ?? {})

// A plain number is printed as one; 约1.7万 as it was written.
function countCell(value: number | null, found: string | null): BookValue {
  const text = countText(value, found)
  return text === null ? null : text === String(value) ? value : text
}

function factCells({ account }: PrintedAccount): BookValue[] {
  return [
    account.operatorUnit,
    factText(account, 'operationMode'),
    account.budgetYuan === null ? null : Number(account.budgetYuan),
    countCell(account.followers, account.followersFound),
    countCell(account.reads, account.readsFound),
    account.pushFrequency,
    factText(account, 'openedOn'),
  ]
}

const lastCells = ({ account }: PrintedAccount): BookValue[] => [
  factText(account, 'operatingStatus'),
  factText(account, 'functions'),
  platforms[account.platform].vendor,
  factText(account, 'disposition'),
]

/** The two rows of one account as the notice prints it: 16 cells, 有/无专人 above 人数. */
export function unitRows(printed: PrintedAccount): [BookValue[], BookValue[]] {
  const { account } = printed
  const before = [
    printedName(account),
    account.certifiedEntity,
    person(printed, 'principal'),
    person(printed, 'contact'),
    ...factCells(printed),
  ]
  const upper = [...before, factText(account, 'hasDedicatedStaff') || BLANK_DEDICATED, ...lastCells(printed)]
  const lower = [...before.map(() => null), account.staffCount ?? BLANK_COUNT, null, null, null, null]
  return [upper, lower]
}

/** One row of the 汇总表. */
export function summaryRow(printed: PrintedAccount, serial: number): BookValue[] {
  const { account, unit } = printed
  return [
    serial,
    printedName(account),
    account.certifiedEntity,
    unit.name,
    person(printed, 'principal'),
    person(printed, 'contact'),
    ...factCells(printed),
    factText(account, 'hasDedicatedStaff'),
    account.staffCount,
    ...lastCells(printed),
  ]
}

/** The line of 系统字段 beside a printed row. */
export function systemRow(printed: PrintedAccount, sheet: string, row: number): SystemRow {
  const { account, unit, people } = printed
  return {
    sheet,
    row,
    accountId: account.id,
    unitCode: unit.code,
    unitName: unit.name,
    unitShortName: unit.shortName,
    unitKind: unit.kind,
    publicFacing: unit.publicFacing,
    name: account.name,
    platform: account.platform,
    platformFound: account.platformFound,
    vendorFound: account.vendorFound,
    purpose: account.purpose,
    identifier: account.identifier,
    profileUrl: account.profileUrl,
    runningState: account.runningState,
    ceasedOn: account.ceasedOn,
    filingState: account.filingState,
    followersText: countText(account.followers, account.followersFound),
    followersPrecision: account.followersPrecision,
    followersFound: account.followersFound,
    followersOn: account.followersOn,
    readsText: countText(account.reads, account.readsFound),
    readsPrecision: account.readsPrecision,
    readsFound: account.readsFound,
    readsOn: account.readsOn,
    readsScope: account.readsScope,
    renamedFrom: account.renamedFrom,
    renamedOn: account.renamedOn,
    leader: people.leader ? person(printed, 'leader') : null,
    admin: people.admin ? person(printed, 'admin') : null,
    adminQq: people.admin?.qq ?? null,
    sheetOrder: account.sheetOrder,
  }
}
