import { permit } from '../access/index.ts'
import { civilDate, isCivilDate } from '../calendar/index.ts'
import { readStoredFile } from '../files/index.ts'
import { importsPage, sendRejected } from '../registry/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import {
  defineRoutes,
  formValues,
  type FormValues,
  render,
  requireUpload,
  type WebContext,
  idFrom,
} from '../web/index.ts'
import type { DayRange, PostImport } from './model.ts'
import { choosable, knownAccounts } from './handed/accounts.ts'
import { ChooseAccountPage } from './pages/choose-account.tsx'
import { PostImportPage, type WriteChoices } from './pages/post-import.tsx'
import { importPosts } from './verbs/import-posts.ts'
import { previewPosts } from './verbs/preview-posts.ts'

// What can't be read is said on the form it was chosen in, with the days that were typed.
async function preview(c: WebContext): Promise<Response> {
  try {
    return await previewed(c)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    const { from = '', to = '' } = await formValues(c)
    return importsPage(c, { form: 'posts', problem: error.message, from: String(from), to: String(to) }, error.status)
  }
}

async function previewed(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { name, bytes } = await requireUpload(c, 'file')
  permit(actor, 'posts.import', { districtId })
  const covers = coversOf(await formValues(c))
  const upload = { districtId, fileName: name, bytes, ...(covers && { covers }) }
  const kept = await previewPosts(deps, actor, upload)
  if ('asks' in kept) return choosePage(c, { asks: kept.asks, fileName: name, fileId: kept.fileId, covers })
  return showPage(c, { imported: kept.imported, fileName: name, fileId: kept.fileId, covers })
}

// What came in the way since the preview is said where the file was chosen.
async function write(c: WebContext): Promise<Response> {
  try {
    return await previewedOrWritten(c)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    const { from = '', to = '' } = await formValues(c)
    return importsPage(c, { form: 'posts', problem: error.message, from: String(from), to: String(to) }, error.status)
  }
}

/** Whose a kept file is, and then its preview; or writes it. */
async function previewedOrWritten(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const fileId = fileIdOf(c)
  const values = await formValues(c)
  const covers = coversOf(values)
  const account = String(values['account'] ?? '')
  const { name, bytes } = await readStoredFile(deps, districtId, fileId)
  const shown = { fileName: name, fileId, covers, account }
  const input = { districtId, fileName: name, bytes, ...(covers && { covers }), ...(account && { account }) }
  if (values['do'] === 'preview') {
    try {
      return await showPage(c, { ...shown, imported: await importPosts(deps, actor, { ...input, dryRun: true }) })
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 403) throw error
      return choosePage(c, { ...shown, asks: error.message }, error.status)
    }
  }
  const chosen = { acceptValid: values['acceptValid'] === 'yes', correctTimes: values['correctTimes'] === 'yes' }
  const imported = await importPosts(deps, actor, { ...input, ...chosen })
  if (imported.outcome !== 'written') {
    const anew = await importPosts(deps, actor, { ...input, ...chosen, dryRun: true })
    return showPage(c, { ...shown, imported: anew, heldBack: chosen }, 422)
  }
  const { newPosts, knownPosts, accounts, newFigures, knownFigures, changedFigures } = imported.counts
  const lost = imported.rejected.length
  const figures = newFigures + knownFigures + changedFigures
  const said = `posts=${newPosts}&known=${knownPosts}&accounts=${accounts}&rejected=${lost}&file=${fileId}`
  return c.redirect(`/imports?${said}&figures=${figures}&import=${imported.importId ?? ''}`, 303)
}

function fileIdOf(c: WebContext): string {
  const fileId = idFrom(c, '文件')
  return fileId
}

/** The rejected rows of a kept file, for whoever has to mend them. */
async function rejected(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  permit(actor, 'posts.import', { districtId })
  const account = c.req.query('account')
  const { name, bytes } = await readStoredFile(deps, districtId, fileIdOf(c))
  const input = { districtId, fileName: name, bytes, dryRun: true, ...(account && { account }) }
  return sendRejected(c, name, (await importPosts(deps, actor, input)).rejected)
}

type Kept = {
  fileName: string
  fileId: string
  covers: DayRange | undefined
  account?: string
  heldBack?: WriteChoices
}

function showPage(
  c: WebContext,
  { covers, ...shown }: Kept & { imported: PostImport },
  status = 200,
): Response | Promise<Response> {
  return render(
    c,
    <PostImportPage {...shown} csrf={c.var.session.csrf} from={covers?.from} to={covers?.to} />,
    { title: '采集文件导入预览', current: '/imports' },
    status,
  )
}

async function choosePage(
  c: WebContext,
  { covers, ...shown }: Kept & { asks: string },
  status = 200,
): Promise<Response> {
  const { deps, session } = c.var
  const accounts = choosable(await knownAccounts(deps.db, session.districtId, deps.clock.today()))
  return render(
    c,
    <ChooseAccountPage {...shown} accounts={accounts} csrf={session.csrf} from={covers?.from} to={covers?.to} />,
    { title: '选择账号', current: '/imports' },
    status,
  )
}

/** The days a file speaks for. Refuses `posts.covers-half`: one day alone would be dropped without a word. */
function coversOf(values: FormValues): DayRange | undefined {
  const [from, to] = [String(values['from'] ?? ''), String(values['to'] ?? '')]
  if (from === '' && to === '') return undefined
  if (!isCivilDate(from) || !isCivilDate(to)) throw refuse('posts.covers-half')
  return { from: civilDate(from), to: civilDate(to) }
}

/** 导入采集文件: upload, whose it is, preview, write. */
export const collectionRoutes = defineRoutes([
  { method: 'post', path: '/imports/posts', door: 'posts.import', upload: true, handle: preview },
  { method: 'get', path: '/imports/posts/:id/rejected', door: 'posts.import', handle: rejected },
  { method: 'post', path: '/imports/posts/:id', door: 'posts.import', handle: write },
])
