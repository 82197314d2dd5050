import type { Child } from 'hono/jsx'
import type { Instant } from '../../calendar/index.ts'
import type { CaseAction, FilingCase } from '../cases/model.ts'
import type { SeenPaper } from '../checking/checks.ts'
import type { Correction } from '../checking/corrections.ts'
import type { Defect } from '../forms/index.ts'
import { type NationalSide } from '../national/model.ts'
import type { HandWords } from './corrections-card.tsx'
import type { ScanPlace } from '../checking/checks.ts'
import type { NationalEntry } from '../national/queries/entries.ts'
import type { TriggerRow } from '../triggers/index.ts'

/** The forms of a case's page in which something is typed; the two of 全国系统填报 by their side. */
export type CaseForm =
  | 'fill'
  | 'check'
  | 'correct'
  | 'decide'
  | 'execute'
  | 'withdraw'
  | 'revoke'
  | 'put-aside'
  | NationalSide
export type TypedCase = { form: CaseForm; values: Readonly<Record<string, string>> }

export type CaseView = {
  csrf: string
  one: FilingCase
  unitName: string
  account: { id: string; name: string; platform: string } | null
  defects: readonly Defect[]
  scans: readonly { id: string; fileName: string; pages: number; codes: readonly string[] }[]
  /** Scans that were put aside or sent back, of any printing. */
  aside: readonly { id: string; fileName: string; pages: number; sentBackAt: Instant | null }[]
  /** Which page of a scan is looked at beside the data, and what was printed on it. */
  at: ScanPlace | undefined
  hash: string | undefined
  /** What both sides entered in the national system by this case. */
  entries: readonly NationalEntry[]
  opinions: readonly { action: string; opinion: string; by: string; at: string }[]
  /** 责任追究线索 that this case raised, for who may see them. */
  clues: readonly (TriggerRow & { at: string })[]
  /** What was seen of the paper, and what the pen changed on it. */
  checks: readonly SeenPaper[]
  corrections: readonly Correction[]
  /** Who looks, and whether they had a hand in the case: then they decide nothing of it. */
  who: { id: string; hadHand: boolean }
  /** A person's name and a moment, in words. */
  hand: HandWords
  may: (action: CaseAction) => boolean
  /** Papers and scans carry phones in full: for the unit and for who handles the case. */
  seesPapers: boolean
  /** As a file to print: of the unit, or with the right to whole numbers. */
  takesPaper: boolean
  /** The contact's number: whole for the own unit and on the answer to who asked for it, which is kept in the trail. */
  contact: { whole: boolean; mayReveal: boolean }
  problem?: string | undefined
  /** What was typed when it was refused, and in which form. */
  typed?: TypedCase | undefined
  trail: Child
}

/** What was typed in a form that was refused; nothing of the page's other forms. */
export const typedIn = ({ typed }: CaseView, form: CaseForm): Readonly<Record<string, string>> =>
  typed?.form === form ? typed.values : {}
