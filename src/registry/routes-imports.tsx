import { uuidIn } from '../database/index.ts'
import { namesOfUsers, scopeOf } from '../access/index.ts'
import { writeWorkbook } from '../documents/index.ts'
import { Refusal } from '../vocabulary/refusals/index.ts'
import {
  contentDisposition,
  formValues,
  render,
  requireUpload,
  type RouteDefinition,
  shownMinute,
  type WebContext,
  idFrom,
} from '../web/index.ts'
import { ImportPreview } from './pages/import-preview.tsx'
import { ImportsPage, type PostsWritten } from './pages/imports.tsx'
import { latestImportRuns } from './queries/import-runs.ts'
import { rejectedBook } from './rejected-book.ts'
import { importAccounts, importKept, rejectedOf } from './verbs/import-accounts.ts'

const current = '/imports'

/** An import that was refused: by which of the two forms, why, and the days that were typed. */
export type RefusedImport = { form: 'accounts' | 'posts'; problem: string; from?: string; to?: string }

/** The page of both imports; what was refused stands at its field. */
export async function importsPage(c: WebContext, refused?: RefusedImport, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const runs = await latestImportRuns(deps.db, session.districtId, 20)
  const names = await namesOfUsers(
    deps,
    session.districtId,
    runs.map(({ createdBy }) => createdBy),
  )
  const mayImportPosts = scopeOf(actor, 'posts.import', session.districtId) !== undefined
  const page = (
    <ImportsPage
      csrf={session.csrf}
      runs={runs}
      names={names}
      mayImportPosts={mayImportPosts}
      minute={(at) => shownMinute(c, at)}
      refused={refused}
      written={runs.find(({ id, state }) => state === 'written' && id === c.req.query('written'))}
      postsWritten={writtenPosts(c)}
    />
  )
  return render(c, page, { title: '导入', current }, status)
}

// Only numbers come back in the address, so that nothing can be put into somebody's mouth.
function writtenPosts(c: WebContext): PostsWritten | undefined {
  const count = (name: string) => Number(c.req.query(name) ?? 0) || 0
  if (c.req.query('posts') === undefined) return undefined
  return {
    newPosts: count('posts'),
    knownPosts: count('known'),
    accounts: count('accounts'),
    figures: count('figures'),
    rejected: count('rejected'),
    importId: uuidIn(c.req.query('import')),
    fileId: uuidIn(c.req.query('file')),
  }
}

async function preview(c: WebContext): Promise<Response> {
  try {
    return await previewed(c)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return importsPage(c, { form: 'accounts', problem: error.message }, error.status)
  }
}

async function previewed(c: WebContext): Promise<Response> {
  const { name, bytes } = await requireUpload(c, 'file')
  const { importId } = await importAccounts(c.var.deps, c.var.actor, {
    districtId: c.var.session.districtId,
    fileName: name,
    bytes,
    dryRun: true,
    keep: true,
  })
  return c.redirect(`/imports/accounts/${importId}`, 303)
}

async function showPreview(c: WebContext): Promise<Response> {
  const importId = idFrom(c, '导入')
  const outcome = await importKept(c.var.deps, c.var.actor, {
    districtId: c.var.session.districtId,
    importId,
    dryRun: true,
  })
  return render(c, <ImportPreview outcome={outcome} importId={importId} csrf={c.var.session.csrf} />, {
    title: '附件2 导入预览',
    current,
  })
}

async function write(c: WebContext): Promise<Response> {
  const importId = idFrom(c, '导入')
  const values = await formValues(c)
  const choices = { acceptValid: values['acceptValid'] === 'yes', createUnits: values['createUnits'] === 'yes' }
  const outcome = await importKept(c.var.deps, c.var.actor, {
    districtId: c.var.session.districtId,
    importId,
    ...choices,
  })
  if (outcome.written) return c.redirect(`/imports?written=${importId}`, 303)
  return render(
    c,
    <ImportPreview
      outcome={outcome}
      importId={importId}
      csrf={c.var.session.csrf}
      heldBack={outcome.state === 'held-back'}
    />,
    { title: '附件2 导入预览', current },
    outcome.state === 'held-back' ? 422 : 200,
  )
}

async function rejected(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const found = await rejectedOf(deps, actor, { districtId: session.districtId, importId: idFrom(c, '导入') })
  return sendRejected(c, found.fileName, found.rejected)
}

/** The rejected cells of a file as a workbook to send back. */
export async function sendRejected(
  c: WebContext,
  fileName: string,
  cells: Parameters<typeof rejectedBook>[1],
): Promise<Response> {
  const bytes = await writeWorkbook(rejectedBook(fileName, cells))
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'Content-Disposition': contentDisposition(`需更正的内容（${fileName.replace(/\.\w+$/, '')}）.xlsx`),
    'Cache-Control': 'private, no-store',
  })
}

/** 导入附件2: upload, preview, write. The file is kept between the steps. */
export const importRoutes: RouteDefinition[] = [
  { method: 'get', path: '/imports', door: 'ledger.import', handle: (c) => importsPage(c) },
  { method: 'post', path: '/imports/accounts', door: 'ledger.import', upload: true, handle: preview },
  { method: 'get', path: '/imports/accounts/:id', door: 'ledger.import', handle: showPreview },
  { method: 'get', path: '/imports/accounts/:id/rejected', door: 'ledger.import', handle: rejected },
  { method: 'post', path: '/imports/accounts/:id', door: 'ledger.import', handle: write },
]
