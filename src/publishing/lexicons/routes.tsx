import { type Actor, may, openWords, scopeOf } from '../../access/index.ts'
import { writeCsv, writeWorkbook } from '../../documents/index.ts'
import { type Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  pageFrom,
  pageSize,
  readUpload,
  refusalOf,
  render,
  type RouteDefinition,
  searchFrom,
  sendDownload,
  typedValues,
  type WebContext,
} from '../../web/index.ts'
import { type ListKind, listKinds, lexiconKind, namesKind } from './model.ts'
import { IgnoredPage } from './pages/ignored.tsx'
import { ListPage } from './pages/lists.tsx'
import { decisionsInForce, type KeptRow, listRows } from './queries.ts'
import { checkForm, checkPage } from './routes-check.tsx'
import { names } from './told.ts'
import { listBook, wordsOf } from './sheet.ts'
import { undoIgnoring } from './verbs/decide-finding.ts'
import { bringRows, type Brought, enterRow, type ListInput, removeRow } from './verbs/keep-rows.ts'

const current = '/lexicons'
const title = '词库和名单'

const kindNamed = (code: string | undefined): ListKind | undefined => listKinds.find((kind) => kind.code === code)

/** The list in the address. Refuses `record.not-found`. */
function asked(c: WebContext): ListKind {
  const kind = kindNamed(c.req.param('list'))
  if (!kind) throw refuse('record.not-found', { what: '名单' })
  return kind
}

/** Whose lines this person keeps: the district's, those of the own unit, or none (undefined). */
function keeps(actor: Actor, districtId: string, kind: ListKind): { unitId: string | null } | undefined {
  if (kind !== namesKind) return may(actor, 'lexicons.maintain', { districtId }) ? { unitId: null } : undefined
  const scope = scopeOf(actor, 'texts.decide', districtId)
  return scope && { unitId: scope.unitId ?? null }
}

const inputOf = (c: WebContext, kind: ListKind): ListInput => ({
  districtId: c.var.session.districtId,
  kind,
  unitId: keeps(c.var.actor, c.var.session.districtId, kind)?.unitId ?? null,
})

type Said = { problem?: Refusal; written?: ReadonlyMap<string, string>; brought?: Brought }

async function listPage(c: WebContext, kind: ListKind, { problem, written, brought }: Said = {}): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const page = pageFrom(c)
  const { unitId } = scopeOf(actor, 'lexicons.read', districtId) ?? {}
  const shown = { offset: (page - 1) * pageSize, limit: pageSize }
  const { rows, total } = await listRows(deps.db, kind, { districtId, unitId, search: searchFrom(c) }, shown)
  const keeping = keeps(actor, districtId, kind)
  const body = (
    <ListPage
      c={c}
      kind={kind}
      rows={rows}
      total={total}
      page={page}
      {...await names(
        c,
        rows.map(({ enteredBy }) => enteredBy),
      )}
      mayKeep={keeping !== undefined}
      mayRemove={({ row }: KeptRow) =>
        keeping !== undefined && (keeping.unitId === null || row['unit_id'] === keeping.unitId)
      }
      written={written}
      problem={problem?.message}
      brought={brought}
    />
  )
  return render(c, body, { title, current, islands: ['unsaved'] }, problem?.status ?? 200)
}

async function ignoredPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const decisions = await decisionsInForce(deps.db, districtId, scopeOf(actor, 'lexicons.read', districtId)?.unitId)
  const body = (
    <IgnoredPage
      csrf={session.csrf}
      decisions={decisions}
      {...await names(
        c,
        decisions.map(({ decidedBy }) => decidedBy),
      )}
      reasons={await openWords(
        deps,
        districtId,
        decisions.map(({ reasonId }) => reasonId),
      )}
      mayUndo={({ unitId }) => may(actor, 'texts.decide', { districtId, unitId })}
    />
  )
  return render(c, body, { title, current })
}

