import { sql } from 'kysely'
import type { Actor, Deps } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import { containing, type Db, type Tx } from '../../database/index.ts'
import { type Answers, answersOf } from '../forms/index.ts'
import { caseForms } from './forms.ts'
import { type CaseKind, type CaseState, endedCaseStates, type FilingCase } from './model.ts'

const columns = [
  'c.id',
  'c.kind',
  'c.unit_id as unitId',
  'c.account_id as accountId',
  'c.state',
  'c.answers',
  'c.people_key as wrappedKey',
  'c.people as sealed',
  'c.print_number as printNumber',
  'c.submitted_by as submittedBy',
  'c.submitted_at as submittedAt',
  'c.first_submitted_at as firstSubmittedAt',
  'c.entered_for_unit_by as enteredForUnitBy',
  'c.handled_by as handledBy',
  'c.accepted_by as acceptedBy',
  'c.reviewed_by as reviewedBy',
  'c.decided_by as decidedBy',
  'c.decided_on as decidedOn',
  'c.executed_on as executedOn',
  'c.executed_url as executedUrl',
  'c.days_late as daysLate',
  'c.filing_number as filingNumber',
  'c.version',
  'c.created_by as createdBy',
] as const

const contextOf = (districtId: string, id: string) => `${districtId}/case/${id}`

/** A case with its unit; undefined: none of this id. */
export type LoadedCase = { one: FilingCase; unit: { name: string; kind: string; state: string } }

export async function readCase(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<LoadedCase | undefined> {
  let query = db
    .selectFrom('filing_case as c')
    .select(columns)
    .where('c.district_id', '=', districtId)
    .where('c.id', '=', id)
  if (lock === 'lock') query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (!row) return undefined
  const { wrappedKey, sealed, answers, ...plain } = row
  const people = JSON.parse(
    vault.openBytes({ wrappedKey, sealed }, contextOf(districtId, id)).toString('utf8'),
  ) as Answers
  const unit = await db
    .selectFrom('unit')
    .select(['name', 'kind', 'state'])
    .where('district_id', '=', districtId)
    .where('id', '=', plain.unitId)
    .executeTakeFirstOrThrow()
  return { one: { ...plain, answers: { ...(answers as Answers), ...people } } as FilingCase, unit }
}

/** The columns that keep a case's answers, names and phones sealed. */
export function answerColumns(
  deps: Deps,
  districtId: string,
  { id, kind }: { id: string; kind: CaseKind },
  answers: Answers,
) {
  const form = caseForms[kind]
  const { wrappedKey, sealed } = deps.vault.sealBytes(
    Buffer.from(JSON.stringify(answersOf(form, answers, 'personal'))),
    contextOf(districtId, id),
  )
  return { answers: JSON.stringify(answersOf(form, answers, 'open')), people_key: wrappedKey, people: sealed }
}

export async function writeCase(
  tx: Tx,
  districtId: string,
  { id, version }: Pick<FilingCase, 'id' | 'version'>,
  set: Record<string, unknown>,
): Promise<void> {
  await tx
    .updateTable('filing_case')
    .set({ ...set, version: version + 1 })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

/** Whose an account is. */
export async function unitOfAccount(db: Db | Tx, districtId: string, accountId: string): Promise<string | undefined> {
  const account = await db
    .selectFrom('account')
    .select('unit_id')
    .where('district_id', '=', districtId)
    .where('id', '=', accountId)
    .executeTakeFirst()
  return account?.unit_id
}

/** A case of this account that is still on its way. */
export async function openCaseOf(
  db: Db | Tx,
  districtId: string,
  accountId: string,
): Promise<Pick<FilingCase, 'id' | 'kind' | 'state'> | undefined> {
  const row = await db
    .selectFrom('filing_case')
    .select(['id', 'kind', 'state'])
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .where('state', 'not in', [...endedCaseStates])
    .executeTakeFirst()
  return row as Pick<FilingCase, 'id' | 'kind' | 'state'> | undefined
}

export type CaseRow = {
  id: string
  kind: CaseKind
  state: CaseState
  unitName: string
  accountName: string
  submittedAt: Instant | null
  filingNumber: string | null
  daysLate: number | null
}

/** `search` looks at accounts, also at those that are to be opened, at units and at 备案号. */
export type CaseFilter = {
  state?: CaseState | 'open'
  kind?: CaseKind
  search?: string
  offset: number
  limit: number
}

/** Cases of a district or a unit; what waits comes first. */
export async function listCases(
  db: Db | Tx,
  scope: { districtId: string; unitId?: string },
  { state, kind, search, offset, limit }: CaseFilter,
): Promise<{ rows: CaseRow[]; total: number }> {
  let query = db
    .selectFrom('filing_case as c')
    .innerJoin('unit as u', (join) => join.onRef('u.district_id', '=', 'c.district_id').onRef('u.id', '=', 'c.unit_id'))
    .leftJoin('account as a', (join) =>
      join.onRef('a.district_id', '=', 'c.district_id').onRef('a.id', '=', 'c.account_id'),
    )
    .where('c.district_id', '=', scope.districtId)
  if (scope.unitId) query = query.where('c.unit_id', '=', scope.unitId)
  if (kind) query = query.where('c.kind', '=', kind)
  if (state === 'open') query = query.where('c.state', 'not in', [...endedCaseStates])
  else if (state) query = query.where('c.state', '=', state)
  const like = search && containing(search)
  if (like)
    query = query.where(
      sql<boolean>`(coalesce(a.name, c.answers ->> 'name') ilike ${like} or u.name ilike ${like} or c.filing_number ilike ${like})`,
    )
  const rows = await query
    .select([
      'c.id',
      'c.kind',
      'c.state',
      'u.name as unitName',
      sql<string>`coalesce(a.name, c.answers ->> 'name', '')`.as('accountName'),
      'c.submitted_at as submittedAt',
      'c.filing_number as filingNumber',
      'c.days_late as daysLate',
    ])
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id')
    .offset(offset)
    .limit(limit)
    .execute()
  const { total } = await query.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { rows: rows as CaseRow[], total }
}

/** What was said on the way, the oldest first. */
export async function opinionsOf(db: Db | Tx, districtId: string, caseId: string) {
  return db
    .selectFrom('filing_case_opinion')
    .select(['id', 'action', 'opinion', 'given_by as givenBy', 'given_at as givenAt'])
    .where('district_id', '=', districtId)
    .where('case_id', '=', caseId)
    .orderBy('id')
    .execute()
}

/**
 * Keeps what somebody wrote of a case. Free words may name people, and the trail is for ever (decision 008): what is told it
 * is their digest, salted with the opinion's id; the words stand in the case.
 */
export async function addOpinion(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, caseId, action, opinion }: { districtId: string; caseId: string; action: string; opinion: string },
): Promise<{ opinionDigest: string }> {
  const id = deps.ids.next()
  await tx
    .insertInto('filing_case_opinion')
    .values({
      district_id: districtId,
      case_id: caseId,
      id,
      action,
      opinion,
      given_by: actor.id,
      given_at: deps.wall.now(),
    })
    .execute()
  return { opinionDigest: deps.vault.digest(opinion, Buffer.from(id)) }
}
