import { namesOfUsers } from '../access/index.ts'
import { addDays, civilDate, isCivilDate } from '../calendar/index.ts'
import type { RestingOnDays } from '../collection/index.ts'
import { inTransaction, isUuid } from '../database/index.ts'
import { writeWorkbook } from '../documents/index.ts'
import { readStoredFile } from '../files/index.ts'
import { namesOfThings, sendRejected } from '../registry/index.ts'
import { type Refusal, refuse } from '../vocabulary/refusals/index.ts'
import {
  contentDisposition,
  formValues,
  render,
  requireUpload,
  type RouteDefinition,
  shownMinute,
  type WebContext,
  refusalOf,
} from '../web/index.ts'
import { printedHeads } from './importing/columns.ts'
import { findRun, latestRuns, type MessageRun } from './importing/runs.ts'
import { ImportPage, ImportPreviewPage, RunPage } from './pages/import.tsx'
import { importKeptMessages, previewMessages } from './verbs/preview-messages.ts'
import { broughtBy, restingOnMessages, undoMessages } from './verbs/undo-messages.ts'

const current = '/messages'

async function shownFor(c: WebContext, runs: readonly MessageRun[]) {
  const { deps, session } = c.var
  const ids = runs.flatMap(({ createdBy, undoneBy }) => [createdBy, ...(undoneBy ? [undoneBy] : [])])
  const names = await namesOfUsers(deps, session.districtId, ids)
  return { minute: shownMinute.bind(null, c), nameOf: (id: string) => names.get(id) ?? '服务器操作员' }
}

async function importPage(c: WebContext, refused?: Refusal): Promise<Response> {
  const { deps, session } = c.var
  const runs = await latestRuns(deps.db, session.districtId, 50)
  const body = <ImportPage csrf={session.csrf} runs={runs} problem={refused?.message} {...await shownFor(c, runs)} />
  return render(c, body, { title: '导入留言台账', current }, refused?.status ?? 200)
}

// What can't be read is said at the field in which it was chosen.
async function upload(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  try {
    const { name, bytes } = await requireUpload(c, 'file')
    const { importId } = await previewMessages(deps, actor, { districtId: session.districtId, fileName: name, bytes })
    return c.redirect(`/messages/imports/${importId}`, 303)
  } catch (thrown) {
    const error = refusalOf(thrown)
    return importPage(c, error)
  }
}

/** The blank sheet that units fill in. */
async function blank(c: WebContext): Promise<Response> {
  const bytes = await writeWorkbook({
    title: '留言台账',
    look: { font: '宋体', size: 11 },
    sheets: [
      {
        name: '留言台账',
        columns: printedHeads.map(() => ({ width: 18 })),
        rows: [{ cells: [...printedHeads], look: { bold: true } }],
        frozen: { rows: 1 },
      },
    ],
  })
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'Content-Disposition': contentDisposition('留言台账（空白表样）.xlsx'),
  })
}

/** The import in the address. Refuses `record.not-found`. */
async function asked(c: WebContext): Promise<MessageRun> {
  const id = c.req.param('id') ?? ''
  const run = isUuid(id) ? await findRun(c.var.deps.db, c.var.session.districtId, id) : undefined
  if (!run) throw refuse('record.not-found', { what: '导入' })
  return run
}

type Typed = { reason?: string; knowing?: boolean; refused?: Refusal }

async function runPage(c: WebContext, restingOn: RestingOnDays, typed: Typed = {}): Promise<Response> {
  const run = await asked(c)
  if (run.state === 'previewed') return previewPage(c, run.id)
  const { deps, session } = c.var
  const brought =
    run.state === 'written'
      ? await inTransaction(deps.db, async (tx) => ({
          ...(await broughtBy(tx, session.districtId, run.id)),
          resting: await restingOnMessages(tx, session.districtId, run.id, restingOn),
        }))
      : undefined
  const body = (
    <RunPage
      csrf={session.csrf}
      run={run}
      brought={brought}
      reason={typed.reason}
      knowing={typed.knowing}
      problem={typed.refused?.message}
      {...await shownFor(c, [run])}
    />
  )
  return render(c, body, { title: run.fileName, current }, typed.refused?.status ?? 200)
}

