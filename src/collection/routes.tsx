import { permit } from '../access/index.ts'
import { civilDate, isCivilDate } from '../calendar/index.ts'
import { isUuid } from '../database/index.ts'
import { readStoredFile } from '../files/index.ts'
import { importsPage, sendRejected } from '../registry/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { defineRoutes, formValues, type FormValues, render, requireUpload, type WebContext } from '../web/index.ts'
import type { DayRange, PostImport } from './model.ts'
import { PostImportPage } from './pages/post-import.tsx'
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
  const { imported, fileId } = await previewPosts(deps, actor, upload)
  return showPage(c, { imported, fileName: name, fileId, covers })
}

async function write(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const fileId = c.req.param('id') ?? ''
  if (!isUuid(fileId)) throw refuse('record.not-found', { what: '文件' })
  const values = await formValues(c)
  const covers = coversOf(values)
  const { name, bytes } = await readStoredFile(deps, session.districtId, fileId)
  const imported = await importPosts(deps, actor, {
    districtId: session.districtId,
    fileName: name,
    bytes,
    acceptValid: values['acceptValid'] === 'yes',
    correctTimes: values['correctTimes'] === 'yes',
    ...(covers && { covers }),
  })
  if (imported.outcome === 'written') {
    const { newPosts, knownPosts, accounts } = imported.counts
    const lost = imported.rejected.length
    const said = `posts=${newPosts}&known=${knownPosts}&accounts=${accounts}&rejected=${lost}&file=${fileId}`
    return c.redirect(`/imports?${said}`, 303)
  }
  return showPage(c, { imported, fileName: name, fileId, covers }, 422)
}

/** The rejected rows of a kept file, for whoever has to mend them. */
async function rejected(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  permit(actor, 'posts.import', { districtId })
  const fileId = c.req.param('id') ?? ''
  if (!isUuid(fileId)) throw refuse('record.not-found', { what: '文件' })
  const { name, bytes } = await readStoredFile(deps, districtId, fileId)
  const found = await importPosts(deps, actor, { districtId, fileName: name, bytes, dryRun: true })
  return sendRejected(c, name, found.rejected)
}

type Shown = { imported: PostImport; fileName: string; fileId: string; covers: DayRange | undefined }

function showPage(c: WebContext, { covers, ...shown }: Shown, status = 200): Response | Promise<Response> {
  return render(
    c,
    <PostImportPage {...shown} csrf={c.var.session.csrf} from={covers?.from} to={covers?.to} />,
    { title: '发布数据导入预览', current: '/imports' },
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

/** 导入发布数据: upload, preview, write. */
export const collectionRoutes = defineRoutes([
  { method: 'post', path: '/imports/posts', door: 'posts.import', upload: true, handle: preview },
  { method: 'get', path: '/imports/posts/:id/rejected', door: 'posts.import', handle: rejected },
  { method: 'post', path: '/imports/posts/:id', door: 'posts.import', handle: write },
])
