import type { CivilDate, Instant } from '../calendar/index.ts'
import type { CountPrecision } from '../vocabulary/counts.ts'
import type { OtherSample } from './sources/contract.ts'

/** How exactly a post's time is known. `none`: kept, and counts for nothing (rulebook (i)3 无发布时间的内容视为不更新). */
export type TimePrecision = 'moment' | 'day' | 'none'

export type Metric = 'reads' | 'likes' | 'comments' | 'reposts'
export const metrics: readonly Metric[] = ['reads', 'likes', 'comments', 'reposts']

/** Days, both included. */
export type DayRange = { from: CivilDate; to: CivilDate }

/** A cell of a file that can't be taken: where it stands, what was found, what is wanted. `row` counts from 1 as the sheet shows it. */
export type RejectedCell = { sheet: string; row: number; column: string; found: string; wanted: string }

/** A number as printed: `10万+` is at least 100,000. */
export type Count = { value: number; precision: CountPrecision }

/** One row of a file, read and matched to an account of the ledger. */
export type PostRow = {
  accountId: string
  sheet: string
  row: number
  /** Absent: the row says "looked at, nothing found". */
  post?: {
    linkKey: string
    url: string | null
    title: string
    publishedAt: Instant | null
    publishedOn: CivilDate | null
    timePrecision: TimePrecision
    original: boolean | null
    /** Pushed by the platform itself: no update. Files don't say. */
    automatic?: boolean
    counts: Partial<Record<Metric, Count>>
  }
  collectedAt: Instant
  /** For which days its file speaks (handed/kinds.ts); what sources of our own see says nothing here. */
  speaks?: 'listed' | 'declared' | 'never'
}

/** One row of figures: of a day or of a ranking. */
export type FigureRow = {
  accountId: string
  sheet: string
  row: number
  collectedAt: Instant
  samples: OtherSample[]
}

/** What an account's posts and spans say about a window of days. */
export type UpdateFacts = {
  /** The newest day with a post that counts, not after the window's end. */
  lastPostOn: CivilDate | null
  postsInWindow: number
  /** True when every day of the window lies in some span: only then is silence known. */
  covered: boolean
  /** The newest day looked at, not after the window's end. */
  coveredUntil: CivilDate | null
}

/** Days for which an account was looked at, by which file or patrol, and who brought it in. */
export type Span = {
  source: string
  from: CivilDate
  to: CivilDate
  collectedAt: Instant
  importId: string | null
  importedBy: string | null
  patrolId: string | null
}

export type Post = {
  id: string
  title: string
  url: string | null
  publishedAt: Instant | null
  publishedOn: CivilDate | null
  timePrecision: TimePrecision
  original: boolean | null
}

/** A post as a list shows it: with its newest counts. */
export type PostWithCounts = Post & {
  counts: Partial<Record<Metric, Count & { collectedAt: Instant; source: string }>>
}

export type ImportCounts = {
  /** Rows that were read, without title and head rows. */
  rows: number
  accounts: number
  newPosts: number
  knownPosts: number
  /** Rows that name a post of a row above them once more. */
  repeated: number
  /** Kept, and counting for nothing. */
  withoutTime: number
  samples: number
  spans: number
  /** Accounts with a row that says "looked at, nothing found" and no post. */
  nothingFound: number
  /** Known posts whose time this file corrects, because whoever imports it says so. */
  corrected: number
  /** Figures by day or ranking: not seen before, seen with the same value, seen with another one (both are kept). */
  newFigures: number
  knownFigures: number
  changedFigures: number
}

/** What a file would do with one of its rows, before it does it. */
export type RowState = 'new' | 'known' | 'repeated' | 'changed' | 'refused' | 'nothing'
export type PreviewedRow = {
  sheet: string
  row: number
  account: string
  /** Of the account, as a page prints it: two accounts of one name are told apart by it. */
  platform: string
  what: string
  /** When the post was published, as it was read; empty where the row tells of no post. */
  published: string
  state: RowState
}

/** A table that a file was found to hold: `row` is that of its head; `untaken` are heads that nothing is taken from. */
export type HandedTable = {
  sheet: string
  row: number
  kind: string
  label: string
  sees: string
  untaken: readonly string[]
  /** What a person has to know before its rows are kept. */
  note: string | null
}

export type PostImport = {
  outcome: 'written' | 'previewed' | 'rejected'
  importId: string | null
  counts: ImportCounts
  /** Known posts for which the file tells another day; their rows are among the rejected unless times are corrected. */
  moved: number
  rejected: RejectedCell[]
  tables: HandedTable[]
  /** Row by row, of a preview alone. */
  rows?: PreviewedRow[]
}
