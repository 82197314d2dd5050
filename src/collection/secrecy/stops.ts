import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import { type Db, oneRow } from '../../database/index.ts'
import type { NewStop } from '../../files/index.ts'

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

/** How many there are, and how many wait for their handover. */
export const waitingStops = (districtId: string) => sql<{ total: number; waiting: number }>`
  select count(*) as total, count(*) filter (where handed_on is null) as waiting
  from secrecy_stop where district_id = ${districtId}`

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
  return { rows, ...(await oneRow(db, waitingStops(districtId))) }
}
