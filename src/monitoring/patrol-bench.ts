import type { CivilDate, Month } from '../calendar/index.ts'
import { firstDayOf, lastDayOf } from '../calendar/index.ts'
import { whyNotSeen } from '../collection/index.ts'
import type { Db } from '../database/index.ts'
import { type Platform, platforms } from '../vocabulary/platforms.ts'
import { judgeMonth } from './judging.ts'
import { updateWindow } from './indicators/silence.ts'
import { unknownReasonsOf } from './queries.ts'
import { unreachableAccounts } from './unseen.ts'

/** An account that no machine saw in a month, as the patroller's bench shows it. */
export type PatrolTask = {
  accountId: string
  name: string
  platform: Platform
  unitName: string
  profileUrl: string | null
  lastUpdateOn: CivilDate | null
  coveredUntil: CivilDate | null
  /** `open`: to be looked at; `unreachable`: somebody looked and could not open it; `explained`: carries a reason. */
  state: 'open' | 'unreachable' | 'explained'
  reason: string | null
  /** Why nothing saw it, in words. */
  unseenBecause: string
  /** Of the reason; 0 where there is none. */
  reasonVersion: number
}

export type PatrolBench = {
  month: Month
  /** The day up to which the patroller looks; goes into `recordPatrol` as `until`. */
  until: CivilDate
  /** What is left first; within it platform by platform, so that one app stays open, linked accounts before others. */
  tasks: PatrolTask[]
  left: number
}

/** Accounts unknown for a month on the data of this moment, so that a patrol takes one off at once, without a new check. */
export async function patrolBench(db: Db, districtId: string, month: Month, today: CivilDate): Promise<PatrolBench> {
  const last = lastDayOf(month)
  const until = last < today ? last : today
  const judged = await judgeMonth(db, districtId, month, until)
  const reasons = await unknownReasonsOf(db, districtId, month)
  const unknown = new Set(judged.document.accounts.filter(({ verdict }) => verdict === 'unknown').map(({ id }) => id))
  const unreachable = await unreachableAccounts(db, districtId, [...unknown], updateWindow(until, judged.thresholds))
  const because = await whyNotSeen(db, districtId, [...unknown], { from: firstDayOf(month), to: until })
  const tasks = judged.facts.accounts
    .filter(({ account }) => unknown.has(account.id))
    .map(({ account, facts }): PatrolTask => ({
      accountId: account.id,
      name: account.name,
      platform: account.platform,
      unitName: account.unitName,
      profileUrl: account.profileUrl,
      lastUpdateOn: facts.update.lastUpdateOn,
      coveredUntil: facts.update.coveredUntil,
      state: reasons.has(account.id) ? 'explained' : unreachable.has(account.id) ? 'unreachable' : 'open',
      reason: reasons.get(account.id)?.reason ?? null,
      unseenBecause: because.get(account.id) ?? '',
      reasonVersion: reasons.get(account.id)?.version ?? 0,
    }))
    .sort((a, b) => rank(a) - rank(b))
  return { month, until, tasks, left: tasks.filter(({ state }) => state === 'open').length }
}

const order = Object.keys(platforms)
// The sort is stable: within a rank the order of the ledger stays.
const rank = ({ state, platform, profileUrl }: PatrolTask) =>
  (state === 'open' ? 0 : 10_000) + order.indexOf(platform) * 10 + (profileUrl === null ? 1 : 0)
