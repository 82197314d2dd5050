import { may } from '../access/index.ts'
import { isUuid } from '../database/index.ts'
import { Refusal } from '../vocabulary/refusals/index.ts'
import { contentDisposition, defineRoutes, formValues, render, requireUpload, type WebContext } from '../web/index.ts'
import { feedsInUse } from './feed-list/queries.ts'
import { FeedListPage, FeedPreviewPage } from './pages/feed-list.tsx'
import { addFeeds, type ChosenFeed } from './verbs/add-feeds.ts'
import { exportFeeds } from './verbs/export-feeds.ts'
import { previewFeeds } from './verbs/preview-feeds.ts'

const current = '/sources'
const path = '/sources/feeds'

async function page(c: WebContext, { problem, status = 200 }: { problem?: string; status?: number } = {}) {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { added, already } = c.req.query()
  const body = (
    <FeedListPage
      csrf={session.csrf}
      inUse={(await feedsInUse(deps.db, districtId)).length}
      mayChange={may(actor, 'sources.change', { districtId })}
      problem={problem}
      added={added === undefined ? undefined : { added: Number(added) || 0, already: Number(already) || 0 }}
    />
  )
  return render(c, body, { title: '订阅源清单', current }, status)
}

async function preview(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  try {
    const { name: fileName, bytes } = await requireUpload(c, 'file')
    const feeds = await previewFeeds(deps, actor, { districtId: session.districtId, fileName, bytes })
    return await render(c, <FeedPreviewPage csrf={session.csrf} feeds={feeds} />, { title: '导入预览', current })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return page(c, { problem: error.message, status: error.status })
  }
}

async function add(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const values = await formValues(c)
  const ticked = [values['feed'] ?? []].flat()
  try {
    const { added, already } = await addFeeds(deps, actor, { districtId, feeds: ticked.flatMap(chosen) })
    return c.redirect(`${path}?added=${added}&already=${already}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    // The preview anew, from the list that the form carries, with what was ticked.
    const list = new TextEncoder().encode(String(values['list'] ?? ''))
    const feeds = await previewFeeds(deps, actor, { districtId, fileName: '清单', bytes: list })
    const shown = { csrf: session.csrf, feeds, chosen: new Set(ticked), problem: error.message }
    return render(c, <FeedPreviewPage {...shown} />, { title: '导入预览', current }, error.status)
  }
}

function chosen(choice: string): ChosenFeed[] {
  const [accountId = '', ...url] = choice.split(' ')
  return isUuid(accountId) ? [{ accountId, url: url.join(' ') }] : []
}

async function opml(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { opml: text } = await exportFeeds(deps, actor, { districtId: session.districtId })
  return c.body(text, 200, {
    'Content-Type': 'text/x-opml; charset=utf-8',
    'Content-Disposition': contentDisposition(`政务新媒体订阅源${deps.clock.today()}.opml`),
    'Cache-Control': 'private, no-store',
  })
}

/** 订阅源清单: lists of feeds (OPML), in and out. What is ticked of a long list is longer than other forms are. */
export const feedListRoutes = defineRoutes([
  { method: 'get', path, door: 'sources.read', handle: (c) => page(c) },
  { method: 'post', path, door: 'sources.change', upload: true, handle: preview },
  { method: 'post', path: `${path}/add`, door: 'sources.change', upload: true, handle: add },
  { method: 'get', path: `${path}/opml`, door: 'sources.read', handle: opml },
])
