import type { Month, Quarter } from '../calendar/index.ts'
import type { UnseenKind } from '../collection/index.ts'
import type { IndicatorState } from '../monitoring/index.ts'
import type { OrderState } from '../rectification/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import type { JudgedSet, NowSet } from './rules.ts'

/** Where each number of the overview opens: one address a list, told by what was counted. */

const accounts = (query: Record<string, string | undefined>) => {
  const told = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return `/overview/accounts?${new URLSearchParams(told).toString()}`
}

export const nowHref = (show: NowSet, because?: UnseenKind) => accounts({ show, because })
export const judgedHref = (of: Month | Quarter, show: JudgedSet, platform?: Platform) =>
  accounts({ of, show, platform })
export const indicatorHref = (of: Month, indicator: string, state: IndicatorState) => accounts({ of, indicator, state })
export const messagesHref = (show: string) => `/overview/messages?show=${show}`
export const problemsHref = (weight?: 'veto' | 'other') => `/overview/problems${weight ? `?class=${weight}` : ''}`
export const ordersHref = (state: OrderState | 'open' | 'late') => `/orders?state=${state}`
