import { may, namesOfUsers, openWords, permittedScope, unitChoices } from '../access/index.ts'
import { type CivilDate, isCivilDate } from '../calendar/index.ts'
import { isUuid } from '../database/index.ts'
import { readStoredFile } from '../files/index.ts'
import { loadCalendar } from '../holidays/index.ts'
import { readUnits, survivingUnit } from '../registry/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import {
  answerFiles,
  defineRoutes,
  formsAbout,
  keepLook,
  pageFrom,
  pageSize,
  readUploads,
  refusalOf,
  render,
  type RouteDefinition,
  searchFrom,
  sendDownload,
  trailPanel,
  typedValues,
  type WebContext,
} from '../web/index.ts'
import { type Instruction, stepLabels, type Task, taskStates } from './model.ts'
import { BoardPage } from './pages/board.tsx'
import { InstructionPage, type Typed } from './pages/instruction.tsx'
import { listInstructions, listTasks, readInstruction, stepsOf, tasksOf } from './queries.ts'
import { taskRights } from './verbs/act.ts'
import { acceptTask, answerTask, assignTask, extendTask, passTaskOn, returnTask, takeTaskBack } from './verbs/tasks.ts'
import {
  checkTranscription,
  differTranscription,
  reopenTranscription,
  transcribe,
  waiveTasks,
  withdrawInstruction,
} from './verbs/transcription.ts'

const current = '/instructions'
const photoWord = '手写件'

// Rulebook (c) C4: no national number; ten working days is the default of this office.
const offeredWorkdays = 10

async function boardPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'instructions.read', districtId)
  const today = deps.clock.today()
  const { state } = c.req.query()
  const page = pageFrom(c)
  const wanted = ([...taskStates, 'pending', 'late'] as const).find((one) => one === state)
  const filter = { state: wanted, search: searchFrom(c), offset: (page - 1) * pageSize, limit: pageSize }
  const { rows, total } = await listTasks(deps.db, scope, filter, today)
  const waiting = may(actor, 'instructions.handle', { districtId }) ? await waitingOnes(c) : []
  const leaders = waiting.map(({ leaderId }) => leaderId)
  const body = (
    <BoardPage
      c={c}
      waiting={waiting}
      rows={rows}
      total={total}
      page={page}
      today={today}
      names={await namesOfUsers(deps, districtId, leaders)}
      unit={scope.unitId !== undefined}
    />
  )
  return render(c, body, { title: '批示办理', current })
}

async function waitingOnes(c: WebContext): Promise<Instruction[]> {
  const { deps, session } = c.var
  return (await listInstructions(deps.db, session.districtId)).filter(
    ({ state, withoutTasks, tasks }) =>
      state === 'to-transcribe' || state === 'to-check' || (state === 'standing' && !withoutTasks && tasks === 0),
  )
}

/** The instruction in the address, for who may see it: a unit once a task of it is its own. */
async function seen(c: WebContext): Promise<{ found: Instruction; tasks: Task[]; unitId: string | undefined }> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { unitId } = permittedScope(actor, 'instructions.read', districtId)
  const id = c.req.param('id') ?? ''
  const found = isUuid(id) ? await readInstruction(deps.db, districtId, id) : undefined
  const all = found ? await tasksOf(deps.db, districtId, id) : []
  const tasks = unitId === undefined ? all : all.filter((task) => task.unitId === unitId)
  if (!found || (unitId !== undefined && tasks.length === 0)) throw refuse('record.not-found', { what: '批示' })
  return { found, tasks, unitId }
}

async function instructionPage(c: WebContext, typed?: Typed, problem?: string, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { found, tasks, unitId } = await seen(c)
  const seesWords = may(actor, 'instructions.words', { districtId })
  const { steps, files } = await stepsOf(deps.db, districtId, found.id)
  const { wordsId, leaderId, enteredBy, transcribedBy, checkedBy } = found
  const words = seesWords && wordsId ? (await openWords(deps, districtId, [wordsId])).get(wordsId) : undefined
  const today = deps.clock.today()
  const calendar = await loadCalendar(deps.db)
  const people = [leaderId, enteredBy, transcribedBy, checkedBy, ...steps.map(({ by }) => by)].filter(
    (one) => one !== null,
  )
  const mayHandle = may(actor, 'instructions.handle', { districtId })
  const body = (
    <InstructionPage
      c={c}
      found={found}
      words={words}
      seesWords={seesWords}
      tasks={tasks}
      steps={steps}
      files={files}
      names={await namesOfUsers(deps, districtId, people)}
      today={today}
      mayHandle={mayHandle}
      mayTask={(action, of) => may(actor, taskRights[action], { districtId, unitId: of.unitId })}
      gone={await goneUnits(c)}
      units={mayHandle ? await unitChoices(deps.db, districtId) : []}
      offeredDue={calendar.addWorkingDays(today, offeredWorkdays).day}
      unitId={unitId}
      typed={typed}
      problem={problem}
      trail={
        unitId === undefined &&
        (await trailPanel(c, { kind: 'instruction', id: found.id }, undefined, undefined, notSteps))
      }
    />
  )
  return render(c, body, { title: '批示办理', current }, status)
}

// 办理记录 tells the steps; beside them stands who looked at what, and what was refused.
const notSteps = {
  title: '查阅和未予办理的操作',
  told: ({ action }: { action: string }) => Object.hasOwn(stepLabels, action.replace(/^instruction\./u, '')),
}

