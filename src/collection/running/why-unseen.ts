import { sql } from 'kysely'
import { addDays, type CivilDate, formatMonthDayZh, startOfDay } from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import type { DayRange } from '../model.ts'
import { isCollected, type Outcome, outcomeLabels } from '../sources/contract.ts'
import { sources } from '../sources/index.ts'

/** `held`: why its source waits for a person, where that was said. */
type Seen = { id: string; until: CivilDate | null; watched: 'on' | 'held' | null; held: string | null }
type Tried = { id: string; source: string; outcome: Outcome; times: number }

/** What kind of reason there is that an account was not seen, for counting. */
export const unseenLabels = {
  failed: '采集未成功',
  scant: '采集到的内容不足以判断',
  held: '采集来源已暂停',
  waiting: '采集来源尚未采集到',
  none: '没有采集来源',
} as const
export type UnseenKind = keyof typeof unseenLabels
export type Unseen = { kind: UnseenKind; words: string }

/** Why accounts were not seen up to the last of these days, by account: what was tried, or that nothing was. */
export async function unseenReasons(
  db: Db,
  districtId: string,
  accountIds: readonly string[],
  { from, to }: DayRange,
): Promise<Map<string, Unseen>> {
  if (accountIds.length === 0) return new Map()
  const { rows } = await sql<Seen>`
    select one.id,
      (select max(s.to_day) from collection_span s
        where s.district_id = ${districtId} and s.account_id = one.id and s.to_day <= ${to}) as until,
      (select case when bool_or(t.state = 'on') then 'on' when bool_or(t.state = 'held') then 'held' end
        from collection_target t where t.district_id = ${districtId} and t.account_id = one.id) as watched,
      (select min(t.held_reason) from collection_target t
        where t.district_id = ${districtId} and t.account_id = one.id and t.state = 'held') as held
    from unnest(${[...accountIds]}::uuid[]) as one (id)`.execute(db)
  const tried = Map.groupBy(await looksAt(db, districtId, accountIds, { from, to }), ({ id }) => id)
  return new Map(rows.map((seen) => [seen.id, reasonOf(seen, tried.get(seen.id) ?? [])]))
}

/** The same in words alone. */
export async function whyNotSeen(...asked: Parameters<typeof unseenReasons>): Promise<Map<string, string>> {
  return new Map([...(await unseenReasons(...asked))].map(([id, { words }]) => [id, words]))
}

function reasonOf({ until, watched, held }: Seen, tried: readonly Tried[]): Unseen {
  const seen = until === null ? '' : `，已有数据只到${formatMonthDayZh(until)}`
  const label = (source: string) => sources.get(source)?.label ?? source
  const failed = tried.filter(({ outcome }) => !isCollected(outcome))
  if (failed.length > 0) {
    const looks = failed.map(({ source, outcome, times }) => `${label(source)}${outcomeLabels[outcome]}${times}次`)
    return { kind: 'failed', words: `${looks.join('、')}${seen}` }
  }
  // It was there, and still says nothing of what the account posted: one article, or whether a site opens.
  const silent = [...new Set(tried.map(({ source }) => label(source)))]
  if (silent.length > 0) return { kind: 'scant', words: `${silent.join('、')}采集到的内容不足以说明有没有更新${seen}` }
  if (watched === 'held') return { kind: 'held', words: `采集来源已暂停${held === null ? '' : `（${held}）`}${seen}` }
  if (watched === 'on') return { kind: 'waiting', words: `采集来源尚未采集到本月${seen}` }
  return { kind: 'none', words: until === null ? '没有采集来源，也没有导入数据' : `没有采集来源${seen}` }
}

async function looksAt(db: Db, districtId: string, ids: readonly string[], { from, to }: DayRange) {
  const { rows } = await sql<Tried>`
    select account_id as id, source_kind as source, outcome, count(*) as times from collection_attempt
    where district_id = ${districtId} and account_id = any(${[...ids]}::uuid[])
      and finished_at >= ${startOfDay(from)} and finished_at < ${startOfDay(addDays(to, 1))}
    group by 1, 2, 3 order by 1, 2, 3`.execute(db)
  return rows
}
