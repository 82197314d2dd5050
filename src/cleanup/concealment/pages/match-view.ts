import type { Child } from 'hono/jsx'
import type { Discovered } from '../model.ts'
import type { Earlier, KeptMatch } from '../queries/matches.ts'
import type { LedgerSide } from '../queries/sides.ts'

/** What the page of a match and its cards are made of. */
export type MatchView = {
  csrf: string
  match: KeptMatch
  found: Discovered
  /** Ledger accounts that the machine thought of, and the one a person settled on. */
  sides: readonly LedgerSide[]
  unitNames: ReadonlyMap<string, string>
  earlier: readonly Earlier[]
  mayDecide: boolean
  /** Who brought the list doesn't decide it (经办与复核分开). */
  isMaker: boolean
  problem?: string | undefined
  /** What was sent with a decision that was refused. */
  typed?: Readonly<Record<string, string>> | undefined
  trail: Child
}
