import { sql } from 'kysely'
import type { Db, Tx } from '../../database/index.ts'

/** 认证主体说明 as it was signed, and the entity that it speaks of. */
export type EntityNote = { certifiedEntity: string | null; note: string }

/** What units explained of a certified entity that is not their own name, by account, from its last accepted return. */
export async function entityNotesOf(db: Db | Tx, districtId: string): Promise<Map<string, EntityNote>> {
  const { rows } = await sql<{ accountId: string; certifiedEntity: string | null; note: string | null }>`
    select distinct on (e.account_id) e.account_id as "accountId", e.annex2 ->> 'certifiedEntity' as "certifiedEntity",
      nullif(btrim(e.annex2 ->> 'entityNote'), '') as note
    from filing_entry e join filing_return r on r.district_id = e.district_id and r.id = e.return_id
    where e.district_id = ${districtId} and r.state = 'accepted'
    order by e.account_id, r.accepted_at desc`.execute(db)
  return new Map(
    rows.flatMap(({ accountId, certifiedEntity, note }) =>
      note === null ? [] : [[accountId, { certifiedEntity, note }] as const],
    ),
  )
}
