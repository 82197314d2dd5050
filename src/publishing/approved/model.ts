import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import type { ManuscriptState } from '../manuscripts/model.ts'

/**
 * 审发一致: how a published post stands to what its unit approved. The first three are offered to monitoring as candidates; the
 * last two are not known, and never a fault.
 */
export const standingLabels = {
  never: '未经审核发布',
  flagged: '带问题发布',
  edited: '审后改动',
  same: '审发一致',
  'title-only': '标题一致，正文未比对',
  unclear: '无法比对',
} as const
export type Standing = keyof typeof standingLabels
export const standings = Object.keys(standingLabels) as Standing[]
/** What a person has to look at: it becomes a candidate under D-JS-09. */
export const isSuspect = (standing: Standing): boolean =>
  standing === 'never' || standing === 'flagged' || standing === 'edited'

/** Why it stands so; said beside the standing. */
export const whyLabels = {
  link: '按发布记录的链接对应',
  title: '按标题对应',
  text: '按正文对应',
  likely: '标题、正文相近',
  'title-changed': '标题与审定稿不同',
  'text-changed': '正文与审定稿不同',
  'nothing-like-it': '没有找到相应的审定稿',
  'before-approval': '发布在审定以前',
  returned: '审核不通过后仍然发布',
  'open-findings': '文字检查提示的问题没有人确认即发布',
  withdrawn: '撤稿以后仍然发布',
  'no-words': '帖文没有标题和文字',
  'day-unknown': '发布日期不明',
} as const
export type Why = keyof typeof whyLabels

/** A collected post of an account whose unit wrote its manuscripts here on that day. */
export type PublishedPost = {
  id: string
  accountId: string
  linkKey: string
  url: string | null
  title: string
  /** Null: of no known day; `moment` null: of no known minute. */
  on: CivilDate | null
  moment: Instant | null
  /** When it was first collected: not before it was published. */
  seenAt: Instant
  /** What it says, as a person copied it or a source gave it; null: nobody has. */
  text: string | null
  textBy: 'person' | 'source' | null
}

/** A text that went through all its gates, as it was pinned. */
export type ApprovedText = {
  manuscriptId: string
  number: number
  title: string
  plain: string
  accountIds: readonly string[]
  approvedAt: Instant
  /** Where the unit recorded that it stands, by the identity of its link. */
  recorded: readonly { accountId: string; linkKey: string }[]
  /** What the machine asked to be confirmed, and nobody did. */
  open: readonly string[]
  withdrawnAt: Instant | null
  /** The text that this one corrects. */
  correctsId: string | null
}

/** A text as it did not pass; it may have been mended and approved since. */
export type ReturnedText = Pick<ApprovedText, 'manuscriptId' | 'number' | 'title' | 'plain' | 'accountIds'> & {
  returnedAt: Instant
}

/** The manuscript that a post was held against, and what became of it since. */
export type HeldText = Pick<ApprovedText, 'manuscriptId' | 'number' | 'title' | 'plain' | 'withdrawnAt'> & {
  /** When it was recorded as taken down from this account. */
  removedAt: Instant | null
  /** 更正稿. */
  corrections: { manuscriptId: string; number: number; state: ManuscriptState }[]
}

export type Match = {
  standing: Standing
  why: readonly Why[]
  manuscriptId: string | null
}

/** A post with its account and how it stands. */
export type MatchedPost = PublishedPost &
  Match & {
    accountName: string
    platform: Platform
    unitId: string
    unitName: string
  }

/** An approved text that stands nowhere on an account that it was meant for. */
export const unpublishedLabels = { missing: '审定未发布', waiting: '待发布', unlooked: '未采集，无法判断' } as const
export type UnpublishedText = {
  manuscriptId: string
  number: number
  title: string
  accountId: string
  accountName: string
  platform: Platform
  unitId: string
  unitName: string
  approvedAt: Instant
  plannedAt: Instant | null
  standing: keyof typeof unpublishedLabels
}

/** Letters of a published text that somebody enters. */
export const TEXT_MOST = 100_000

/** 发布审签单 of a sampled post, as a person judged it. Only the first is in order. */
export const sampleOutcomeLabels = {
  proper: '审签齐全',
  flawed: '发布审签单不合要求',
  missing: '没有发布审签单',
} as const
export type SampleOutcome = keyof typeof sampleOutcomeLabels

/** A post that was drawn from a unit that doesn't write here, and its sheet. */
export type Sample = {
  id: string
  batchId: string
  unitId: string
  unitName: string
  accountId: string
  accountName: string
  platform: Platform
  postId: string
  title: string
  url: string | null
  publishedOn: CivilDate
  drawnBy: string
  drawnAt: Instant
  dueOn: CivilDate
  fileId: string | null
  handedInBy: string | null
  handedInAt: Instant | null
  outcome: SampleOutcome | null
  wordsId: string | null
  judgedBy: string | null
  judgedAt: Instant | null
  version: number
}

export const SAMPLE_MOST = 100
export const REASON_MOST = 500
