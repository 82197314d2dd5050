import { sql } from 'kysely'
import type { Instant, Month } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'

/** A bulletin that was released, as other systems are told of it. `superseded`: a later version of the month was. */
export type ToldBulletin = {
  id: string
  month: Month
  version: number
  state: 'released' | 'superseded'
  title: string
  digest: string
  releasedAt: Instant
}
export type ToldBulletins = { after?: string | undefined; limit: number; month?: Month | undefined }

/** Released bulletins in the order of their ids, in one statement. */
export async function toldBulletins(db: Db, districtId: string, asked: ToldBulletins): Promise<ToldBulletin[]> {
  const { rows } = await sql<ToldBulletin>`
    select id, month, version, state, digest, released_at as "releasedAt",
      (select string_agg(line, '' order by at) from jsonb_array_elements_text(content -> 'title')
        with ordinality as t (line, at)) as title
    from bulletin where district_id = ${districtId} and released_at is not null
      ${asked.after === undefined ? sql`` : sql`and id > ${asked.after}`}
      ${asked.month === undefined ? sql`` : sql`and month = ${asked.month}`}
    order by id limit ${asked.limit}`.execute(db)
  return rows
}
