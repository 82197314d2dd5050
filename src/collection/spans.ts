import { type CivilDate, dayOf, daysBetween, type Instant } from '../calendar/index.ts'
import type { Ids, Tx } from '../database/index.ts'
import { sql } from 'kysely'
import type { DayRange, PostRow } from './model.ts'

export type NewSpan = DayRange & {
  accountId: string
  source: string
  collectedAt: Instant
  importId?: string
  patrolId?: string
}

type Shown = { rows: readonly PostRow[]; doubtful: ReadonlySet<string> }

/**
 * The days a file speaks for, per account: from its own earliest post in the file (or `covers.from`) to the day it says
 * it was collected (or `covers.to`). Where nobody says when it was collected, it speaks of each account to that account's
 * own newest post and no further: the day of the import is no day of looking, and a file put together from several exports
 * ends on another day for each. One old post far from all others may be pinned to the
 * top and begins nothing. It claims nothing before, so nobody becomes a zombie by not having been looked at. A row
 * "nothing found" speaks for days only when `covers` says which; an account that lost a row to a fault is not spoken for,
 * nor one with a post whose time the file doesn't tell, unless `covers` says that all of these days are in it.
 * A selection of articles speaks only for declared days, a ranking for none (`speaks`).
 */
export function spansShown(
  { rows, doubtful }: Shown,
  source: string,
  { covers, importedAt }: { covers?: DayRange | undefined; importedAt: Instant | undefined },
): NewSpan[] {
  const spans: NewSpan[] = []
  const speaking = rows.filter(({ speaks = 'listed' }) => speaks === 'listed' || (speaks === 'declared' && covers))
  for (const [accountId, own] of Map.groupBy(speaking, (row) => row.accountId)) {
    if (doubtful.has(accountId) || (!covers && own.some(({ post }) => post?.publishedOn === null))) continue
    const collectedAt = own.reduce(
      (last, row) => (row.collectedAt > last ? row.collectedAt : last),
      own[0]!.collectedAt,
    )
    const newest = days(own).at(-1)
    const to = until(covers ? covers.to : collectedAt === importedAt ? newest : undefined, dayOf(collectedAt))
    const from = covers?.from ?? beginning(days(own), to)
    if (from && from <= to) spans.push({ accountId, source, from, to, collectedAt })
  }
  return spans
}

// However far a declaration reaches: nobody has seen the days after the collection.
const until = (declared: CivilDate | undefined, collectedOn: CivilDate) =>
  declared && declared < collectedOn ? declared : collectedOn

const days = (rows: readonly PostRow[]): CivilDate[] => rows.flatMap(({ post }) => post?.publishedOn ?? []).sort()

/** A post that stands so many days apart from the next one may be pinned. */
const PINNED_DAYS = 60

function beginning([first, ...rest]: readonly CivilDate[], to: CivilDate): CivilDate | undefined {
  const next = rest[0] ?? to
  return first && daysBetween(first, next) > PINNED_DAYS ? rest[0] : first
}

/** Records that one account was looked at for these days (a patrol, a collector). The caller appends to the trail. */
export function recordSpan(tx: Tx, ids: Ids, districtId: string, span: NewSpan): Promise<void> {
  return saveSpans(tx, ids, districtId, [span])
}

/** The same for many, in one statement. */
export async function saveSpans(tx: Tx, ids: Ids, districtId: string, spans: readonly NewSpan[]): Promise<void> {
  if (spans.length === 0) return
  const column = <T>(pick: (span: NewSpan) => T) => spans.map(pick)
  await sql`
    insert into collection_span
      (district_id, account_id, id, source, from_day, to_day, collected_at, import_id, patrol_id)
    select ${districtId}, s.* from unnest(
      ${column((span) => span.accountId)}::uuid[], ${column(() => ids.next())}::uuid[],
      ${column((span) => span.source)}::text[], ${column((span) => span.from)}::date[],
      ${column((span) => span.to)}::date[], ${column((span) => span.collectedAt)}::timestamptz[],
      ${column((span) => span.importId ?? null)}::uuid[], ${column((span) => span.patrolId ?? null)}::uuid[]
    ) as s`.execute(tx)
}
