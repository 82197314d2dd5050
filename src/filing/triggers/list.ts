import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import { containing, type Db, type Tx } from '../../database/index.ts'
import type { TriggerRule, TriggerState } from './index.ts'

export type TriggerRow = {
  id: string
  rule: TriggerRule
  unitName: string | null
  accountName: string | null
  subjectKind: string
  subjectId: string
  facts: Record<string, unknown>
  state: TriggerState
  decision: string | null
  raisedAt: Instant
  decidedAt: Instant | null
  version: number
}

/** `search` looks at units and accounts, also at those that only the facts name; `caseId`: what a filing case raised. */
type TriggerFilter = {
  state?: TriggerState
  rule?: TriggerRule
  search?: string
  caseId?: string
  offset?: number
  limit?: number
}

/** The file that was entered with a clue; undefined: none was. */
export async function evidenceOfTrigger(db: Db | Tx, districtId: string, id: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('accountability_trigger')
    .select(sql<string | null>`facts ->> 'fileId'`.as('fileId'))
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .where('subject_kind', '=', 'by-hand')
    .executeTakeFirst()
  return found?.fileId ?? undefined
}

/** Triggers of a district, the newest first, of one unit where asked. */
export async function listTriggers(
  db: Db | Tx,
  scope: { districtId: string; unitId?: string },
  { state, rule, search, caseId, offset = 0, limit = 50 }: TriggerFilter = {},
): Promise<{ rows: TriggerRow[]; total: number }> {
  let query = db
    .selectFrom('accountability_trigger as t')
    .leftJoin('unit as u', (join) => join.onRef('u.district_id', '=', 't.district_id').onRef('u.id', '=', 't.unit_id'))
    .leftJoin('account as a', (join) =>
      join.onRef('a.district_id', '=', 't.district_id').onRef('a.id', '=', 't.account_id'),
    )
    .where('t.district_id', '=', scope.districtId)
  if (scope.unitId) query = query.where('t.unit_id', '=', scope.unitId)
  if (state) query = query.where('t.state', '=', state)
  if (rule) query = query.where('t.rule', '=', rule)
  if (caseId) query = query.where(sql<boolean>`t.facts ->> 'caseId' = ${caseId}`)
  const like = search && containing(search)
  if (like)
    query = query.where(
      sql<boolean>`(u.name ilike ${like} or a.name ilike ${like} or t.facts ->> 'account' ilike ${like})`,
    )
  const rows = await query
    .select([
      't.id',
      't.rule',
      'u.name as unitName',
      'a.name as accountName',
      't.subject_kind as subjectKind',
      't.subject_id as subjectId',
      't.facts',
      't.state',
      't.decision',
      't.raised_at as raisedAt',
      't.decided_at as decidedAt',
      't.version',
    ])
    .orderBy('t.raised_at', 'desc')
    .orderBy('t.id')
    .offset(offset)
    .limit(limit)
    .execute()
  const { total } = await query.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { rows: rows as TriggerRow[], total }
}
