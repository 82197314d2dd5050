import { actsAs, may, namesOfUsers, openWords } from '../access/index.ts'
import { type CivilDate, isCivilDate } from '../calendar/index.ts'
import { listInstructions, photosMost, tasksOnReport } from '../instructions/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import {
  CsrfField,
  defineRoutes,
  formsAbout,
  readUploads,
  refusalOf,
  render,
  type RouteDefinition,
  sendDownload,
  typedValues,
  type WebContext,
} from '../web/index.ts'
import { LeaderPage, quickWords } from './pages/leader.tsx'
import { SubmissionCard } from './pages/submission-card.tsx'
import { RegisterPage, SubmitPage } from './pages/submit.tsx'
import { findReport } from './queries.ts'
import { isOffered } from './offered.ts'
import { markLine } from './stage.ts'
import { reportSteps } from './steps.ts'
import { leadersFor } from './submission/leaders.ts'
import { printSubmission, type SubmissionFormat, submissionFormats } from './submission/paper.ts'
import { type Submission, standingSubmission } from './submission/queries.ts'
import { instructReport } from './verbs/instruct-report.ts'
import { closeWithoutCircular, recallReport, submitReport } from './verbs/submit-report.ts'
import { isUuid } from '../database/index.ts'

type Found = NonNullable<Awaited<ReturnType<typeof findReport>>>
type Typed = Record<string, string>

const photoFields = Array.from({ length: photosMost }, (_, at) => `photo-${at + 1}`)

async function wanted(c: WebContext): Promise<Found> {
  const { deps, actor, session } = c.var
  const id = c.req.param('id') ?? ''
  const report = isUuid(id) ? await findReport(deps.db, session.districtId, id) : undefined
  if (!report || !isOffered(actor, session.districtId, report)) throw refuse('record.not-found', { what: '报告' })
  return report
}

async function submitted(c: WebContext): Promise<{ report: Found; submission: Submission; leader: string }> {
  const { deps, session } = c.var
  const report = await wanted(c)
  const submission = await standingSubmission(deps.db, session.districtId, report.id)
  if (!submission) throw refuse('record.not-found', { what: '呈批件' })
  const names = await namesOfUsers(deps, session.districtId, [submission.leaderId])
  return { report, submission, leader: names.get(submission.leaderId) ?? '' }
}

/** 呈批和批示 for the report's own page; nothing for who only reads it. */
export async function submissionCard(c: WebContext, report: Found) {
  const { deps, actor, session } = c.var
  const { districtId } = session
  if (!may(actor, 'report.draft', { districtId })) return null
  const submission = await standingSubmission(deps.db, districtId, report.id)
  const steps = await reportSteps(deps.db, districtId, report.id)
  const people = [...steps.map(({ by }) => by), ...(submission ? [submission.leaderId] : [])]
  const names = await namesOfUsers(deps, districtId, people)
  return (
    <SubmissionCard
      report={report}
      csrf={session.csrf}
      submission={submission}
      instructions={
        may(actor, 'instructions.read', { districtId }) ? await listInstructions(deps.db, districtId, report.id) : []
      }
      leader={names.get(submission?.leaderId ?? '') ?? ''}
      steps={steps}
      names={names}
      mayClose={may(actor, 'report.advance', { districtId })}
      maySubmit={may(actor, 'report.submit', { districtId })}
      mayInstruct={may(actor, 'instructions.handle', { districtId })}
    />
  )
}

async function submitPage(c: WebContext, typed: Typed = {}, problem?: string, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const page = (
    <SubmitPage
      report={await wanted(c)}
      leaders={await leadersFor(deps, actor, session.districtId)}
      typed={typed}
      problem={problem}
    >
      <CsrfField csrf={session.csrf} />
    </SubmitPage>
  )
  return render(c, page, { title: '报告呈批', current: '/reports' }, status)
}

async function submit(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const typed = await typedValues(c)
  const reportId = (await wanted(c)).id
  const [leaderId, opinion] = [typed['leaderId'] ?? '', typed['opinion'] ?? '']
  try {
    await submitReport(deps, actor, { districtId: session.districtId, reportId, leaderId, opinion })
  } catch (error) {
    const refusal = refusalOf(error)
    return submitPage(c, typed, refusal.message, refusal.status)
  }
  return c.redirect(`/reports/${reportId}`, 303)
}

async function recall(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const reportId = (await wanted(c)).id
  const { reason = '' } = await typedValues(c)
  await recallReport(deps, actor, { districtId: session.districtId, reportId, reason })
  return c.redirect(`/reports/${reportId}`, 303)
}

async function close(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const reportId = (await wanted(c)).id
  const { reason = '' } = await typedValues(c)
  await closeWithoutCircular(deps, actor, { districtId: session.districtId, reportId, reason })
  return c.redirect(`/reports/${reportId}`, 303)
}

