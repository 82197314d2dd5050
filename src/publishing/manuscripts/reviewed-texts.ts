import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Round } from './model.ts'

/**
 * A text that went through review, as it was pinned, for comparing with what was published. `outcome` tells whether it was
 * approved; what was returned or is still open was flagged or not approved yet.
 */
export type ReviewedText = {
  manuscriptId: string
  number: number
  round: number
  unitId: string
  outcome: Round['outcome']
  /** When it was approved, returned or recalled; null while it is open. */
  decidedAt: Instant | null
  submittedAt: Instant
  /** When it was meant to go out; null: nobody said. */
  plannedAt: Instant | null
  title: string
  /** A paragraph a line. */
  plain: string
  /** Over everything that is pinned: `sm3:…`. */
  digest: string
  accountIds: string[]
  isUrgent: boolean
  /** The manuscript that this one corrects. */
  correctsId: string | null
  withdrawnAt: Instant | null
  /** Of the approved round alone. */
  publications: { accountId: string; link: string | null; publishedAt: Instant; removedAt: Instant | null }[]
}

/** Texts of a district, or of a unit, submitted before a moment and not decided before another; by unit and time. */
export async function reviewedTexts(
  db: Db | Tx,
  { districtId, unitId }: { districtId: string; unitId?: string | undefined },
  { decidedFrom, submittedBefore }: { decidedFrom?: Instant | undefined; submittedBefore?: Instant | undefined } = {},
): Promise<ReviewedText[]> {
  const { rows } = await sql<ReviewedText>`
    select m.id as "manuscriptId", m.number, r.number as round, m.unit_id as "unitId", r.outcome,
      r.decided_at as "decidedAt", r.submitted_at as "submittedAt", m.planned_at as "plannedAt",
      v.title, v.plain, r.digest,
      v.account_ids as "accountIds", m.urgent_since is not null as "isUrgent", m.corrects_id as "correctsId",
      m.withdrawn_at as "withdrawnAt", coalesce((
        select jsonb_agg(jsonb_build_object('accountId', p.account_id, 'link', p.link,
          'publishedAt', to_char(p.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'removedAt', to_char(p.removed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
          order by p.published_at, p.account_id)
        from manuscript_publication p
        where p.district_id = m.district_id and p.manuscript_id = m.id and m.approved_round = r.number), '[]') as publications
    from manuscript_round r
    join manuscript m on m.district_id = r.district_id and m.id = r.manuscript_id
    join manuscript_version v on v.district_id = r.district_id and v.manuscript_id = r.manuscript_id
      and v.number = r.text_number
    where r.district_id = ${districtId} ${unitId === undefined ? sql`` : sql`and m.unit_id = ${unitId}`}
      ${decidedFrom === undefined ? sql`` : sql`and (r.decided_at is null or r.decided_at >= ${decidedFrom})`}
      ${submittedBefore === undefined ? sql`` : sql`and r.submitted_at < ${submittedBefore}`}
    order by m.unit_id, r.submitted_at, r.number`.execute(db)
  return rows
}
