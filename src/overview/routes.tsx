import { createHash } from 'node:crypto'
import { may, permit, permittedScope } from '../access/index.ts'
import { addDays } from '../calendar/index.ts'
import { listMessages, type MessageFilter, standingLabels } from '../engagement/index.ts'
import { defineRoutes, pageFrom, pageSize, render, shownMinute, type WebContext } from '../web/index.ts'
import { freshFor } from './held.ts'
import { accountsBehind } from './lists.ts'
import { daysOf, openProblems, overviewOf, REPLY_DAYS } from './overview.ts'
import { AllProblems, JudgedAccounts, Messages, NowAccounts, pageOf } from './pages/lists.tsx'
import { OverviewBody } from './pages/overview.tsx'

const current = '/overview'

async function overviewPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const view = await overviewOf(deps, actor, { districtId: session.districtId })
  const body = (
    <div class="ov" data-live="/overview/now">
      <OverviewBody view={view} readAt={shownMinute(c, view.readAt)} />
    </div>
  )
  return render(c, body, { title: '全区总览', current, islands: ['live'], paper: 'dense' })
}

/** The page's inside alone, for the page that stands open: 304 while neither a number nor the minute changed. */
async function overviewNow(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  permit(actor, 'overview.view', { districtId })
  const view = await freshFor(deps, districtId, () => overviewOf(deps, actor, { districtId }))
  const readAt = shownMinute(c, view.readAt)
  const told = JSON.stringify({ ...view, readAt })
  const tag = `"${createHash('sm3').update(told).digest('hex').slice(0, 16)}"`
  const headers = { etag: tag, 'cache-control': 'private, no-cache' }
  if (c.req.header('if-none-match') === tag) return c.body(null, 304, headers)
  return c.html(<OverviewBody view={view} readAt={readAt} />, 200, headers)
}

async function accountsPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = permittedScope(actor, 'overview.view', session.districtId)
  const list = await accountsBehind(deps, districtId, c.req.query())
  const page = within(pageFrom(c), list.accounts.length)
  const body =
    list.kind === 'now' ? (
      <NowAccounts
        c={c}
        list={list}
        days={await daysOf({ deps, districtId }, list.state, pageOf(list.accounts, page))}
        page={page}
      />
    ) : (
      <JudgedAccounts c={c} list={list} page={page} />
    )
  return render(c, body, { title: list.title, current })
}

const within = (page: number, total: number) => Math.min(page, Math.max(1, Math.ceil(total / pageSize)))

/** Which messages a number of 留言答复 counts. */
const messageSets: Readonly<Record<string, { title: string; filter: MessageFilter }>> = {
  valid: { title: '留言', filter: { valid: true } },
  known: { title: '留言　应答复的', filter: { standing: ['on-time', 'late', 'overdue'] } },
  timed: { title: '留言　答复起止时间都到分的', filter: { timed: true } },
  ...Object.fromEntries(
    (['on-time', 'late', 'open', 'overdue', 'unlooked'] as const).map((standing) => [
      standing,
      { title: `留言　${standingLabels[standing]}`, filter: { standing } },
    ]),
  ),
}

async function messagesPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'overview.view', session.districtId)
  const show = c.req.query('show') ?? ''
  const { title, filter } = (Object.hasOwn(messageSets, show) && messageSets[show]) || messageSets['valid']!
  const today = deps.clock.today()
  const from = addDays(today, 1 - REPLY_DAYS)
  const page = pageFrom(c)
  const place = { asOf: today, offset: (page - 1) * pageSize, limit: pageSize }
  const { rows, total } = await listMessages(deps.db, scope, { ...filter, askedFrom: from }, place)
  const opens = may(actor, 'messages.read', { districtId: scope.districtId })
  const body = (
    <Messages c={c} title={title} rows={rows} total={total} page={page} from={from} today={today} opens={opens} />
  )
  return render(c, body, { title, current })
}

async function problemsPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = permittedScope(actor, 'overview.view', session.districtId)
  const weight = c.req.query('class')
  const problems = (await openProblems({ deps, districtId })).filter((one) =>
    weight === 'veto' ? one.class === 'veto' : weight === 'other' ? one.class !== 'veto' : true,
  )
  const words = weight === 'veto' ? '　单项否决' : weight === 'other' ? '　其他' : ''
  const title = `未解决的问题${words}`
  const page = within(pageFrom(c), problems.length)
  return render(c, <AllProblems c={c} title={title} problems={problems} page={page} />, { title, current })
}

/** 全区总览 and the lists behind its numbers, all behind one right: whoever sees a number may open what it counts. */
export const overviewRoutes = defineRoutes([
  { method: 'get', path: '/overview', door: 'overview.view', handle: overviewPage },
  { method: 'get', path: '/overview/now', door: 'overview.view', quiet: true, handle: overviewNow },
  { method: 'get', path: '/overview/accounts', door: 'overview.view', handle: accountsPage },
  { method: 'get', path: '/overview/messages', door: 'overview.view', handle: messagesPage },
  { method: 'get', path: '/overview/problems', door: 'overview.view', handle: problemsPage },
])
