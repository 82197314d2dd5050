import { may, namesOfUsers } from '../../access/index.ts'
import { isCivilDate } from '../../calendar/index.ts'
import { isUuid } from '../../database/index.ts'
import { sendPaper, sendScanPage } from '../../filing/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  formsAbout,
  formValues,
  pageFrom,
  pageSize,
  render,
  requireUpload,
  type RouteDefinition,
  shownMinute,
  trailPanel,
  typedValues,
  type WebContext,
} from '../../web/index.ts'
import type { SheetInput } from './act.ts'
import { frozenBook, pagesPrinted } from './frozen.ts'
import type { DecisionSheet, SheetAction } from './model.ts'
import { type RefusedStep, SheetPage } from './pages/sheet.tsx'
import { SheetsPage } from './pages/sheets.tsx'
import { daysToSign, listSheets, readSheet, sheetScans } from './queries.ts'
import { confirmSheet, sendSheetBack, withdrawSheet } from './verbs/confirm-sheet.ts'
import { makeSheet } from './verbs/make-sheet.ts'
import { takeSheetScan } from './verbs/take-scan.ts'

const current = '/cleanup'

async function listPage(c: WebContext, refused?: Refusal): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const page = pageFrom(c)
  const { rows, total } = await listSheets(deps.db, districtId, { offset: (page - 1) * pageSize, limit: pageSize })
  const makers = rows.map(({ madeBy }) => madeBy)
  const body = (
    <SheetsPage
      c={c}
      rows={rows}
      total={total}
      page={page}
      days={await daysToSign(deps.db, districtId)}
      names={await namesOfUsers(deps, districtId, makers)}
      mayMake={may(actor, 'cleanup.verify', { districtId })}
      problem={refused?.message}
    />
  )
  return render(c, body, { title: '审定表签章', current }, refused?.status)
}

async function make(c: WebContext): Promise<Response> {
  const { asOf } = await formValues(c)
  const day = String(asOf ?? '')
  try {
    if (!isCivilDate(day)) throw refuse('web.choice-unknown', { what: '判定日期' })
    const { id } = await makeSheet(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, asOf: day })
    return c.redirect(`/cleanup/sheets/${id}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return listPage(c, error)
  }
}

async function wanted(c: WebContext): Promise<DecisionSheet> {
  const id = c.req.param('id') ?? ''
  const sheet = isUuid(id) ? await readSheet(c.var.deps.db, c.var.session.districtId, id) : undefined
  if (!sheet) throw refuse('record.not-found', { what: '审定表' })
  return sheet
}

async function sheetPage(c: WebContext, refused?: RefusedStep, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const sheet = await wanted(c)
  const people = [sheet.madeBy, ...(sheet.confirmedBy === null ? [] : [sheet.confirmedBy])]
  const page = (
    <SheetPage
      csrf={session.csrf}
      sheet={sheet}
      scans={await sheetScans(deps.db, districtId, sheet.id)}
      asked={c.req.query()}
      names={await namesOfUsers(deps, districtId, people)}
      minute={(at) => shownMinute(c, at)}
      may={may(actor, 'cleanup.verify', { districtId })}
      hadHand={sheet.handledBy.includes(actor.id)}
      refused={refused}
      trail={await trailPanel(c, { kind: 'decision-sheet', id: sheet.id })}
    />
  )
  return render(c, page, { title: `第${sheet.number}号审定表`, current, islands: ['turns', 'unsaved'] }, status)
}

// A refusal comes back on the page it belongs to.
const step =
  (action: SheetAction, work: (c: WebContext, input: SheetInput, typed: Record<string, string>) => Promise<void>) =>
  async (c: WebContext): Promise<Response> => {
    const { id } = await wanted(c)
    const typed = await typedValues(c)
    const { districtId } = c.var.session
    try {
      await work(c, { districtId, sheetId: id, version: Number(typed['version'] ?? 0) }, typed)
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
      return sheetPage(c, { problem: error.message, action, typed }, error.status)
    }
    return c.redirect(`/cleanup/sheets/${id}`, 303)
  }

const upload = step('upload', async (c, input) =>
  takeSheetScan(c.var.deps, c.var.actor, { ...input, ...(await requireUpload(c, 'file')) }),
)
const confirm = step('confirm', async (c, input, typed) => {
  const has = (name: string) => typed[name] === 'yes'
  const seen = {
    signed: has('signed'),
    sealed: has('sealed'),
    matches: has('matches'),
    missingPages: typed['missingPages'] ?? '',
  }
  return confirmSheet(c.var.deps, c.var.actor, { ...input, seen })
})
const sendBack = step('send-back', (c, input, { reason = '' }) =>
  sendSheetBack(c.var.deps, c.var.actor, { ...input, reason }),
)
const withdraw = step('withdraw', (c, input, { reason = '' }) =>
  withdrawSheet(c.var.deps, c.var.actor, { ...input, reason }),
)

async function paper(c: WebContext): Promise<Response> {
  const sheet = await wanted(c)
  const pages = c.req.param('format') === 'docx' ? 0 : await pagesPrinted(sheet)
  const book = await frozenBook(sheet, { pages, ...(c.var.demo && { notice: '演示数据' }) })
  return sendPaper(c, book, `${book.title}（第${sheet.number}号）`)
}

async function scan(c: WebContext): Promise<Response> {
  const { id } = await wanted(c)
  const scans = await sheetScans(c.var.deps.db, c.var.session.districtId, id)
  return sendScanPage(
    c,
    { kind: 'decision-sheet', id },
    scans.find((one) => one.id === c.req.param('scanId')),
  )
}

// A sheet holds accounts of every unit: it is the office's paper, and no unit's.
const stepRoutes: RouteDefinition[] = [
  { method: 'get', path: '/cleanup/sheets/:id', door: 'cleanup.sheets', handle: (c) => sheetPage(c) },
  { method: 'get', path: '/cleanup/sheets/:id/paper/:format', door: 'cleanup.sheets', handle: paper },
  { method: 'get', path: '/cleanup/sheets/:id/scans/:scanId/:page', door: 'cleanup.sheets', handle: scan },
  { method: 'post', path: '/cleanup/sheets/:id/upload', door: 'cleanup.verify', upload: true, handle: upload },
  { method: 'post', path: '/cleanup/sheets/:id/confirm', door: 'cleanup.verify', handle: confirm },
  { method: 'post', path: '/cleanup/sheets/:id/send-back', door: 'cleanup.verify', handle: sendBack },
  { method: 'post', path: '/cleanup/sheets/:id/withdraw', door: 'cleanup.verify', handle: withdraw },
]

/** 审定表签章: sheets frozen to be signed and sealed, their scans, and who saw what on them. */
export const signingRoutes: RouteDefinition[] = [
  { method: 'get', path: '/cleanup/sheets', door: 'cleanup.sheets', handle: (c) => listPage(c) },
  { method: 'post', path: '/cleanup/sheets', door: 'cleanup.verify', handle: make },
  ...formsAbout('decision-sheet', stepRoutes, ({ db }, ...which) => readSheet(db, ...which)),
]
