import type { District } from '../access/index.ts'
import type { CivilDate, Instant, Month, Period } from '../calendar/index.ts'
import type { LastCircular } from './last-circular.ts'
import type { FollowedTask } from '../instructions/index.ts'
import type { FollowedReminder } from '../rectification/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import type { UnitKind } from '../vocabulary/units.ts'

/** An account of the quarter. unqualified: a veto finding was confirmed in one of its months, fixed or not; pending: one still waits for a person. */
export type ReportAccount = {
  id: string
  name: string
  platform: Platform
  unitName: string
  unitKind: UnitKind
  verdict: 'qualified' | 'unqualified' | 'pending' | 'unknown'
  /** Months in which nobody could see it: no verdict of those months stands. */
  unseenMonths: Month[]
}

/** A finding a person confirmed. `description` is the sentence printed for it, written by monitoring. */
export type ReportFinding = {
  id: string
  month: Month
  checkpoint: CivilDate
  accountId: string
  accountName: string
  platform: Platform
  unitId: string
  unitName: string
  indicator: string
  label: string
  /** `unit`: of the unit itself, whichever of its accounts it was found with. */
  about: 'account' | 'unit'
  class: 'veto' | 'deduction' | 'bonus' | 'hint'
  lastUpdateOn: CivilDate | null
  description: string
  /** What stands beside the account in the text, written by monitoring; '' or absent (reports from before): nothing. */
  particulars?: string
  /** What the finding rests on; absent in reports from before it was kept. */
  evidence?: 'ledger' | { bySystem: boolean; patrolledOn: CivilDate[] }
  /** The day on which a person confirmed it. */
  decidedOn: CivilDate
  /** Where its order of correction stands; null: none was issued; absent in reports from before orders existed. */
  order?: { stands: string; feedbackBy: CivilDate | null } | null
}

/** Totals as the database counts them: the second source every printed total is checked against. */
export type Totals = {
  registered: number
  /** In at least one month. */
  judged: number
  /** Of these: without a verdict in some month in which they were to be checked. */
  partly: number
  qualified: number
  unqualified: number
  pending: number
  unknown: number
  /** Problems, not findings: what lasted three months is one. */
  findings: number
}

/** 提醒 of a quarter, in times; `accounts` are counted once each. `levels`: by the highest warning that was reached. */
export type ReminderTotals = {
  threshold: number
  byHand: number
  accounts: number
  levels: { days: number; sent: number }[]
  inTime: number
}

/** What came of 批示 on earlier reports, in tasks, each in one state; `units` are counted once each. */
export type InstructedTotals = Record<
  'tasks' | 'units' | 'done' | 'answered' | 'owed' | 'overdue' | 'withdrawn',
  number
>

export type QuarterTotals = { quarter: Period; counted: Totals }

/** How far a month of the quarter has come. */
/** `judged` of `registered`: what could be seen in that month alone; none where it was not checked. */
export type ReportMonth = {
  month: Month
  checkpoint: CivilDate
  state: 'unchecked' | 'checked' | 'closed'
  coverage: { registered: number; judged: number } | null
  /** Candidates of the month nobody has reviewed; absent in reports from before they were told by month. */
  unreviewed?: number
}

/** All that a report is made from. Rows and totals come from different queries, and the self-check holds them together. */
export type ReportFacts = {
  district: District
  /** Or a month: what is said of a quarter here and below is said of that month then. */
  quarter: Period
  cutOff: CivilDate
  compiledOn: CivilDate
  months: ReportMonth[]
  accounts: ReportAccount[]
  findings: ReportFinding[]
  counted: Totals
  /** Candidates nobody has reviewed yet. With any, the report is a draft. */
  unreviewed: number
  /** Accounts of units outside the notice: handed over, never judged, never named. */
  leads: number
  /** Accounts of units whose kind nobody has settled: not judged, not named. */
  unsettled: number
  /** 待核备案: accounts whose filing nobody had looked at by the cut-off. */
  filingUnknown: number
  /** Up to eight quarters with a check, this one last. */
  trend: QuarterTotals[]
  previous: QuarterTotals | null
  /** 提醒 that went out in the quarter, and the database's own count of them; absent in reports from before they were told. */
  reminders?: { rows: FollowedReminder[]; counted: ReminderTotals }
  /** The last quarter's 通报 and how units answered it; null: none holds; absent in reports from before it was told. */
  lastCircular?: LastCircular | null
  /** 上期批示办理, and the database's own count; absent where there was nothing to tell, and in reports from before it was told. */
  instructed?: { rows: FollowedTask[]; counted: InstructedTotals }
  /** The rule sets that judged the months, printed under the table of units. */
  rules: { id: string; version: string }[]
  feedbackBy: { day: CivilDate; workingDays: number; provisional: boolean }
}

/**
 * A piece of a sentence. Plain text carries no digit: every number is a `figure` bound to its recomputation, every day,
 * name and document number says what it is. A number typed by hand stands only as `typed`, with its reason.
 */
export type Bound =
  | string
  | { figure: string; text: string }
  | { day: CivilDate; text: string }
  | { name: string; text: string }
  | { source: string; text: string }
  | TypedNumber

/** 手工录入: a number that somebody typed, with what it rests on, who typed it and when. It prints as it stands. */
export type TypedNumber = { typed: string; text: string; by: string; at: Instant }

/** A section as the office wrote it: paragraphs with `{合格率}` for what stays bound, one text a paragraph. */
export type SectionEdit = {
  /** The headings it stands under, `下一步工作要求/抓好整改落实`; `` for what stands before the first. */
  section: string
  paragraphs: string[]
  /** What the draft itself said there when it was edited. */
  base: string[]
  by: string
  at: Instant
  /** Who wrote here before that: some of it may still be theirs. */
  others?: string[]
  typed: TypedNumber[]
}

/** What became of an edit when facts changed: its section is gone, a thing it names is gone, it would say what is not so, or the draft itself now says something else. */
export type EditNote = {
  section: string
  kind: 'section-gone' | 'word-gone' | 'contradicts' | 'draft-changed'
  what: string
}

export type ReportBlock =
  | { kind: 'heading'; level: 1 | 2; text: string }
  | { kind: 'paragraph'; runs: Bound[] }
  | { kind: 'figure' }
  | { kind: 'open-items'; items: Bound[][] }

/** The report as kept: facts, and the words made from them. What was printed can be printed again from this alone. */
export type ReportContent = {
  facts: ReportFacts
  title: string[]
  addressee: string
  blocks: ReportBlock[]
  isDraft: boolean
  /** What the office wrote into the draft; kept also where it found no place, so that it comes back with its section. */
  edits?: SectionEdit[]
  editNotes?: EditNote[]
}
