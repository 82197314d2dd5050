import { sql } from 'kysely'
import type { Db, Tx } from '../../database/index.ts'

/** 认证主体说明 as it was accepted, and the entity that it speaks of; it is told with the return and stands on no paper. */
export type EntityNote = { certifiedEntity: string | null; note: string }

/** What units explained of a certified entity that is not their own name, by account, from the last accepted printing that asked for it. */
export async function entityNotesOf(db: Db | Tx, districtId: string): Promise<Map<string, EntityNote>> {
  const { rows } = await sql<{ accountId: string; certifiedEntity: string | null; note: string | null }>`
    select distinct on (e.account_id) e.account_id as "accountId", e.annex2 ->> 'certifiedEntity' as "certifiedEntity",
      nullif(btrim(e.annex2 ->> 'entityNote'), '') as note
    from filing_accepted_entry e
    join filing_return r on r.district_id = e.district_id and r.id = e.return_id
    join filing_campaign c on c.district_id = r.district_id and c.id = r.campaign_id
    where e.district_id = ${districtId} and 'annex2' = any(c.forms)
    order by e.account_id, e.accepted_at desc, e.print_number desc`.execute(db)
  return new Map(
    rows.flatMap(({ accountId, certifiedEntity, note }) =>
      note === null ? [] : [[accountId, { certifiedEntity, note }] as const],
    ),
  )
}
