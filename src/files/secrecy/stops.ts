import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor, Deps } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'

export type NewStop = {
  accountId: string | null
  /** import: what a person brought or typed; the others were collected. */
  kind: 'post' | 'page' | 'message' | 'profile' | 'import'
  source: string
  /** Where in a file (第3、8行), or the address of the page it was typed on. */
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

/** Of the place and never of the text. `place`: district, account, link, or whatever names the text without saying it. */
export const textKeyOf = (...place: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(place)).digest('hex')
