import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { TriggerRule } from '../../filing/index.ts'
import type { AccountabilityCase, AccountabilityState, CaseStep, Evidence, EvidenceKind } from './model.ts'
import { stepsTaken } from '../steps.ts'

const columns = [
  'c.id',
  'c.unit_id as unitId',
  'u.name as unitName',
  'c.state',
  'c.proposed_measure as proposedMeasure',
  'c.decided_measure as decidedMeasure',
  'c.statement_by as statementBy',
  'c.stated_at as statedAt',
  'c.opened_by as openedBy',
  'c.opened_at as openedAt',
  'c.version',
] as const

const cases = (db: Db | Tx, districtId: string) =>
  db
    .selectFrom('accountability_case as c')
    .innerJoin('unit as u', (join) => join.onRef('u.district_id', '=', 'c.district_id').onRef('u.id', '=', 'c.unit_id'))
    .where('c.district_id', '=', districtId)

export async function readAccountability(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<AccountabilityCase | undefined> {
  const query = cases(db, districtId).select(columns).where('c.id', '=', id)
  return (lock === 'lock' ? query.forUpdate('c') : query).$castTo<AccountabilityCase>().executeTakeFirst()
}

type Filter = { state?: AccountabilityState | 'open' | undefined; offset: number; limit: number }

/** Cases of a district or a unit, what is open first. */
export async function listAccountability(
  db: Db | Tx,
  scope: { districtId: string; unitId?: string },
  { state, offset, limit }: Filter,
): Promise<{ rows: AccountabilityCase[]; total: number }> {
  let query = cases(db, scope.districtId)
  if (scope.unitId) query = query.where('c.unit_id', '=', scope.unitId)
  if (state === 'open') query = query.where('c.state', 'not in', ['closed', 'dropped'])
  else if (state) query = query.where('c.state', '=', state)
  const rows = await query
    .select(columns)
    .orderBy(sql`c.state in ('closed', 'dropped')`)
    .orderBy('c.opened_at', 'desc')
    .orderBy('c.id')
    .offset(offset)
    .limit(limit)
    .$castTo<AccountabilityCase>()
    .execute()
  const { total } = await query.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { rows, total }
}

export async function evidenceOf(db: Db | Tx, districtId: string, caseId: string): Promise<Evidence[]> {
  return db
    .selectFrom('accountability_evidence')
    .select(['id', 'kind', 'ref_id as refId', 'roots', 'note', 'added_by as addedBy', 'added_at as addedAt'])
    .where('district_id', '=', districtId)
    .where('case_id', '=', caseId)
    .orderBy('added_at')
    .orderBy('id')
    .$castTo<Evidence>()
    .execute()
}

export const caseSteps = (db: Db | Tx, districtId: string, id: string): Promise<CaseStep[]> =>
  stepsTaken(db, { kind: 'accountability', districtId, id })

/** A clue that may stand in a case, with what it goes back to. */
export type Clue = {
  id: string
  rule: TriggerRule
  unitId: string | null
  state: string
  subjectKind: string
  subjectId: string
  accountName: string | null
  /** Of the file that a person entered with it. */
  fileDigest: string | null
  raisedAt: Instant
  /** The case it stands in already. */
  caseId: string | null
}

/** Clues of a unit that people upheld. */
export async function upheldClues(db: Db | Tx, districtId: string, unitId: string): Promise<Clue[]> {
  const { rows } = await sql<Clue>`
    select t.id, t.rule, t.unit_id as "unitId", t.state, t.subject_kind as "subjectKind", t.subject_id as "subjectId",
      coalesce(a.name, t.facts ->> 'account') as "accountName", t.facts ->> 'file' as "fileDigest", t.raised_at as "raisedAt",
      (select e.case_id from accountability_evidence e where e.district_id = t.district_id and e.kind = 'clue'
        and e.ref_id = t.id limit 1) as "caseId"
    from accountability_trigger t
    left join account a on a.district_id = t.district_id and a.id = t.account_id
    where t.district_id = ${districtId} and t.unit_id = ${unitId} and t.state = 'upheld'
    order by t.raised_at, t.id`.execute(db)
  return rows
}

/** Units with upheld clues that stand in no case. */
export async function unitsWithClues(
  db: Db | Tx,
  districtId: string,
): Promise<{ unitId: string; unitName: string; clues: number }[]> {
  const { rows } = await sql<{ unitId: string; unitName: string; clues: number }>`
    select u.id as "unitId", u.name as "unitName", count(*)::int as clues
    from accountability_trigger t join unit u on u.district_id = t.district_id and u.id = t.unit_id
    where t.district_id = ${districtId} and t.state = 'upheld' and not exists (
      select from accountability_evidence e where e.district_id = t.district_id and e.kind = 'clue' and e.ref_id = t.id)
    group by u.id, u.name order by u.name collate "zh-x-icu", u.id`.execute(db)
  return rows
}

/** How many cases of a unit were decided since a moment. */
export async function decidedSince(db: Db | Tx, districtId: string, unitId: string, since: Instant): Promise<number> {
  const { count } = await db
    .selectFrom('accountability_case')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('district_id', '=', districtId)
    .where('unit_id', '=', unitId)
    .where('decided_measure', 'is not', null)
    .where('opened_at', '>=', since)
    .executeTakeFirstOrThrow()
  return count
}

/** The findings under an order: what an order goes back to. */
export async function rootsOfOrder(db: Db | Tx, districtId: string, orderId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('rectification_finding')
    .select('finding_id as findingId')
    .where('district_id', '=', districtId)
    .where('order_id', '=', orderId)
    .orderBy('finding_id')
    .execute()
  return rows.map(({ findingId }) => `finding:${findingId}`)
}

export type NewEvidence = { kind: EvidenceKind; refId: string; roots: readonly string[]; note: string | null }

export async function insertCase(
  tx: Tx,
  one: Pick<AccountabilityCase, 'id' | 'unitId' | 'proposedMeasure' | 'openedBy' | 'openedAt'> & { districtId: string },
): Promise<void> {
  await tx
    .insertInto('accountability_case')
    .values({
      district_id: one.districtId,
      id: one.id,
      unit_id: one.unitId,
      state: 'opened',
      proposed_measure: one.proposedMeasure,
      opened_by: one.openedBy,
      opened_at: one.openedAt,
    })
    .execute()
}

/** Adds pieces; what stands in the case already is not added twice. */
export async function insertEvidence(
  tx: Tx,
  {
    districtId,
    caseId,
    by,
    at,
    ids,
  }: { districtId: string; caseId: string; by: string; at: Instant; ids: () => string },
  pieces: readonly NewEvidence[],
): Promise<void> {
  if (pieces.length === 0) return
  await tx
    .insertInto('accountability_evidence')
    .values(
      pieces.map(({ kind, refId, roots, note }) => ({
        district_id: districtId,
        case_id: caseId,
        id: ids(),
        kind,
        ref_id: refId,
        roots: [...roots],
        note,
        added_by: by,
        added_at: at,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What waits in 问责, by desk, and what a unit is heard on. */
export const waitingAccountability = (districtId: string) => sql<{ opened: number; hearing: number; decided: number }>`
    select count(*) filter (where state = 'opened')::int as opened,
      count(*) filter (where state = 'hearing')::int as hearing,
      count(*) filter (where state = 'decided')::int as decided
    from accountability_case where district_id = ${districtId}`
