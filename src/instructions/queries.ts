import { sql } from 'kysely'
import type { CivilDate, Instant, Quarter } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { FollowedTask, Instruction, InstructionStep, StepFile, Task } from './model.ts'

const columns = sql`
  i.id, i.report_id as "reportId", r.quarter, r.version as "reportVersion", i.leader_id as "leaderId",
  i.given_on as "givenOn", i.origin, i.state, i.words_id as "wordsId", i.without_tasks as "withoutTasks",
  i.entered_by as "enteredBy", i.transcribed_by as "transcribedBy", i.checked_by as "checkedBy", i.version,
  (select count(*)::int from instruction_task t where t.district_id = i.district_id and t.instruction_id = i.id
    and t.state <> 'withdrawn') as tasks`
const withReport = sql`instruction i join quarterly_report r on r.district_id = i.district_id and r.id = i.report_id`

const taskColumns = sql`
  t.id, t.instruction_id as "instructionId", t.serial, t.unit_id as "unitId", u.name as "unitName", t.essentials,
  t.due_on as "dueOn", t.state, t.answer, t.answered_at as "answeredAt", t.for_unit as "forUnit",
  t.ended_at as "endedAt", t.version`
const withUnit = sql`instruction_task t join unit u on u.district_id = t.district_id and u.id = t.unit_id`
const rowColumns = sql`${taskColumns}, r.quarter, r.version as "reportVersion", i.given_on as "givenOn"`
const withPaper = sql`${withUnit}
  join instruction i on i.district_id = t.district_id and i.id = t.instruction_id
  join quarterly_report r on r.district_id = i.district_id and r.id = i.report_id`

/** Instructions of a district, the newest first; of one report where it is given. */
export async function listInstructions(db: Db | Tx, districtId: string, reportId?: string): Promise<Instruction[]> {
  const { rows } = await sql<Instruction>`
    select ${columns} from ${withReport}
    where i.district_id = ${districtId} ${reportId ? sql`and i.report_id = ${reportId}` : sql``}
    order by i.given_on desc, i.entered_at desc, i.id desc limit 200`.execute(db)
  return rows
}

