import { sql } from 'kysely'
import type { CivilDate } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import type { Dispatch, DispatchState, Variant } from './model.ts'

/** A paper that was issued, as other systems are told of it: what stands on its head, and how many units answered. */
export type ToldPaper = {
  id: string
  variant: Variant
  title: string
  issuer: string
  mark: string | null
  numberYear: number | null
  numberSerial: number | null
  state: DispatchState
  openness: Dispatch['openness']
  signedOn: CivilDate | null
  issuedOn: CivilDate
  feedbackBy: CivilDate | null
  /** Of a 更正 or 撤回: the paper it is about. */
  correctsId: string | null
  units: number
  received: number
  asked: number
  answered: number
}
export type ToldPapers = {
  id?: string | undefined
  after?: string | undefined
  limit: number
  variant?: Variant | undefined
  state?: DispatchState | undefined
  issuedSince?: CivilDate | undefined
  /** 主动公开 alone, and nothing that was taken back. */
  openOnly?: boolean
  newestFirst?: boolean
}

/** Issued papers in the order of their ids, or the newest first, in one statement. */
export async function toldPapers(db: Db, districtId: string, asked: ToldPapers): Promise<ToldPaper[]> {
  const { id, after, limit, variant, state, issuedSince, openOnly = false, newestFirst = false } = asked
  const conditions = [
    sql`d.district_id = ${districtId} and d.issued_on is not null`,
    openOnly
      ? sql`d.openness = 'public' and d.state in ('issued', 'closed')`
      : sql`d.state in ('issued', 'closed', 'withdrawn')`,
    ...(id === undefined ? [] : [sql`d.id = ${id}`]),
    ...(after === undefined ? [] : [sql`d.id > ${after}`]),
    ...(variant === undefined ? [] : [sql`d.variant = ${variant}`]),
    ...(state === undefined ? [] : [sql`d.state = ${state}`]),
    ...(issuedSince === undefined ? [] : [sql`d.issued_on >= ${issuedSince}::date`]),
  ]
  const { rows } = await sql<ToldPaper>`
    select d.id, d.variant, d.title, d.issuer, d.mark, d.number_year as "numberYear", d.number_serial as "numberSerial",
      d.state, d.openness, d.signed_on as "signedOn", d.issued_on as "issuedOn", d.feedback_by as "feedbackBy",
      d.corrects_id as "correctsId", u.units, u.received, u.asked, u.answered
    from dispatch d
    cross join lateral (select count(*)::int as units, count(received_at)::int as received,
        count(*) filter (where answers)::int as asked, count(answered_at)::int as answered
      from dispatch_unit o where o.district_id = d.district_id and o.dispatch_id = d.id) u
    where ${sql.join(conditions, sql` and `)}
    order by ${newestFirst ? sql`d.issued_on desc, d.id desc` : sql`d.id`} limit ${limit}`.execute(db)
  return rows
}