async function previewPage(c: WebContext, importId: string, refused?: Refusal): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const imported = await importKeptMessages(deps, actor, { districtId, importId, dryRun: true })
  const ids = imported.rows.flatMap(({ message: { accountId, unitId } }) => [unitId, ...(accountId ? [accountId] : [])])
  const things = await namesOfThings(deps.db, districtId, [...new Set(ids)])
  const body = (
    <ImportPreviewPage
      csrf={session.csrf}
      imported={imported}
      nameOf={new Map([...things].map(([id, { name }]) => [id, name]))}
      yesterday={addDays(deps.clock.today(), -1)}
      problem={refused?.message}
    />
  )
  return render(c, body, { title: '留言台账导入预览', current }, refused?.status ?? 200)
}

async function write(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { id: importId } = await asked(c)
  const values = await formValues(c)
  const until = String(values['lookedUntil'] ?? '')
  try {
    if (until !== '' && !isCivilDate(until)) throw refuse('message.time-unreadable', { what: '已核对至' })
    const imported = await importKeptMessages(deps, actor, {
      districtId: session.districtId,
      importId,
      acceptValid: values['acceptValid'] === 'yes',
      lookedUntil: until === '' ? undefined : civilDate(until),
    })
    if (imported.outcome === 'refused') throw refuse('messages.held-back')
  } catch (thrown) {
    const error = refusalOf(thrown)
    return previewPage(c, importId, error)
  }
  return c.redirect(`/messages/imports/${importId}`, 303)
}

async function undo(c: WebContext, restingOn: RestingOnDays): Promise<Response> {
  const { deps, actor, session } = c.var
  const { id: importId } = await asked(c)
  const values = await formValues(c)
  const [reason, knowing] = [String(values['reason'] ?? ''), values['knowing'] === 'yes']
  try {
    await undoMessages(deps, actor, { districtId: session.districtId, importId, reason, knowing }, restingOn)
  } catch (thrown) {
    const error = refusalOf(thrown)
    return runPage(c, restingOn, { reason, knowing, refused: error })
  }
  return c.redirect(`/messages/imports/${importId}`, 303)
}

async function refusedRows(c: WebContext): Promise<Response> {
  const { id: importId, fileName } = await asked(c)
  const { deps, actor, session } = c.var
  const { faults } = await importKeptMessages(deps, actor, { districtId: session.districtId, importId, dryRun: true })
  return sendRejected(c, fileName, faults)
}

async function raw(c: WebContext): Promise<Response> {
  const { fileId } = await asked(c)
  const { name, bytes, mediaType } = await readStoredFile(c.var.deps, c.var.session.districtId, fileId)
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': mediaType,
    'Content-Disposition': contentDisposition(name),
    'Cache-Control': 'private, no-store',
  })
}

/** 导入留言台账: choose, preview, write, take back. */
export const messageImportRoutes = (restingOn: RestingOnDays): RouteDefinition[] => [
  { method: 'get', path: '/messages/import', door: 'messages.import', handle: (c) => importPage(c) },
  { method: 'post', path: '/messages/import', door: 'messages.import', upload: true, handle: upload },
  { method: 'get', path: '/messages/import/sheet/blank', door: 'messages.import', handle: blank },
  { method: 'get', path: '/messages/imports/:id', door: 'messages.import', handle: (c) => runPage(c, restingOn) },
  { method: 'get', path: '/messages/imports/:id/raw', door: 'messages.import', handle: raw },
  { method: 'get', path: '/messages/imports/:id/refused', door: 'messages.import', handle: refusedRows },
  { method: 'post', path: '/messages/imports/:id/write', door: 'messages.import', handle: write },
  { method: 'post', path: '/messages/imports/:id/undo', door: 'messages.import', handle: (c) => undo(c, restingOn) },
]
