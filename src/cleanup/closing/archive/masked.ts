import { formatMinute } from '../../../calendar/index.ts'
import type { AccountCard } from '../../../registry/index.ts'
import {
  dispositionLabels,
  factLabels,
  filingStateLabels,
  functionLabels,
  operatingStatusLabels,
  operationModeLabels,
  purposeLabels,
  runningStateLabels,
} from '../../../registry/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'

/** 许**: an archive outlives the reason for which a name was filed (rulebook (h)4). */
export const maskName = (name: string): string => {
  const [first = '', ...rest] = Array.from(name)
  return `${first}${'*'.repeat(Math.max(1, rest.length))}`
}

const precisions = { exact: '确数', rounded: '约数', approximate: '约数', 'at-least': '不少于' }

const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  followersPrecision: precisions,
  readsPrecision: precisions,
  openedPrecision: { day: '到日', month: '到月', year: '到年' },
  purpose: purposeLabels,
  operationMode: operationModeLabels,
  operatingStatus: operatingStatusLabels,
  runningState: runningStateLabels,
  filingState: filingStateLabels,
  disposition: dispositionLabels,
  functions: functionLabels,
  readsScope: { total: '累计', last30d: '近30天', avgPerPost: '篇均' },
}

const wordOf = (key: string, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((one) => wordOf(key, one))
  return typeof value === 'string' ? (words[key]?.[value] ?? value) : value
}

/** The ledger's entry of an account as an office reads it; names and phones masked, numbers with the day they are of. */
export function ledgerSnapshot({ account, unit, contacts }: AccountCard): Record<string, unknown> {
  const facts = Object.entries(account).flatMap(([key, value]): [string, unknown][] => {
    const label = factLabels[key as keyof typeof factLabels]
    return label === undefined || value === null ? [] : [[label, wordOf(key, value)]]
  })
  return {
    主办单位: unit.name,
    ...Object.fromEntries(facts),
    平台: platforms[account.platform].label,
    负责人员: contacts.map(({ label, person }) => ({
      职责: label,
      姓名: person?.name ? maskName(person.name) : null,
      联系方式: person?.phone ?? null,
    })),
  }
}

export const minuteOf = (at: Parameters<typeof formatMinute>[0] | null) => (at === null ? null : formatMinute(at))
