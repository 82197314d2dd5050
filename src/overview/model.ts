import type { CivilDate, Instant, Month, Quarter } from '../calendar/index.ts'
import type { UnseenKind } from '../collection/index.ts'
import type { MessageSums } from '../engagement/index.ts'
import type { DayState, IndicatorClass, VerdictCounts } from '../monitoring/index.ts'
import type { OrderState } from '../rectification/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'

/**
 * 全区总览: a district at a glance. Every number is counted when it is asked for, and is the number of rows of a list;
 * `readAt` says when.
 */
export type Overview = {
  district: { id: string; name: string }
  asOf: CivilDate
  readAt: Instant
  register: Register
  now: NowCounts
  /** The month people speak of; null before the first check. */
  month: CheckedMonth | null
  replies: MessageSums & { from: CivilDate; to: CivilDate }
  orders: { open: number; late: number; byState: Partial<Record<OrderState, number>> }
  /** Eight quarters, the oldest first and this one last; one without a check is there and says nothing. */
  trend: TrendQuarter[]
  problems: { total: number; vetoes: number; others: number; shown: OpenProblem[] }
  /** Days of the accounts that are silent longest. */
  days: { from: CivilDate; to: CivilDate; accounts: DayRow[] }
}

/** Accounts in the ledger: those not deregistered, and of these the running ones. */
export type Register = { registered: number; running: number }

/** Accounts as the machine sees them now; a clue that no person has looked at. */
export type NowCounts = {
  monitored: number
  seen: number
  unseen: number
  unseenBecause: Partial<Record<UnseenKind, number>>
  overdue: number
  warned: number
  today: number
}

/** A checked month with what people have decided by now. Verdicts add up to `registered`. */
export type CheckedMonth = {
  month: Month
  checkpoint: CivilDate
  closed: boolean
  /** A running month that was looked at early; its numbers stand on its own page. */
  early: Month | null
  registered: number
  judged: number
  verdicts: VerdictCounts
  rate: Rate
  warned: number
  byPlatform: (VerdictCounts & { platform: Platform; registered: number; judged: number })[]
  /** Indicators that weigh and by which not every account passes. */
  byIndicator: IndicatorRow[]
}

/** Accounts by what became of them, each once. */
export type IndicatorRow = {
  indicator: string
  label: string
  class: IndicatorClass
  pass: number
  confirmed: number
  open: number
  dismissed: number
  unknown: number
}

/** Why a quarter has no rate: nothing was checked, something waits for a person, or most accounts were never seen. */
export type NoRate = 'no-data' | 'pending' | 'minority'

/** 合格率 in per mille; null is a gap, never a zero, and `noRate` says why. */
export type Rate = { rate: number | null; noRate: NoRate | null }

export type TrendQuarter = Rate & {
  quarter: Quarter
  counted: (VerdictCounts & { registered: number; judged: number }) | null
  /** 采集覆盖率 in per mille. */
  coverage: number | null
  /** The quarter runs, or a month of it is not closed: its numbers may still change. */
  provisional: boolean
}

/** A problem that people confirmed and that is not over, however many months it has lasted. */
export type OpenProblem = {
  accountId: string
  accountName: string
  platform: Platform
  unitId: string
  unitName: string
  indicator: string
  label: string
  about: 'account' | 'unit'
  class: IndicatorClass
  /** The first checkpoint at which it was found, and the days since. */
  since: CivilDate
  days: number
  /** Its order; null: none was drafted yet. */
  order: { id: string; state: OrderState; late: boolean } | null
}

export type DayRow = {
  id: string
  name: string
  unitName: string
  platform: Platform
  /** Null where none is known: nobody saw it (`unseen`), it never published (`overdue`), or updates don't judge it. */
  silentDays: number | null
  standing: 'overdue' | 'warned' | 'unseen' | 'fine'
  days: DayState[]
}
