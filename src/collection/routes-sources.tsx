import { oneRow } from '../database/index.ts'
import type { Child } from 'hono/jsx'
import { permittedScope, may, scopeOf } from '../access/index.ts'
import { isCivilDate, month as readMonth, type Month, monthOf } from '../calendar/index.ts'
import { openSender, type Sender } from '../outgoing/index.ts'
import { Refusal } from '../vocabulary/refusals/index.ts'
import { defineRoutes, formValues, pageFrom, pageSize, render, type WebContext, idFrom } from '../web/index.ts'
import { accountOf } from './account-asked.ts'
import { evidenceOf } from './evidence/queries.ts'
import { AccountSourcesPage, type Typed } from './pages/account-sources.tsx'
import { DistrictGapsPage } from './pages/district-gaps.tsx'
import { SourcesPage } from './pages/sources.tsx'
import { windowsFrom } from './maintenance/queries.ts'
import { districtGaps } from './running/district-gaps.ts'
import { gapsOf } from './running/gaps.ts'
import { figuresOf, healthOf, listTargets, looksAt, type TargetFilter } from './running/page-queries.ts'
import { testLook } from './running/test-look.ts'
import { waitingStops } from './secrecy/stops.ts'
import type { Look } from './sources/contract.ts'
import { addTarget, changeTarget, sourceOfKind } from './sources/set-up.ts'

const current = '/sources'
/** The newest evidence of an account on its page. */
const EVIDENCE_SHOWN = 10
const states = ['on', 'off', 'held', 'failing', 'silent'] as const

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const now = deps.wall.now()
  // How long ago something was is told by the office's clock: a demonstration stands still.
  const asOf = deps.clock.now()
  const page = pageFrom(c)
  const { state, q = '' } = c.req.query()
  const filter: TargetFilter = {
    state: states.find((one) => one === state),
    search: q.slice(0, 60),
    now: asOf,
    offset: (page - 1) * pageSize,
    limit: pageSize,
  }
  const { rows, total } = await listTargets(deps.db, districtId, filter)
  const health = await healthOf(deps.db, districtId, asOf)
  const body = (
    <SourcesPage
      c={c}
      health={health}
      windows={await windowsFrom(deps.db, districtId, now)}
      now={now}
      rows={rows}
      total={total}
      page={page}
      toHandOver={
        may(actor, 'secrecy.handle', { districtId }) ? (await oneRow(deps.db, waitingStops(districtId))).waiting : null
      }
      mayChangeYears={may(actor, 'settings.change', { districtId })}
      mayChange={may(actor, 'sources.change', { districtId })}
    />
  )
  return render(c, body, { title: '系统采集', current })
}

async function gapsPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  permittedScope(actor, 'sources.read', districtId)
  const today = deps.clock.today()
  const thisMonth = monthOf(today)
  const asked = monthAsked(c) ?? thisMonth
  // Of a month that hasn't begun nothing can be missing.
  const month = asked > thisMonth ? thisMonth : asked
  const page = pageFrom(c)
  const gaps = await districtGaps(deps.db, districtId, {
    month,
    today,
    search: (c.req.query('q') ?? '').slice(0, 60),
    offset: (page - 1) * pageSize,
    limit: pageSize,
  })
  const body = <DistrictGapsPage c={c} gaps={gaps} month={month} thisMonth={thisMonth} page={page} />
  return render(c, body, { title: '采集缺口', current })
}

type Shown = { typed?: Typed; tested?: Look; error?: string; refused?: string; status?: number }

