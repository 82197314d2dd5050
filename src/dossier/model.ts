import type { CivilDate, Instant } from '../calendar/index.ts'

/** A list of the dossier, the oldest first; `note` says what isn't in it and why. */
export type Chapter = { title: string; heads: string[]; rows: string[][]; note?: string }

/** A file behind what is told: `place` is the number of its picture, or why it isn't in here. */
export type Exhibit = { kind: string; what: string; at: string; sha256: string; place: string }

/** A picture as it is printed, ready for the page. */
export type Plate = { number: number; what: string; sha256: string; svg: string; width: number; height: number }

/** 账号档案卷: everything that is held of one account, as of one moment. */
export type Dossier = {
  accountId: string
  accountName: string
  platform: string
  unitName: string
  office: string
  asOf: CivilDate
  madeAt: Instant
  facts: [string, string][]
  chapters: Chapter[]
  /** What there is nothing of, by name. */
  empty: string[]
  exhibits: Exhibit[]
  plates: Plate[]
}
