import { sql } from 'kysely'
import type { Actor, Deps } from '../../access/index.ts'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'

export type NewStop = {
  accountId: string | null
  kind: 'post' | 'page' | 'message' | 'profile' | 'import'
  source: string
  /** Where in a file: 第 3、8 行. */
  place?: string
  textKey: string
}

/**
 * Gives each text that was stopped its number, the next of the district, and appends one event for those that are new.
 * The same text met again keeps the number it has. Answers the numbers in the order asked.
 */
export async function recordStops(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  stops: readonly NewStop[],
): Promise<number[]> {
  if (stops.length === 0) return []
  const distinct = [...new Map(stops.map((stop) => [stop.textKey, stop])).values()]
  // Numbers have no holes and none is given twice: whoever counts holds the district.
  await sql`select id from district where id = ${districtId} for no key update`.execute(tx)
  const column = <T>(pick: (stop: NewStop) => T) => distinct.map(pick)
  const at = deps.wall.now()
  const { rows: added } = await sql<{ number: number }>`
    insert into secrecy_stop (district_id, number, account_id, kind, source, place, text_key, found_by, found_at)
    select ${districtId}, (select coalesce(max(number), 0) from secrecy_stop where district_id = ${districtId})
        + row_number() over (order by f.at), f.account_id, f.kind, f.source, f.place, f.text_key, ${actor.id}, ${at}::timestamptz
    from unnest(
      ${[...distinct.keys()]}::int[], ${column(({ accountId }) => accountId)}::uuid[],
      ${column(({ kind }) => kind)}::text[], ${column(({ source }) => source)}::text[],
      ${column(({ place }) => place ?? null)}::text[], ${column(({ textKey }) => textKey)}::text[]
    ) as f (at, account_id, kind, source, place, text_key)
    where not exists (
      select from secrecy_stop known where known.district_id = ${districtId} and known.text_key = f.text_key)
    returning number`.execute(tx)
  if (added.length > 0)
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'secrecy.stopped',
      subject: { kind: 'collection', id: districtId },
      after: { stops: added.map(({ number }) => number) },
      at,
    })
  const { rows } = await sql<{ number: number; textKey: string }>`
    select number, text_key as "textKey" from secrecy_stop
    where district_id = ${districtId} and text_key = any(${distinct.map(({ textKey }) => textKey)}::text[])`.execute(tx)
  const numbers = new Map(rows.map(({ number, textKey }) => [textKey, number]))
  return stops.map(({ textKey }) => numbers.get(textKey) ?? 0)
}

export type StopRow = {
  number: number
  accountId: string | null
  accountName: string | null
  unitName: string | null
  kind: NewStop['kind']
  source: string
  place: string | null
  foundAt: Instant
  handedTo: string | null
  handedOn: CivilDate | null
  handedBy: string | null
  version: number
}

/** How many wait for their handover. */
export async function waitingStops(db: Db, districtId: string): Promise<number> {
  return (await countStops(db, districtId)).waiting
}

/** What was stopped, what still waits for its handover first, newest first within. */
export async function listStops(
  db: Db,
  districtId: string,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ rows: StopRow[]; total: number; waiting: number }> {
  const { rows } = await sql<StopRow>`
    select s.number, s.account_id as "accountId", a.name as "accountName", u.name as "unitName", s.kind, s.source, s.place,
      s.found_at as "foundAt", s.handed_to as "handedTo", s.handed_on as "handedOn", s.handed_by as "handedBy", s.version
    from secrecy_stop s
    left join account a on a.district_id = s.district_id and a.id = s.account_id
    left join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where s.district_id = ${districtId}
    order by s.handed_on is not null, s.number desc offset ${offset} limit ${limit}`.execute(db)
  return { rows, ...(await countStops(db, districtId)) }
}

async function countStops(db: Db, districtId: string): Promise<{ total: number; waiting: number }> {
  const { rows } = await sql<{ total: number; waiting: number }>`
    select count(*) as total, count(*) filter (where handed_on is null) as waiting
    from secrecy_stop where district_id = ${districtId}`.execute(db)
  return rows[0] ?? { total: 0, waiting: 0 }
}
