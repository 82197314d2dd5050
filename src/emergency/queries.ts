import { sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import type { Body, Case, Kind, PaperKind, Step } from './model.ts'

const columns = sql`
  c.id, c.kind, c.state, c.started_at as "startedAt", c.act_hours as "actHours", c.account_id as "accountId",
  a.name as "accountName", a.platform as "accountPlatform", a.unit_id as "unitId", u.name as "unitName",
  c.match_id as "matchId", c.name, c.platform, c.link, c.reference, c.finding_id as "findingId",
  c.problem_id as "problemId", c.opened_by as "openedBy", c.opened_at as "openedAt", c.closed_at as "closedAt", c.version`

const tables = sql`
  emergency_case c
  left join account a on a.district_id = c.district_id and a.id = c.account_id
  left join unit u on u.district_id = a.district_id and u.id = a.unit_id`

/** One case; undefined: none of this id. `lock` holds it until the end of the transaction. */
export async function readCase(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<Case | undefined> {
  const { rows } = await sql<Case>`
    select ${columns} from ${tables} where c.district_id = ${districtId} and c.id = ${id}
    ${lock === 'lock' ? sql`for update of c` : sql``}`.execute(db)
  return rows[0]
}

/** What was done with cases, by case, the first step first. */
export async function stepsOf(
  db: Db | Tx,
  districtId: string,
  caseIds: readonly string[],
): Promise<Map<string, Step[]>> {
  if (caseIds.length === 0) return new Map()
  const { rows } = await sql<Step & { caseId: string }>`
    select s.case_id as "caseId", s.version, s.action, s.state, s.at, s.by, s.recorded_at as "recordedAt", s.duty, s.body,
      s.reference, s.words, s.due_at as "dueAt", s.file_id as "fileId", f.name as "fileName", f.sha256 as "fileSha256",
      s.evidence_id as "evidenceId", s.facts
    from emergency_step s
    left join stored_file f on f.district_id = s.district_id and f.id = s.file_id
    where s.district_id = ${districtId} and s.case_id = any(${[...caseIds]}::uuid[])
    order by s.case_id, s.version`.execute(db)
  const byCase = Map.groupBy(rows, ({ caseId }) => caseId)
  return new Map([...byCase].map(([id, steps]) => [id, steps.map(({ caseId: _case, ...step }) => step)]))
}

export type CaseWithSteps = Case & { steps: Step[] }

async function withSteps(db: Db | Tx, districtId: string, cases: readonly Case[]): Promise<CaseWithSteps[]> {
  const steps = await stepsOf(
    db,
    districtId,
    cases.map(({ id }) => id),
  )
  return cases.map((one) => ({ ...one, steps: steps.get(one.id) ?? [] }))
}

/** Which cases are meant: of a unit's accounts, one account, or findings. */
export type CaseFilter = { unitId?: string; accountId?: string; findingIds?: readonly string[] }

const meant = (districtId: string, { unitId, accountId, findingIds }: CaseFilter) =>
  sql.join(
    [
      sql`c.district_id = ${districtId}`,
      ...(unitId ? [sql`a.unit_id = ${unitId}`] : []),
      ...(accountId ? [sql`c.account_id = ${accountId}`] : []),
      ...(findingIds ? [sql`c.finding_id = any(${[...findingIds]}::uuid[])`] : []),
    ],
    sql` and `,
  )

/** Open cases with their steps: few at any time, so their clocks are read all at once. */
export async function openCases(db: Db | Tx, districtId: string, filter: CaseFilter = {}): Promise<CaseWithSteps[]> {
  const { rows } = await sql<Case>`
    select ${columns} from ${tables} where ${meant(districtId, filter)} and c.state <> 'closed'
    order by c.started_at, c.id`.execute(db)
  return withSteps(db, districtId, rows)
}

/** Closed cases, the newest first. */
export async function closedCases(
  db: Db | Tx,
  districtId: string,
  filter: CaseFilter,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ rows: CaseWithSteps[]; total: number }> {
  const where = sql`${meant(districtId, filter)} and c.state = 'closed'`
  const { rows } = await sql<Case & { total: number }>`
    select ${columns}, count(*) over ()::int as total from ${tables} where ${where}
    order by c.closed_at desc, c.id offset ${offset} limit ${limit}`.execute(db)
  return { rows: await withSteps(db, districtId, rows), total: rows[0]?.total ?? 0 }
}

export type NewCase = Pick<
  Case,
  | 'id'
  | 'kind'
  | 'startedAt'
  | 'actHours'
  | 'accountId'
  | 'matchId'
  | 'name'
  | 'platform'
  | 'link'
  | 'reference'
  | 'findingId'
  | 'problemId'
  | 'openedBy'
  | 'openedAt'
>

/** Keeps a case; false: the same is known already. */
export async function insertCase(tx: Tx, districtId: string, one: NewCase): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('emergency_case')
    .values({
      district_id: districtId,
      id: one.id,
      kind: one.kind,
      state: 'reported',
      started_at: one.startedAt,
      act_hours: one.actHours,
      account_id: one.accountId,
      match_id: one.matchId,
      name: one.name,
      platform: one.platform,
      link: one.link,
      reference: one.reference,
      finding_id: one.findingId,
      problem_id: one.problemId,
      opened_by: one.openedBy,
      opened_at: one.openedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows) === 1
}

/** A step, and what of the case moves with it. */
export async function writeStep(
  tx: Tx,
  districtId: string,
  caseId: string,
  step: Omit<Step, 'fileName' | 'fileSha256'>,
  set: { closedAt?: Instant; findingId?: string | null; problemId?: string | null } = {},
): Promise<void> {
  const { closedAt, findingId, problemId } = set
  await tx
    .updateTable('emergency_case')
    .set({
      state: step.state,
      version: step.version,
      ...(closedAt && { closed_at: closedAt }),
      ...(findingId !== undefined && { finding_id: findingId }),
      ...(problemId !== undefined && { problem_id: problemId }),
    })
    .where('district_id', '=', districtId)
    .where('id', '=', caseId)
    .execute()
  await tx
    .insertInto('emergency_step')
    .values({
      district_id: districtId,
      case_id: caseId,
      version: step.version,
      action: step.action,
      state: step.state,
      at: step.at,
      by: step.by,
      recorded_at: step.recordedAt,
      duty: step.duty,
      body: step.body,
      reference: step.reference,
      words: step.words,
      due_at: step.dueAt,
      file_id: step.fileId,
      evidence_id: step.evidenceId,
      facts: JSON.stringify(step.facts),
    })
    .execute()
}

/** Whether an account is in the district's ledger. */
export async function isAccount(db: Db | Tx, districtId: string, id: string): Promise<boolean> {
  const { rows } = await sql`select from account where district_id = ${districtId} and id = ${id}`.execute(db)
  return rows.length > 0
}

/** Whether a finding, or a problem that people reported, is about an account. */
export async function isAbout(
  db: Db | Tx,
  districtId: string,
  accountId: string | null,
  { findingId, problemId }: { findingId: string | null; problemId: string | null },
): Promise<boolean> {
  const { rows } = await sql<{ ok: boolean }>`
    select (${findingId}::uuid is null or exists (select from finding f
        where f.district_id = ${districtId} and f.id = ${findingId} and f.account_id = ${accountId}))
      and (${problemId}::uuid is null or exists (select from reported_problem p
        where p.district_id = ${districtId} and p.id = ${problemId} and p.account_id = ${accountId})) as ok`.execute(db)
  return rows[0]?.ok ?? false
}

/** Risk notices and cases of some days, by kind: counted apart from problems, of which none of them is one. */
export async function countCases(
  db: Db | Tx,
  districtId: string,
  { from, to }: { from: Instant; to: Instant },
): Promise<{ kind: Kind; cases: number; notices: number }[]> {
  const { rows } = await sql<{ kind: Kind; cases: number; notices: number }>`
    select c.kind, count(*)::int as cases,
      sum((select count(*) from emergency_step s
        where s.district_id = c.district_id and s.case_id = c.id and s.action = 'call'))::int as notices
    from emergency_case c
    where c.district_id = ${districtId} and c.started_at >= ${from} and c.started_at < ${to}
    group by c.kind order by c.kind`.execute(db)
  return rows
}

/** A paper as it was printed; `version` is the case's that it tells of. */
export type KeptPaper = {
  paper: PaperKind
  body: Body | null
  version: number
  content: unknown
  printedAt: Instant
}

export async function papersOf(db: Db | Tx, districtId: string, caseId: string): Promise<KeptPaper[]> {
  const { rows } = await sql<KeptPaper>`
    select paper, body, version, content, printed_at as "printedAt" from emergency_paper
    where district_id = ${districtId} and case_id = ${caseId} order by printed_at, id`.execute(db)
  return rows
}

export type NewPaper = Omit<KeptPaper, 'printedAt'> & { id: string; caseId: string; by: string; at: Instant }

/** Keeps a paper unless the same was printed before, which then stands. */
export async function keepPaper(tx: Tx, districtId: string, paper: NewPaper): Promise<void> {
  await tx
    .insertInto('emergency_paper')
    .values({
      district_id: districtId,
      case_id: paper.caseId,
      id: paper.id,
      paper: paper.paper,
      body: paper.body,
      version: paper.version,
      content: JSON.stringify(paper.content),
      printed_by: paper.by,
      printed_at: paper.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** An account to be chosen for a case. */
export type FoundAccount = { id: string; name: string; platform: Platform; unitName: string }

/** Accounts by their name or their unit's. `like`: a pattern of the database. */
export async function accountsLike(db: Db, districtId: string, like: string, limit: number): Promise<FoundAccount[]> {
  const { rows } = await sql<FoundAccount>`
    select a.id, a.name, a.platform, u.name as "unitName"
    from account a join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where a.district_id = ${districtId} and (a.name ilike ${like} or u.name ilike ${like})
    order by a.name, a.platform, a.id limit ${limit}`.execute(db)
  return rows
}
