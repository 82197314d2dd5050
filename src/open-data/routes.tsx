import { findDistrict, may, permittedScope, scopeOf } from '../access/index.ts'
import { inTransaction, isUuid } from '../database/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { defineRoutes, render, sendDownload, shownMinute, typedValues, type WebContext } from '../web/index.ts'
import { PublicPage, SetPage, SetsPage } from './pages.tsx'
import { publicAtom, publicOpml } from './feeds.ts'
import { findSet, listSets, releasedSet, type WholeSet } from './queries.ts'
import { prepareOpenData } from './verbs/prepare.ts'
import { changedSince, releaseOpenData, withdrawOpenData } from './verbs/release.ts'

const current = '/open-data'
const addressOf = (districtId: string) => `/public-data/${districtId}`

async function list(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const [sets, changed] = await inTransaction(
    deps.db,
    async (tx) => [await listSets(tx, districtId), await changedSince(tx, deps, districtId)] as const,
    'repeatable read',
  )
  const page = (
    <SetsPage
      csrf={session.csrf}
      sets={sets}
      mayPrepare={scopeOf(actor, 'open-data.prepare', districtId) !== undefined}
      changed={changed}
      address={sets.some(({ state }) => state === 'released') ? addressOf(districtId) : undefined}
      minute={(at) => shownMinute(c, at)}
    />
  )
  return render(c, page, { title: '公开数据', current })
}

async function prepare(c: WebContext): Promise<Response> {
  const { deps, actor, session, demo } = c.var
  const { id } = await prepareOpenData(deps, actor, { districtId: session.districtId, demo })
  return c.redirect(`/open-data/${id}`, 303)
}

async function wanted(c: WebContext): Promise<WholeSet> {
  const { deps, actor, session } = c.var
  permittedScope(actor, 'report.draft', session.districtId)
  const id = c.req.param('id') ?? ''
  const set = isUuid(id) ? await findSet(deps.db, session.districtId, id) : undefined
  if (!set) throw refuse('record.not-found', { what: '公开数据' })
  return set
}

async function show(c: WebContext, refused?: { error: Refusal; typed: string }): Promise<Response> {
  const set = await wanted(c)
  const { actor, session } = c.var
  const mayRelease = may(actor, 'open-data.release', { districtId: session.districtId })
  const own = set.preparedBy === actor.id
  const page = (
    <SetPage
      csrf={session.csrf}
      set={set}
      release={
        mayRelease && set.state === 'prepared'
          ? { obstacle: own ? '准备人不能审定自己准备的数据，请由其他人员审定。' : undefined }
          : undefined
      }
      mayWithdraw={mayRelease && set.state === 'released'}
      problem={refused?.error.message}
      typed={refused?.typed ?? ''}
      minute={(at) => shownMinute(c, at)}
    />
  )
  return render(c, page, { title: '公开数据', current }, refused?.error.status)
}

async function file(c: WebContext): Promise<Response> {
  return sendFile(c, await wanted(c))
}

async function release(c: WebContext): Promise<Response> {
  const { id } = await wanted(c)
  await releaseOpenData(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, id })
  return c.redirect(`/open-data/${id}`, 303)
}

async function withdraw(c: WebContext): Promise<Response> {
  const { id } = await wanted(c)
  const { reason = '' } = await typedValues(c)
  try {
    await withdrawOpenData(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, id, reason })
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'open-data.no-reason') throw error
    return show(c, { error, typed: reason })
  }
  return c.redirect(`/open-data/${id}`, 303)
}

const types: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
}

function sendFile(c: WebContext, { files }: WholeSet): Response {
  const name = c.req.param('file') ?? ''
  const text = Object.hasOwn(files, name) ? files[name] : undefined
  if (text === undefined) throw refuse('record.not-found', { what: '文件' })
  const mediaType = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
  return sendDownload(c, { bytes: Buffer.from(text), mediaType, name })
}

// Nothing is here until a person has released it.
async function open(c: WebContext): Promise<WholeSet> {
  const set = await releasedSet(c.var.deps.db, c.req.param('district') ?? '')
  if (!set) throw refuse('web.not-found')
  return set
}

async function publicPage(c: WebContext): Promise<Response> {
  const set = await open(c)
  const districtId = c.req.param('district') ?? ''
  const { name } = await findDistrict(c.var.deps.db, districtId)
  const page = <PublicPage set={set} district={name} at={`${addressOf(districtId)}/files`} />
  return render(c, page, { title: '政务新媒体公开数据', current: '' })
}

// As open as the data: neither is there before a person has released a set, nor after it was withdrawn.
function sendOpen(c: WebContext, text: string | undefined, mediaType: string): Response {
  if (text === undefined) throw refuse('web.not-found')
  return c.body(text, 200, { 'Content-Type': `${mediaType}; charset=utf-8`, 'Cache-Control': 'public, no-cache' })
}

const atom = async (c: WebContext) =>
  sendOpen(c, await publicAtom(c.var.deps.db, c.req.param('district') ?? '', c.var.demo), 'application/atom+xml')

const opml = async (c: WebContext) =>
  sendOpen(c, await publicOpml(c.var.deps.db, c.req.param('district') ?? ''), 'text/x-opml')

export const openDataRoutes = defineRoutes([
  { method: 'get', path: '/public-data/:district/circulars.atom', door: 'public', machine: true, handle: atom },
  { method: 'get', path: '/public-data/:district/feeds.opml', door: 'public', machine: true, handle: opml },
  { method: 'get', path: '/open-data', door: 'report.draft', handle: list },
  { method: 'post', path: '/open-data', door: 'open-data.prepare', handle: prepare },
  { method: 'get', path: '/open-data/:id', door: 'report.draft', handle: (c) => show(c) },
  { method: 'get', path: '/open-data/:id/files/:file', door: 'report.draft', handle: file },
  { method: 'post', path: '/open-data/:id/release', door: 'open-data.release', handle: release },
  { method: 'post', path: '/open-data/:id/withdraw', door: 'open-data.release', handle: withdraw },
  { method: 'get', path: '/public-data/:district', door: 'public', handle: publicPage },
  {
    method: 'get',
    path: '/public-data/:district/files/:file',
    door: 'public',
    handle: async (c) => sendFile(c, await open(c)),
  },
])
