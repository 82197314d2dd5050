import {
  contentDisposition,
  CsrfField,
  defineRoutes,
  pageFrom,
  readForm,
  render,
  sendDownload,
  shownMinute,
  type WebContext,
} from '../web/index.ts'
import { may, permittedScope, scopeOf } from '../access/index.ts'
import {
  addMonths,
  firstDayOf,
  monthOf,
  monthsOf,
  previousPeriod,
  type Quarter,
  quarter,
  quarterOf,
} from '../calendar/index.ts'
import { checkpointOf } from '../checkpoints/index.ts'
import { isUuid } from '../database/index.ts'
import { readStoredFile } from '../files/index.ts'
import { latestRun } from '../jobs/index.ts'
import { correctionsAlert } from '../monitoring/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { z } from 'zod'
import { correctionNotice } from './correction.ts'
import { CorrectionPaper } from './pages/state.tsx'
import { type CorrectionFormat, correctionFormats, printCorrection } from './print-correction.ts'
import { hasFigure } from './figures.ts'
import { FigurePage } from './pages/figure.tsx'
import { listsElsewhere } from './pages/figure-lists.ts'
import { FinalisePage } from './pages/finalise.tsx'
import { type Finalising, type Report, ReportPage } from './pages/report.tsx'
import { ReportsPage } from './pages/reports.tsx'
import { missingItems } from './editing/required.ts'
import { makersOf } from './makers.ts'
import { openWork } from './open-work.ts'
import { isGoingOut } from './progress.ts'
import { isOffered, offeredVersions } from './offered.ts'
import { findReport, reportVersions } from './queries.ts'
import { submissionCard, submissionRoutes } from './routes-submission.tsx'
import { comparingRoutes } from './routes-comparing.tsx'
import { editingRoutes, toldOf } from './routes-editing.tsx'
import { reportSteps } from './steps.ts'
import { drawChart } from './trend.ts'
import { finaliseReport } from './verbs/finalise-report.ts'

const compileForm = z.object({
  quarter: z.string('请选择季度。').refine((text) => readQuarter(text) !== undefined, '季度应写作“2026Q3”这样的形式。'),
})

async function listReports(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  // Reports are written in the weeks after a quarter: the one of last month is the one at hand.
  const atHand = quarterOf(firstDayOf(addMonths(monthOf(deps.clock.today()), -1)))
  const wanted = readQuarter(c.req.query('quarter')) ?? atHand
  const versions = await offeredVersions(c.var, session.districtId)
  const run = await latestRun(deps.db, session.districtId, 'quarter-report', wanted)
  const mayCompile = scopeOf(actor, 'report.compile', session.districtId) !== undefined
  const page = (
    <ReportsPage
      csrf={session.csrf}
      versions={versions}
      run={run}
      wanted={wanted}
      mayCompile={mayCompile}
      minute={(at) => shownMinute(c, at)}
    />
  )
  return render(c, page, { title: '季度报告', current: '/reports', islands: ['progress'] })
}

async function startReport(c: WebContext): Promise<Response> {
  const read = await readForm(c, compileForm)
  if (!read.ok) throw refuse('report.quarter-unreadable', { found: String(read.values['quarter'] ?? '') })
  const { session, actor, jobs } = c.var
  await jobs.enqueue({
    kind: 'quarter-report',
    districtId: session.districtId,
    subject: read.value.quarter,
    input: {},
    requestedBy: actor.id,
    onBehalfOf: actor.onBehalfOf,
  })
  return c.redirect(`/reports?quarter=${read.value.quarter}`, 303)
}

async function showReport(c: WebContext): Promise<Response> {
  const report = await wantedReport(c)
  return render(
    c,
    <ReportPage
      report={report}
      of={await toldOf(c, report)}
      mayEdit={await mayEdit(c, report)}
      mayDraftCircular={
        report.state === 'final' &&
        !isGoingOut(report.progress) &&
        may(c.var.actor, 'circulars.draft', { districtId: c.var.session.districtId })
      }
      earlier={await earlierVersion(c, report)}
      steps={await reportSteps(c.var.deps.db, c.var.session.districtId, report.id)}
      submission={await submissionCard(c, report)}
      finalising={await finalising(c, report)}
      compiledAt={shownMinute(c, report.createdAt)}
      hasCheckpoint={(await checkpointHere(c, report)) !== undefined}
      corrections={await correctionsAlert(
        c,
        monthsOf(report.quarter),
        report.state !== 'draft' && <CorrectionPaper id={report.id} />,
      )}
    />,
    {
      title: '季度报告',
      current: '/reports',
    },
  )
}

// The version before this one, of those that this person is shown.
async function earlierVersion(c: WebContext, { quarter: of, version }: Report): Promise<string | undefined> {
  const shown = await offeredVersions(c.var, c.var.session.districtId)
  return shown.find((one) => one.quarter === of && one.version < version)?.id
}

// What is written into any but the newest version would be lost, and what is going out is put right by 更正说明 alone.
async function mayEdit(c: WebContext, { id, quarter: of, state, progress }: Report): Promise<boolean> {
  const { deps, actor, session } = c.var
  if (!scopeOf(actor, 'report.compile', session.districtId)) return false
  if (state === 'final' && isGoingOut(progress)) return false
  return (await reportVersions(deps.db, session.districtId, of))[0]?.id === id
}