async function enter(c: WebContext): Promise<Response> {
  const kind = asked(c)
  const values = await typedValues(c)
  const written = new Map(kind.columns.map(({ column, label }) => [label, values[column] ?? '']))
  try {
    await enterRow(c.var.deps, c.var.actor, { ...inputOf(c, kind), written })
  } catch (thrown) {
    const problem = refusalOf(thrown)
    // What bears the mark of a secret is not shown again.
    return listPage(c, kind, problem.code === 'secrecy.form-stopped' ? { problem } : { problem, written })
  }
  return c.redirect(`/lexicons?list=${kind.code}`, 303)
}

async function remove(c: WebContext): Promise<Response> {
  const kind = asked(c)
  await removeRow(c.var.deps, c.var.actor, { ...inputOf(c, kind), id: c.req.param('id') ?? '' })
  // Back to where the line stood: who goes through a search takes out several.
  const { q = '', page = '' } = await typedValues(c)
  const place = new URLSearchParams({ list: kind.code, ...(q && { q }), ...(/^[1-9]\d{0,5}$/.test(page) && { page }) })
  return c.redirect(`/lexicons?${place.toString()}`, 303)
}

async function bring(c: WebContext): Promise<Response> {
  const kind = asked(c)
  try {
    const file = await readUpload(c, 'file')
    if (!file) throw refuse('web.upload-missing')
    const input = { ...inputOf(c, kind), fileName: file.name, bytes: file.bytes }
    return await listPage(c, kind, { brought: await bringRows(c.var.deps, c.var.actor, input) })
  } catch (thrown) {
    return listPage(c, kind, { problem: refusalOf(thrown) })
  }
}

async function sheet(c: WebContext): Promise<Response> {
  const kind = asked(c)
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { unitId } = scopeOf(actor, 'lexicons.read', districtId) ?? {}
  const { rows } = await listRows(deps.db, kind, { districtId, unitId })
  const { unitName } = await names(c, [])
  const lines = rows.map(({ row }) => row)
  if (c.req.query('as') !== 'csv')
    return sendDownload(c, {
      bytes: await writeWorkbook(listBook(kind, lines, unitName)),
      mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      name: `${kind.label}.xlsx`,
    })
  const table = [
    kind.columns.map(({ label }) => label),
    ...lines.map((row) => kind.columns.map((column) => wordsOf(column, row, unitName))),
  ]
  return sendDownload(c, { bytes: writeCsv(table), mediaType: 'text/csv; charset=utf-8', name: `${kind.label}.csv` })
}

async function undo(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  await undoIgnoring(deps, actor, { districtId: session.districtId, id: c.req.param('id') ?? '' })
  return c.redirect('/lexicons?list=ignored', 303)
}

/** 文字检查 and the lists it knows. */
export const lexiconRoutes: RouteDefinition[] = [
  { method: 'get', path: '/text-check', door: 'lexicons.read', handle: (c) => checkPage(c) },
  { method: 'post', path: '/text-check', door: 'lexicons.read', upload: true, handle: checkForm },
  {
    method: 'get',
    path: '/lexicons',
    door: 'lexicons.read',
    handle: (c) =>
      c.req.query('list') === 'ignored' ? ignoredPage(c) : listPage(c, kindNamed(c.req.query('list')) ?? lexiconKind),
  },
  { method: 'get', path: '/lexicons/:list/export', door: 'lexicons.read', handle: sheet },
  { method: 'post', path: '/lexicons/:list/lines', door: 'lexicons.read', handle: enter },
  { method: 'post', path: '/lexicons/:list/lines/:id/remove', door: 'lexicons.read', handle: remove },
  { method: 'post', path: '/lexicons/:list/import', door: 'lexicons.read', upload: true, handle: bring },
  { method: 'post', path: '/lexicons/ignored/:id/undo', door: 'texts.decide', handle: undo },
]
