import { permit } from '../access/index.ts'
import { civilDate, isCivilDate } from '../calendar/index.ts'
import { readStoredFile, saveFile } from '../files/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { defineRoutes, formValues, type FormValues, render, requireUpload, type WebContext } from '../web/index.ts'
import type { DayRange, PostImport } from './model.ts'
import { PostImportPage } from './pages/post-import.tsx'
import { importPosts } from './verbs/import-posts.ts'

async function preview(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { name, bytes } = await requireUpload(c, 'file')
  permit(actor, 'posts.import', { districtId })
  const covers = coversOf(await formValues(c))
  const imported = await importPosts(deps, actor, {
    districtId,
    fileName: name,
    bytes,
    dryRun: true,
    ...(covers && { covers }),
  })
  const { id } = await deps.db.transaction().execute((tx) => saveFile(tx, deps, { districtId, name, bytes, actor }))
  return showPage(c, { imported, fileName: name, fileId: id, covers })
}

async function write(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const fileId = c.req.param('id') ?? ''
  if (!/^[0-9a-f-]{36}$/.test(fileId)) throw refuse('record.not-found', { what: '文件' })
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
  if (imported.outcome === 'written') return c.redirect('/months', 303)
  return showPage(c, { imported, fileName: name, fileId, covers }, 422)
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
  { method: 'post', path: '/imports/posts/:id', door: 'posts.import', handle: write },
])
