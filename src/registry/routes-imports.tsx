import { namesOfUsers, scopeOf } from '../access/index.ts'
import { formValues, render, requireUpload, type RouteDefinition, type WebContext } from '../web/index.ts'
import { ImportPreview } from './pages/import-preview.tsx'
import { ImportsPage } from './pages/imports.tsx'
import { latestImportRuns } from './queries/import-runs.ts'
import { idFrom } from './routes-accounts.tsx'
import { importAccounts, importKept } from './verbs/import-accounts.ts'

const current = '/imports'

async function importsPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const runs = await latestImportRuns(deps.db, session.districtId, 20)
  const names = await namesOfUsers(
    deps,
    session.districtId,
    runs.map(({ createdBy }) => createdBy),
  )
  const mayImportPosts = scopeOf(actor, 'posts.import', session.districtId) !== undefined
  return render(c, <ImportsPage csrf={session.csrf} runs={runs} names={names} mayImportPosts={mayImportPosts} />, {
    title: '导入',
    current,
  })
}

async function preview(c: WebContext): Promise<Response> {
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
  if (outcome.written) return c.redirect('/accounts', 303)
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

/** 导入附件2: upload, preview, write. The file is kept between the steps. */
export const importRoutes: RouteDefinition[] = [
  { method: 'get', path: '/imports', door: 'ledger.import', handle: importsPage },
  { method: 'post', path: '/imports/accounts', door: 'ledger.import', upload: true, handle: preview },
  { method: 'get', path: '/imports/accounts/:id', door: 'ledger.import', handle: showPreview },
  { method: 'post', path: '/imports/accounts/:id', door: 'ledger.import', handle: write },
]
