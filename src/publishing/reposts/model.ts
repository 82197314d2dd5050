import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'

/** An item that accounts are told to repost. `issuedOn`: a post before that day is no repost of it. */
export type RepostDuty = {
  id: string
  title: string
  /** 稿源. */
  source: string
  link: string | null
  issuedOn: CivilDate
  dueAt: Instant
  state: 'open' | 'withdrawn'
  version: number
  createdBy: string
}

/** What people said of one account's part: nothing yet, the unit's word, the office's word, not concerned. */
export const askedStateLabels = {
  asked: '以采集为准',
  claimed: '单位已报送',
  confirmed: '已核定',
  excused: '不涉及',
} as const
export type AskedState = keyof typeof askedStateLabels

/** One account's part in a duty. */
export type RepostAsked = {
  dutyId: string
  accountId: string
  accountName: string
  platform: Platform
  unitId: string
  unitName: string
  state: AskedState
  link: string | null
  doneAt: Instant | null
  reasonId: string | null
  version: number
  statedBy: string | null
  statedAt: Instant | null
}

/** A collected post that may be the repost. `on` null where nobody knows the day, `moment` where nobody knows the minute. */
export type RepostPost = {
  accountId: string
  title: string
  /** The title in one form (`foldTitle`). */
  folded: string
  url: string | null
  on: CivilDate | null
  moment: Instant | null
}

/**
 * How an account stands with a duty. `likely`: a post resembles it and a person has to look; `unlooked`: its last moment is
 * over, nothing was found, and not every hour was looked at or a post says nothing of what it is. Only `missed` and `late` are faults.
 */
export const repostStandingLabels = {
  missed: '未转载',
  late: '逾期转载',
  claimed: '待核定',
  likely: '疑似已转载',
  unlooked: '未采集到',
  waiting: '未到期',
  done: '已转载',
  excused: '不涉及',
} as const
export type RepostStanding = keyof typeof repostStandingLabels
export const repostStandings = Object.keys(repostStandingLabels) as RepostStanding[]

/** How an account stands, with the post or the word it rests on. */
export type RepostState = {
  standing: RepostStanding
  doneOn: CivilDate | null
  doneAt: Instant | null
  link: string | null
  /** Whether a machine found it or a person said it; null where nothing was found. */
  by: 'collected' | 'said' | null
}

export const TITLE_LEAST = 6
export const TITLE_MOST = 120
export const SOURCE_MOST = 60
export const REASON_MOST = 500