/** One instruction; undefined: none of this id. `lock` holds it until the end of the transaction. */
export async function readInstruction(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<Instruction | undefined> {
  const { rows } = await sql<Instruction>`
    select ${columns} from ${withReport} where i.district_id = ${districtId} and i.id = ${id}
    ${lock === 'lock' ? sql`for update of i` : sql``}`.execute(db)
  return rows[0]
}

export async function tasksOf(db: Db | Tx, districtId: string, instructionId: string): Promise<Task[]> {
  const { rows } = await sql<Task>`
    select ${taskColumns} from ${withUnit}
    where t.district_id = ${districtId} and t.instruction_id = ${instructionId} order by t.serial`.execute(db)
  return rows
}

export type TaskScope = { districtId: string; unitId?: string | undefined }
export type TaskFilter = {
  state?: Task['state'] | 'pending' | 'late' | undefined
  search?: string
  offset: number
  limit: number
}
export type TaskRow = Task & Pick<Instruction, 'quarter' | 'reportVersion' | 'givenOn'>

/** Tasks of a district or a unit: what is not ended first, the nearest deadline on top. */
export async function listTasks(
  db: Db | Tx,
  { districtId, unitId }: TaskScope,
  { state, search = '', offset, limit }: TaskFilter,
  today: CivilDate,
): Promise<{ rows: TaskRow[]; total: number }> {
  const conditions = [sql`t.district_id = ${districtId}`]
  if (unitId) conditions.push(sql`t.unit_id = ${unitId}`)
  if (state === 'pending') conditions.push(sql`t.ended_at is null`)
  else if (state === 'late') conditions.push(sql`t.state in ('open', 'returned') and t.due_on < ${today}`)
  else if (state) conditions.push(sql`t.state = ${state}`)
  if (search !== '')
    conditions.push(sql`(position(${search} in t.essentials) > 0 or position(${search} in u.name) > 0)`)
  const where = sql.join(conditions, sql` and `)
  const { rows } = await sql<TaskRow>`
    select ${rowColumns} from ${withPaper} where ${where}
    order by t.ended_at is not null, case when t.ended_at is null then t.due_on end, t.ended_at desc, t.id
    offset ${offset} limit ${limit}`.execute(db)
  const counted = await sql<{ total: number }>`select count(*)::int as total from ${withPaper} where ${where}`.execute(
    db,
  )
  return { rows, total: counted.rows[0]?.total ?? 0 }
}

/** What units still have to answer, the nearest deadline on top; of one unit where it is given. */
export async function tasksOwed(db: Db | Tx, { districtId, unitId }: TaskScope, most: number): Promise<TaskRow[]> {
  const { rows } = await sql<TaskRow>`
    select ${rowColumns} from ${withPaper}
    where t.district_id = ${districtId} and t.state in ('open', 'returned')
      ${unitId ? sql`and t.unit_id = ${unitId}` : sql``}
    order by t.due_on, t.id limit ${most}`.execute(db)
  return rows
}

/** What came of a report's instructions and was not taken back, in the order in which it was given out. */
export async function tasksOnReport(db: Db | Tx, districtId: string, reportId: string): Promise<TaskRow[]> {
  const { rows } = await sql<TaskRow>`
    select ${rowColumns} from ${withPaper}
    where t.district_id = ${districtId} and i.report_id = ${reportId} and t.state <> 'withdrawn'
    order by i.given_on, i.id, t.serial`.execute(db)
  return rows
}

/** Which tasks a quarter's report tells: of earlier quarters' reports, what is open or was ended since. */
export type Followed = { districtId: string; before: Quarter; since: Instant | null }

const isFollowed = ({
  districtId,
  before,
  since,
}: Followed) => sql`t.district_id = ${districtId} and r.quarter < ${before}
  and (t.ended_at is null or ${since}::timestamptz is null or t.ended_at >= ${since}::timestamptz)`

/** What became of earlier reports' instructions, the oldest report first. */
export async function followedTasks(tx: Tx, followed: Followed): Promise<FollowedTask[]> {
  const { rows } = await sql<FollowedTask>`
    select t.id, t.unit_id as "unitId", u.name as "unitName", t.essentials, t.due_on as "dueOn", t.state, r.quarter,
      (t.answered_at at time zone 'Asia/Shanghai')::date as "answeredOn"
    from ${withPaper} where ${isFollowed(followed)}
    order by r.quarter, i.given_on, i.id, t.serial`.execute(tx)
  return rows
}

/** The same counted by the database alone: the second source of a report's numbers. */
export async function countFollowed(
  tx: Tx,
  followed: Followed,
  today: CivilDate,
): Promise<Record<'tasks' | 'units' | 'done' | 'answered' | 'owed' | 'overdue' | 'withdrawn', number>> {
  const { rows } = await sql<Awaited<ReturnType<typeof countFollowed>>>`
    select count(*)::int as tasks, count(distinct t.unit_id)::int as units,
      count(*) filter (where t.state = 'done')::int as done,
      count(*) filter (where t.state = 'answered')::int as answered,
      count(*) filter (where t.state in ('open', 'returned') and t.due_on >= ${today})::int as owed,
      count(*) filter (where t.state in ('open', 'returned') and t.due_on < ${today})::int as overdue,
      count(*) filter (where t.state = 'withdrawn')::int as withdrawn
    from instruction_task t
    join instruction i on i.district_id = t.district_id and i.id = t.instruction_id
    join quarterly_report r on r.district_id = i.district_id and r.id = i.report_id
    where ${isFollowed(followed)}`.execute(tx)
  return rows[0]!
}

/** Every step of an instruction, the first one first, and the files that came with them. */
export async function stepsOf(
  db: Db | Tx,
  districtId: string,
  instructionId: string,
): Promise<{ steps: InstructionStep[]; files: StepFile[] }> {
  const { rows: steps } = await sql<InstructionStep>`
    select serial, action, task_id as "taskId", by, at, note, facts from instruction_step
    where district_id = ${districtId} and instruction_id = ${instructionId} order by serial`.execute(db)
  const { rows: files } = await sql<StepFile>`
    select s.step, s.serial, s.file_id as "fileId", f.name from instruction_file s
    join stored_file f on f.district_id = s.district_id and f.id = s.file_id
    where s.district_id = ${districtId} and s.instruction_id = ${instructionId} order by s.step, s.serial`.execute(db)
  return { steps, files }
}

export type NewInstruction = Pick<
  Instruction,
  'id' | 'reportId' | 'leaderId' | 'givenOn' | 'origin' | 'state' | 'wordsId' | 'enteredBy'
> & { districtId: string; at: Instant }

export async function insertInstruction(tx: Tx, { districtId, at, ...one }: NewInstruction): Promise<void> {
  await tx
    .insertInto('instruction')
    .values({
      district_id: districtId,
      id: one.id,
      report_id: one.reportId,
      leader_id: one.leaderId,
      given_on: one.givenOn,
      origin: one.origin,
      state: one.state,
      words_id: one.wordsId,
      entered_by: one.enteredBy,
      entered_at: at,
    })
    .execute()
}

export type InstructionSet = {
  words_id?: string
  without_tasks?: boolean
  transcribed_by?: string | null
  checked_by?: string | null
}

export async function updateInstruction(
  tx: Tx,
  districtId: string,
  { id, version }: Pick<Instruction, 'id' | 'version'>,
  set: InstructionSet & { state: Instruction['state'] },
): Promise<void> {
  await tx
    .updateTable('instruction')
    .set({ ...set, version: version + 1 })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

export type NewTask = Pick<Task, 'id' | 'instructionId' | 'serial' | 'unitId' | 'essentials' | 'dueOn'> & {
  districtId: string
  at: Instant
}

export async function insertTask(tx: Tx, { districtId, at, ...one }: NewTask): Promise<void> {
  await tx
    .insertInto('instruction_task')
    .values({
      district_id: districtId,
      id: one.id,
      instruction_id: one.instructionId,
      serial: one.serial,
      unit_id: one.unitId,
      essentials: one.essentials,
      due_on: one.dueOn,
      state: 'open',
      assigned_at: at,
    })
    .execute()
}

export type TaskSet = {
  answer?: string
  answered_at?: Instant
  for_unit?: boolean
  due_on?: CivilDate
  ended_at?: Instant | null
  unit_id?: string
}

export async function updateTask(
  tx: Tx,
  districtId: string,
  { id, version }: Pick<Task, 'id' | 'version'>,
  set: TaskSet & { state: Task['state'] },
): Promise<void> {
  await tx
    .updateTable('instruction_task')
    .set({ ...set, version: version + 1 })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

type NewStep = Omit<InstructionStep, 'serial'> & {
  districtId: string
  instructionId: string
  fileIds: readonly string[]
}

/** Keeps a step behind the ones there are; the instruction is locked. */
export async function insertStep(
  tx: Tx,
  { districtId, instructionId, fileIds, facts, taskId, ...step }: NewStep,
): Promise<void> {
  const last = await tx
    .selectFrom('instruction_step')
    .select(({ fn }) => fn.max('serial').as('serial'))
    .where('district_id', '=', districtId)
    .where('instruction_id', '=', instructionId)
    .executeTakeFirst()
  const serial = (last?.serial ?? 0) + 1
  const key = { district_id: districtId, instruction_id: instructionId }
  await tx
    .insertInto('instruction_step')
    .values({ ...key, serial, task_id: taskId, ...step, facts: JSON.stringify(facts) })
    .execute()
  if (fileIds.length === 0) return
  await tx
    .insertInto('instruction_file')
    .values(fileIds.map((fileId, at) => ({ ...key, step: serial, serial: at + 1, file_id: fileId })))
    .execute()
}

/** What waits in 批示办理, by desk; `toCheck`: transcriptions of somebody else's; `late`: of units whose last day is over. */
export const waitingInstructions = (districtId: string, userId: string, today: CivilDate) => sql<
  Record<'toTranscribe' | 'toCheck' | 'toAssign' | 'answered' | 'late', number>
>`
    select count(*) filter (where i.state = 'to-transcribe')::int as "toTranscribe",
      count(*) filter (where i.state = 'to-check' and i.transcribed_by <> ${userId})::int as "toCheck",
      count(*) filter (where i.state = 'standing' and not i.without_tasks and not exists (select from instruction_task t
        where t.district_id = i.district_id and t.instruction_id = i.id and t.state <> 'withdrawn'))::int as "toAssign",
      (select count(*)::int from instruction_task where district_id = ${districtId} and state = 'answered') as answered,
      (select count(*)::int from instruction_task
        where district_id = ${districtId} and state in ('open', 'returned') and due_on < ${today}) as late
    from instruction i where i.district_id = ${districtId}`