/** Whether this person takes the version as final, and what stands in the way; undefined: it is not his to do, or done. */
async function finalising(c: WebContext, report: Report): Promise<Finalising | undefined> {
  const { deps, actor, session } = c.var
  if (report.state !== 'draft' || !scopeOf(actor, 'report.finalise', session.districtId)) return undefined
  const [newest] = await reportVersions(deps.db, session.districtId, report.quarter)
  if (newest?.id !== report.id) return { obstacle: '已有更新的版本，请打开最新版本审定。' }
  if (report.content.isDraft) return { obstacle: `${openWork(report.content.facts)}。` }
  const missing = missingItems(report.content)
  if (missing.length > 0) return { obstacle: `缺少必有的内容：${missing.join('、')}。` }
  const isOwn = makersOf(report).includes(actor.id)
  return { obstacle: isOwn ? '编制人不能审定自己编制的报告，请由其他人员审定。' : undefined }
}

// Drawn by the hand that draws it for the paper; nothing of it is kept.
async function showChart(c: WebContext): Promise<Response> {
  const { content } = await wantedReport(c)
  const chart = await drawChart(content)
  if (chart === undefined) throw refuse('record.not-found', { what: '图' })
  return c.body(chart, 200, { 'Content-Type': 'image/svg+xml; charset=utf-8' })
}

const formats = ['docx', 'pdf', 'xlsx']

const fileOf = ({ files }: { files: Record<string, string> }, format: string) =>
  formats.includes(format) ? files[format] : undefined

const checkpointHere = (c: WebContext, { id, version }: Report) =>
  checkpointOf(c.var.deps.db, c.var.session.districtId, { kind: 'report', id, version })

async function download(c: WebContext): Promise<Response> {
  const report = await wantedReport(c)
  const format = c.req.param('format') ?? ''
  const fileId = format === 'checkpoint' ? (await checkpointHere(c, report))?.fileId : fileOf(report, format)
  if (!fileId) throw refuse('record.not-found', { what: '文件' })
  const { bytes, mediaType, name } = await readStoredFile(c.var.deps, c.var.session.districtId, fileId)
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': mediaType,
    'Content-Disposition': contentDisposition(name),
  })
}

// A draft is compiled anew instead.
async function correction(c: WebContext): Promise<Response> {
  const report = await wantedReport(c)
  const format = c.req.param('format') ?? ''
  const { deps, session, demo } = c.var
  const notice =
    report.state !== 'draft' && Object.hasOwn(correctionFormats, format)
      ? await correctionNotice(deps.db, session.districtId, report)
      : undefined
  if (!notice) throw refuse('record.not-found', { what: '更正说明' })
  return sendDownload(c, await printCorrection(deps, notice, { format: format as CorrectionFormat, demo }))
}

async function confirmFinal(c: WebContext): Promise<Response> {
  const report = await wantedReport(c)
  const page = (
    <FinalisePage report={report} of={await toldOf(c, report)}>
      <CsrfField csrf={c.var.session.csrf} />
    </FinalisePage>
  )
  return render(c, page, { title: '报告定稿', current: '/reports' })
}

async function makeFinal(c: WebContext): Promise<Response> {
  const reportId = c.req.param('id') ?? ''
  await finaliseReport(c.var.deps, c.var.actor, {
    districtId: c.var.session.districtId,
    reportId,
    demo: c.var.demo,
  })
  return c.redirect(`/reports/${reportId}`, 303)
}

async function wantedReport(c: WebContext) {
  const { deps, actor, session } = c.var
  permittedScope(actor, 'report.read', session.districtId)
  const id = c.req.param('id') ?? ''
  const report = isUuid(id) ? await findReport(deps.db, session.districtId, id) : undefined
  if (!report || !isOffered(actor, session.districtId, report)) throw refuse('record.not-found', { what: '报告' })
  return report
}

function readQuarter(found = ''): Quarter | undefined {
  try {
    return quarter(found)
  } catch {
    return undefined
  }
}

// What a number of a version counts, for whoever is shown that version.
async function showFigure(c: WebContext): Promise<Response> {
  const report = await wantedReport(c)
  const figure = c.req.param('figure') ?? ''
  if (!hasFigure(report.content.facts, figure)) throw refuse('record.not-found', { what: '数字' })
  const { actor, session } = c.var
  const mayOpen = scopeOf(actor, 'ledger.read', session.districtId) !== undefined
  const before = previousPeriod(report.quarter)
  const lists = listsElsewhere(figure, {
    facts: report.content.facts,
    previousId: (await offeredVersions(c.var, session.districtId)).find((one) => one.quarter === before)?.id,
    mayOpenLedger: mayOpen,
    mayOpenReview: scopeOf(actor, 'review.read', session.districtId) !== undefined,
  })
  const page = <FigurePage c={c} report={report} figure={figure} page={pageFrom(c)} mayOpen={mayOpen} lists={lists} />
  return render(c, page, { title: '报告数字', current: '/reports' })
}

export const reportingRoutes = defineRoutes([
  ...submissionRoutes,
  ...comparingRoutes,
  ...editingRoutes,
  { method: 'get', path: '/reports/:id/figures/:figure', door: 'report.read', handle: showFigure },
  { method: 'get', path: '/reports', door: 'report.read', handle: listReports },
  { method: 'post', path: '/reports', door: 'report.compile', handle: startReport },
  { method: 'get', path: '/reports/:id', door: 'report.read', handle: showReport },
  { method: 'get', path: '/reports/:id/chart', door: 'report.read', handle: showChart },
  { method: 'get', path: '/reports/:id/files/:format', door: 'report.read', handle: download },
  { method: 'get', path: '/reports/:id/correction/:format', door: 'report.read', handle: correction },
  { method: 'get', path: '/reports/:id/final', door: 'report.finalise', handle: confirmFinal },
  { method: 'post', path: '/reports/:id/final', door: 'report.finalise', handle: makeFinal },
])
