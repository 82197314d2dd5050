import type { Platform } from '../../vocabulary/platforms.ts'
import { postHeads } from '../columns.ts'

/** Fields of a kind, each with the heads under which it is printed. Heads are folded before they are compared. */
export type Heads = Readonly<Record<string, readonly string[]>>

/** One series of figures: the key of its samples, what it is called, and which field of a row each of its values is. */
export type Series = { key: string; label: string; values: Readonly<Record<string, string>> }

/**
 * A kind of file that people hand over, told by its heads and never by its name.
 * `speaks`: of which days it says that nothing was published. `listed`: from an account's first row to its last, as
 * plain lists of posts do; `declared`: only the days that a person declares; `never`: it lists what stands out, not all.
 */
export type HandedKind = {
  id: string
  label: string
  /** What it can see and what it can't, for people. */
  sees: string
  heads: Heads
  /** It is this kind where each of these groups has a head, and none of `without` has one. */
  marks: readonly (readonly string[])[]
  without?: readonly string[]
  /** What it can't be read without: a file that lacks one is refused by the name of the head. */
  needs: readonly string[]
  /** Rows that name no platform are of this one. Undefined: rows or the ledger say. */
  platform?: Platform
  /** Without a column of accounts it is of one account, which a person names. */
  oneAccount: boolean
  speaks: 'listed' | 'declared' | 'never'
  /** WeChat shows no more than 10万+ to the public, and lists of its counts write that as 100001. */
  capped: boolean
  takes: 'posts' | 'nothing' | { series: readonly Series[]; by?: string; day: 'needed' | 'period' }
}

const { account, platform, unit, collectedAt } = postHeads
/** Heads that say whose a row is and when it was collected. */
export const whose = { account, platform, unit, collectedAt }
/** Heads of the day that a figure is of. */
export const day = ['时间', '日期', '统计日期', '统计时间', '数据日期', '数据时间', 'date', 'refdate']
/** Heads of the time of a post, and of nothing else. */
export const publishedAt = ['发布时间', '发布日期', '发表时间', '发表日期', '发文时间', '群发时间', '推送时间']
