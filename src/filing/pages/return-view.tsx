import type { PersonValues } from '../../access/index.ts'
import type { Child } from 'hono/jsx'
import type { Instant } from '../../calendar/index.ts'
import { type Campaign, nextReturnState, type Return, type Timeliness } from '../model.ts'
import type { EntryDefect, HashedPaper } from '../returns/content.ts'
import type { ScannedPages } from '../returns/scanned-pages.ts'
import type { AsideScan, Scan } from '../returns/scans.ts'
import type { KeptEntry } from '../returns/records.ts'

/** What the page of a return, its cards and the page of 核验 are made of. */
export type ReturnView = {
  csrf: string
  campaign: Campaign
  one: Return
  unitName: string
  timeliness: Timeliness
  entries: readonly KeptEntry[]
  defects: readonly EntryDefect[]
  /** What is to be looked at again, by account. */
  doubts: ReadonlyMap<string, readonly string[]>
  reporter: { name: string; phone: string }
  /** Of the return before, offered until somebody is saved. */
  lastReporter: PersonValues | undefined
  /** Scans that stand for the printing in force, and those with which the return was sent back. */
  scans: readonly Scan[]
  sentBack: readonly Scan[]
  /** Scans that were put aside, of any printing. */
  aside: readonly AsideScan[]
  /** Of the printing in force; none: nothing was printed. */
  papers: readonly HashedPaper[]
  scanned: ScannedPages
  /** What was to be mended, where it was sent back. */
  found: readonly { id: string; sentence: string }[]
  numbers: readonly string[]
  /** When the unit was last reminded. */
  remindedAt: Instant | null
  may: { fill: boolean; accept: boolean; take: boolean }
  /** A recorded moment in words. */
  minute: (at: Instant) => string
  problem?: string | undefined
  /** What was typed to put a scan aside, and refused. */
  puttingAside?: { scanId: string; reason: string } | undefined
  /** The account whose form was saved a moment ago. */
  saved?: string | undefined
  trail: Child
}

// 零报告 and 无变化确认 say nothing of single accounts that could be typed.
export const typable = (view: ReturnView) => fillable(view) && view.one.kind === 'full'

export const fillable = ({ may, one }: ReturnView) => may.fill && nextReturnState[one.state].fill !== undefined