/** Of units that are no more: the name of who answers for them now, null where nobody does. */
async function goneUnits(c: WebContext): Promise<Map<string, string | null>> {
  const byId = new Map((await readUnits(c.var.deps.db, c.var.session.districtId)).map((unit) => [unit.id, unit]))
  const gone = [...byId.values()].filter(({ state }) => state !== 'active')
  return new Map(
    gone.map((unit) => {
      const heir = survivingUnit(unit, byId)
      return [unit.id, heir.state === 'active' ? heir.name : null] as const
    }),
  )
}

/** A day as a form sends it. Refuses `instruction.day-unreadable`. */
function dayFrom(values: Readonly<Record<string, string>>, name: string, what: string): CivilDate {
  const found = values[name]?.trim() ?? ''
  if (!isCivilDate(found)) throw refuse('instruction.day-unreadable', { what, found })
  return found
}

type Form = {
  c: WebContext
  values: Record<string, string>
  input: { districtId: string; instructionId: string; version: number; note: string | undefined }
}
type Act = (form: Form) => Promise<unknown>
const taskIn = ({ input, values }: Form) => ({ ...input, taskId: values['taskId'] ?? '' })
const dueOn = (values: Form['values']) => dayFrom(values, 'dueOn', '办理时限')

const acts: Readonly<Record<string, Act>> = {
  transcribe: ({ c, input, values }) => transcribe(c.var.deps, c.var.actor, { ...input, words: values['words'] ?? '' }),
  check: ({ c, input }) => checkTranscription(c.var.deps, c.var.actor, input),
  differ: ({ c, input }) => differTranscription(c.var.deps, c.var.actor, input),
  reopen: ({ c, input }) => reopenTranscription(c.var.deps, c.var.actor, input),
  waive: ({ c, input }) => waiveTasks(c.var.deps, c.var.actor, input),
  withdraw: ({ c, input }) => withdrawInstruction(c.var.deps, c.var.actor, input),
  assign: ({ c, input, values }) => {
    const unitId = values['unitId'] ?? ''
    if (!isUuid(unitId)) throw refuse('instruction.words-required', { what: '承办单位' })
    const assignment = { unitId, essentials: values['essentials'] ?? '', dueOn: dueOn(values) }
    return assignTask(c.var.deps, c.var.actor, { ...input, ...assignment })
  },
  answer: async (form) =>
    answerTask(form.c.var.deps, form.c.var.actor, { ...taskIn(form), files: await readUploads(form.c, answerFiles) }),
  accept: (form) => acceptTask(form.c.var.deps, form.c.var.actor, taskIn(form)),
  return: (form) => returnTask(form.c.var.deps, form.c.var.actor, { ...taskIn(form), dueOn: dueOn(form.values) }),
  extend: (form) => extendTask(form.c.var.deps, form.c.var.actor, { ...taskIn(form), dueOn: dueOn(form.values) }),
  'pass-on': (form) => passTaskOn(form.c.var.deps, form.c.var.actor, taskIn(form)),
  'take-back': (form) => takeTaskBack(form.c.var.deps, form.c.var.actor, taskIn(form)),
}

// A refusal comes back on the page it belongs to, with what was typed in the form it was sent from.
async function act(c: WebContext): Promise<Response> {
  const { found } = await seen(c)
  const values = await typedValues(c)
  try {
    const action = values['action'] ?? ''
    if (!Object.hasOwn(acts, action)) throw refuse('web.choice-unknown', { what: '办理事项' })
    const version = Number(values['version'] ?? 0)
    const input = { districtId: c.var.session.districtId, instructionId: found.id, version, note: values['note'] }
    await acts[action]!({ c, values, input })
  } catch (error) {
    const refusal = refusalOf(error)
    return instructionPage(c, { form: values['form'] ?? '', values }, refusal.message, refusal.status)
  }
  return c.redirect(`${current}/${found.id}`, 303)
}

/** A photo of the instruction for who may read its words; what came with an answer for the office and the unit itself. */
async function file(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { found, tasks, unitId } = await seen(c)
  const { steps, files } = await stepsOf(deps.db, districtId, found.id)
  const wanted = files.find(({ step, serial }) => `${step}-${serial}` === c.req.param('file'))
  const step = steps.find(({ serial }) => serial === wanted?.step)
  const isPhoto = step?.action === 'register'
  const allowed = isPhoto
    ? may(actor, 'instructions.words', { districtId })
    : unitId === undefined || tasks.some(({ id }) => id === step?.taskId)
  if (!wanted || !step || !allowed) throw refuse('record.not-found', { what: '附件' })
  const stored = await readStoredFile(deps, districtId, wanted.fileId)
  await keepLook(c, {
    action: isPhoto ? 'instruction.photo-seen' : 'instruction.proof-seen',
    subject: { kind: 'instruction', id: found.id },
    // The name of a photo may be what is written on it.
    after: { file: isPhoto ? `${photoWord}${wanted.serial}` : stored.name },
  })
  if (!isPhoto || !stored.mediaType.startsWith('image/')) return sendDownload(c, stored)
  return c.body(new Uint8Array(stored.bytes), 200, {
    'Content-Type': stored.mediaType,
    'Cache-Control': 'private, no-store',
  })
}

/** 批示办理: the board, one instruction with its tasks, and its files. */
export const instructionRoutes: RouteDefinition[] = defineRoutes([
  { method: 'get', path: '/instructions', door: 'instructions.read', handle: boardPage },
  ...formsAbout(
    'instruction',
    [
      { method: 'get', path: '/instructions/:id', door: 'instructions.read', handle: (c) => instructionPage(c) },
      { method: 'post', path: '/instructions/:id', door: 'instructions.read', upload: true, handle: act },
      { method: 'get', path: '/instructions/:id/files/:file', door: 'instructions.read', handle: file },
    ],
    ({ db }, ...which) => readInstruction(db, ...which),
  ),
])