async function accountPage(c: WebContext, { status = 200, ...shown }: Shown = {}): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  permittedScope(actor, 'sources.read', districtId)
  const account = await accountOf(c)
  const today = deps.clock.today()
  const month = monthAsked(c) ?? monthOf(today)
  const { rows } = await listTargets(deps.db, districtId, {
    accountId: account.id,
    now: deps.wall.now(),
    offset: 0,
    limit: 50,
  })
  const body = (
    <AccountSourcesPage
      c={c}
      account={account}
      targets={rows}
      gaps={await gapsOf(deps.db, districtId, account.id, { month, today, now: deps.wall.now() })}
      thisMonth={monthOf(today)}
      figures={await figuresOf(deps.db, districtId, account.id)}
      looks={await looksAt(deps.db, districtId, account.id)}
      evidence={
        may(actor, 'review.read', { districtId })
          ? await evidenceOf(deps.db, districtId, account.id, { limit: EVIDENCE_SHOWN })
          : []
      }
      mayChange={may(actor, 'sources.change', { districtId })}
      {...shown}
    />
  )
  return render(c, body, { title: '采集', current }, status)
}

function monthAsked(c: WebContext): Month | undefined {
  const asked = c.req.query('month') ?? ''
  return isCivilDate(`${asked}-01`) ? readMonth(asked) : undefined
}

/** Opens the way out for one trial. */
type Open = () => Sender

const adding = (open: Open) => async (c: WebContext) => {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const account = await accountOf(c)
  const values = await formValues(c)
  const typed = { kind: String(values['kind'] ?? ''), url: String(values['url'] ?? '').trim() }
  const target = { url: typed.url }
  try {
    if (values['do'] === 'test') {
      const sender = open()
      try {
        const tested = await testLook(deps, actor, {
          districtId,
          accountId: account.id,
          kind: typed.kind,
          target,
          send: sender.send,
        })
        return await accountPage(c, { typed, tested })
      } finally {
        await sender.close()
      }
    }
    const sourceId = await sourceOfKind(deps, actor, districtId, typed.kind)
    await addTarget(deps, actor, { districtId, accountId: account.id, sourceId, target })
    return c.redirect(`/sources/accounts/${account.id}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return accountPage(c, { typed, error: error.message, status: error.status })
  }
}

async function change(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const account = await accountOf(c)
  const values = await formValues(c)
  const targetId = idFrom(c, '采集设置', 'target')
  try {
    await changeTarget(deps, actor, {
      districtId: session.districtId,
      accountId: account.id,
      targetId,
      version: Number(values['version']),
      state: values['state'] === 'off' ? 'off' : 'on',
    })
    return c.redirect(`/sources/accounts/${account.id}`, 303)
  } catch (error) {
    // The page anew, as things stand now; what isn't there or isn't theirs has a page of its own.
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    return accountPage(c, { refused: error.message, status: error.status })
  }
}

/** 采集, on the account's page in the ledger: how much of this month was seen. */
export async function sourcesAccountPanel(c: WebContext, accountId: string): Promise<Child> {
  const { actor, session, deps } = c.var
  const { districtId } = session
  if (!scopeOf(actor, 'sources.read', districtId)) return null
  const today = deps.clock.today()
  const { coverage } = await gapsOf(deps.db, districtId, accountId, {
    month: monthOf(today),
    today,
    now: deps.wall.now(),
  })
  return (
    <section class="card">
      <header>
        <h2>采集</h2>
        <p>
          <a href={`/sources/accounts/${accountId}`}>来源和采集日历</a>
        </p>
      </header>
      <p class="in">{`本月 ${coverage.days} 天中已采集 ${coverage.seen} 天，其余按未采集处理。`}</p>
    </section>
  )
}

/** 系统采集: sources, looks, gaps. `open`: reaches what collecting itself reaches. */
export const sourcesRoutes = (open: Open = openSender) =>
  defineRoutes([
    { method: 'get', path: '/sources', door: 'sources.read', handle: listPage },
    { method: 'get', path: '/sources/gaps', door: 'sources.read', handle: gapsPage },
    { method: 'get', path: '/sources/accounts/:id', door: 'sources.read', handle: (c) => accountPage(c) },
    { method: 'post', path: '/sources/accounts/:id', door: 'sources.change', handle: adding(open) },
    { method: 'post', path: '/sources/accounts/:id/:target', door: 'sources.change', handle: change },
  ])
