import { may, namesOfUsers } from '../access/index.ts'
import { inTransaction, isUuid, type Tx } from '../database/index.ts'
import { readStoredFile } from '../files/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { contentDisposition, defineRoutes, formValues, render, shownMinute, type WebContext } from '../web/index.ts'
import { findImport, type HandedImport, latestImports } from './handed/imports.ts'
import { foreseeTakingBack, type RestingOnDays } from './handed/take-back.ts'
import { HandedFilePage, HandedFilesPage } from './pages/handed-files.tsx'
import { undoImport, whyNotUndone } from './verbs/undo-import.ts'

const current = '/imports'

async function shownFor(c: WebContext, imports: readonly HandedImport[]) {
  const { deps, session } = c.var
  const ids = imports.flatMap(({ createdBy, undoneBy }) => [createdBy, ...(undoneBy ? [undoneBy] : [])])
  const names = await namesOfUsers(deps, session.districtId, ids)
  return { minute: shownMinute.bind(null, c), nameOf: (id: string) => names.get(id) ?? '服务器操作员' }
}

async function list(c: WebContext): Promise<Response> {
  const imports = await latestImports(c.var.deps.db, c.var.session.districtId, 100)
  const shown = await shownFor(c, imports)
  return render(c, <HandedFilesPage imports={imports} {...shown} />, { title: '采集文件', current })
}

/** The import that an address names. Refuses `record.not-found`. */
async function asked(c: WebContext): Promise<HandedImport> {
  const id = c.req.param('id') ?? ''
  const one = isUuid(id) ? await findImport(c.var.deps.db, c.var.session.districtId, id) : undefined
  if (!one) throw refuse('record.not-found', { what: '导入' })
  return one
}

async function foreseen(tx: Tx, districtId: string, one: HandedImport, restingOn: RestingOnDays) {
  const whyNot = await whyNotUndone(tx, districtId, one, restingOn)
  return whyNot === undefined ? { foreseen: await foreseeTakingBack(tx, districtId, one.id) } : { whyNot }
}

type Typed = { reason: string; error: string; status: Refusal['status'] }

async function page(c: WebContext, restingOn: RestingOnDays, typed?: Typed): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const one = await asked(c)
  const mayUndo = one.state === 'written' && may(actor, 'posts.undo', { districtId })
  const undoing = mayUndo ? await inTransaction(deps.db, (tx) => foreseen(tx, districtId, one, restingOn)) : {}
  const body = (
    <HandedFilePage
      one={one}
      csrf={session.csrf}
      {...undoing}
      reason={typed?.reason}
      error={typed?.error}
      {...await shownFor(c, [one])}
    />
  )
  return render(c, body, { title: one.fileName, current }, typed?.status ?? 200)
}

async function undo(c: WebContext, restingOn: RestingOnDays): Promise<Response> {
  const { deps, actor, session } = c.var
  const { id } = await asked(c)
  const reason = String((await formValues(c))['reason'] ?? '')
  try {
    await undoImport(deps, actor, { districtId: session.districtId, importId: id, reason }, restingOn)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return page(c, restingOn, { reason, error: error.message, status: error.status })
  }
  return c.redirect(`/imports/files/${id}`, 303)
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

/** 采集文件: what was handed over, what it brought, the raw file, and taking it back, unless verdicts rest on it. */
export const handedRoutes = (restingOn: RestingOnDays) =>
  defineRoutes([
    { method: 'get', path: '/imports/files', door: 'posts.import', handle: list },
    { method: 'get', path: '/imports/files/:id', door: 'posts.import', handle: (c) => page(c, restingOn) },
    { method: 'get', path: '/imports/files/:id/raw', door: 'posts.import', handle: raw },
    { method: 'post', path: '/imports/files/:id/undo', door: 'posts.undo', handle: (c) => undo(c, restingOn) },
  ])