async function download(c: WebContext): Promise<Response> {
  const { deps, actor, session, demo } = c.var
  const { report, submission, leader } = await submitted(c)
  const format = c.req.param('format') ?? ''
  const own = actsAs(actor, submission.leaderId, 'district_leader')
  if (!Object.hasOwn(submissionFormats, format) || (!own && !may(actor, 'report.draft', session)))
    throw refuse('record.not-found', { what: '呈批件' })
  const notice = markLine({ demo, stage: report.progress === 'submitted' ? 'review' : 'final' })
  const printed = { report, submission: submission.content, leader, notice }
  return sendDownload(c, await printSubmission(deps, printed, format as SubmissionFormat))
}

async function registerPage(c: WebContext, typed: Typed = {}, problem?: string, status = 200): Promise<Response> {
  const { report, leader } = await submitted(c)
  const page = (
    <RegisterPage report={report} leader={leader} photos={photoFields} typed={typed} problem={problem}>
      <CsrfField csrf={c.var.session.csrf} />
    </RegisterPage>
  )
  return render(c, page, { title: '登记批示', current: '/reports', islands: ['shrink-image'] }, status)
}

async function register(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const typed = await typedValues(c)
  const { report } = await submitted(c)
  try {
    const { id } = await instructReport(deps, actor, {
      districtId: session.districtId,
      reportId: report.id,
      givenOn: dayFrom(typed['givenOn'] ?? ''),
      photos: await readUploads(c, photoFields),
    })
    return c.redirect(`/instructions/${id}`, 303)
  } catch (error) {
    const refusal = refusalOf(error)
    return registerPage(c, typed, refusal.message, refusal.status)
  }
}

async function leaderPage(c: WebContext, words = '', problem?: string, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { report, submission, leader } = await submitted(c)
  // Another leader's paper is no business of this one.
  if (!actsAs(actor, submission.leaderId, 'district_leader')) throw refuse('instruction.other-leader')
  const instructions = (await listInstructions(deps.db, districtId, report.id)).filter(
    ({ state }) => state !== 'withdrawn',
  )
  const texts = await openWords(
    deps,
    districtId,
    instructions.flatMap(({ wordsId }) => wordsId ?? []),
  )
  const page = (
    <LeaderPage
      report={report}
      submission={submission}
      deputyFor={actor.id === submission.leaderId ? undefined : leader}
      given={instructions.map((one) => ({ ...one, words: texts.get(one.wordsId ?? '') }))}
      tasks={await tasksOnReport(deps.db, districtId, report.id)}
      today={deps.clock.today()}
      words={words}
      photo={photoFields[0]!}
      problem={problem}
    >
      <CsrfField csrf={session.csrf} />
    </LeaderPage>
  )
  return render(c, page, { title: '请您批阅', current: '/reports', islands: ['shrink-image', 'unsaved'] }, status)
}

async function instruct(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const typed = await typedValues(c)
  const words = typed['words'] ?? ''
  const quick = quickWords.find((one) => one === typed['quick'])
  if (quick) return leaderPage(c, [words.trim(), quick].filter(Boolean).join('。'))
  const { report } = await submitted(c)
  try {
    await instructReport(deps, actor, {
      districtId: session.districtId,
      reportId: report.id,
      words,
      photos: await readUploads(c, photoFields),
    })
  } catch (error) {
    const refusal = refusalOf(error)
    return leaderPage(c, words, refusal.message, refusal.status)
  }
  return c.redirect(`/reports/${report.id}/leader`, 303)
}

function dayFrom(found: string): CivilDate {
  if (!isCivilDate(found)) throw refuse('instruction.day-unreadable', { what: '批示日期', found })
  return found
}

/** 呈批, 批阅, 登记批示. */
export const submissionRoutes: RouteDefinition[] = formsAbout(
  'report',
  defineRoutes([
    { method: 'get', path: '/reports/:id/submit', door: 'report.submit', handle: (c) => submitPage(c) },
    { method: 'post', path: '/reports/:id/submit', door: 'report.submit', handle: submit },
    { method: 'post', path: '/reports/:id/recall', door: 'report.submit', handle: recall },
    { method: 'post', path: '/reports/:id/close', door: 'report.advance', handle: close },
    { method: 'get', path: '/reports/:id/submission/files/:format', door: 'report.read', handle: download },
    { method: 'get', path: '/reports/:id/instruct', door: 'instructions.handle', handle: (c) => registerPage(c) },
    { method: 'post', path: '/reports/:id/instruct', door: 'instructions.handle', upload: true, handle: register },
    { method: 'get', path: '/reports/:id/leader', door: 'report.instruct', handle: (c) => leaderPage(c) },
    { method: 'post', path: '/reports/:id/leader', door: 'report.instruct', upload: true, handle: instruct },
  ]),
  ({ db }, ...which) => findReport(db, ...which),
)
