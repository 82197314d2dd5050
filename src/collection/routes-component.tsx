import { type Actor, may } from '../access/index.ts'
import { openSender, type Sender } from '../outgoing/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { defineRoutes, type RouteDefinition, render, typedValues, type WebContext } from '../web/index.ts'
import { accountOf } from './account-asked.ts'
import { componentShown, grantsOf } from './component/queries.ts'
import { ComponentPage, type TypedComponent } from './pages/component.tsx'
import { GrantPage, type GrantShown } from './pages/grant.tsx'
import { receiveEvent } from './verbs/receive-event.ts'
import { removeComponent, setComponent } from './verbs/set-component.ts'
import { startGrant, takeGrant } from './verbs/take-grant.ts'

const path = '/sources/component'
const grantPath = '/sources/accounts/:id/api/grants/:appid'

type Shown = { typed?: TypedComponent; status?: number }

async function page(c: WebContext, { typed, status = 200 }: Shown = {}): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const body = (
    <ComponentPage
      c={c}
      component={await componentShown(deps.db, districtId)}
      grants={await grantsOf(deps.db, districtId)}
      now={deps.wall.now()}
      mayChange={may(actor, 'sources.change', { districtId })}
      typed={typed}
    />
  )
  return render(c, body, { title: '第三方平台', current: '/sources' }, status)
}

/** Secrets that were typed are not sent back, not even with a refusal. */
async function change(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { _csrf: _own, do: wish, version, ...settings } = await typedValues(c)
  const seen = version ? Number(version) : undefined
  try {
    if (wish === 'remove') await removeComponent(deps, actor, { districtId, version: seen ?? 0 })
    else await setComponent(deps, actor, { districtId, version: seen, settings })
    return c.redirect(path, 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { appid = '', address = '' } = settings
    return page(c, { typed: { error: error.message, appid, address }, status: error.status })
  }
}

async function grantPage(c: WebContext, shown: GrantShown, status = 200): Promise<Response> {
  const account = await accountOf(c)
  const body = <GrantPage c={c} account={account} appid={c.req.param('appid') ?? ''} shown={shown} />
  return render(c, body, { title: '扫码授权', current: '/sources' }, status)
}

/** WeChat sends the browser back here. Nothing is asked or kept before the person says so. */
const returned = (c: WebContext) => {
  const code = c.req.query('auth_code') ?? ''
  return grantPage(c, code === '' ? { step: 'begin' } : { step: 'finish', code })
}

type Open = () => Pick<Sender, 'send' | 'close'>

/** Asks WeChat within one request of a page. */
const asking = (open: Open) => async (c: WebContext) => {
  const { deps, actor, session } = c.var
  const { do: wish, code = '' } = await typedValues(c)
  const account = await accountOf(c)
  const sender = open()
  const asked = {
    districtId: session.districtId,
    accountId: account.id,
    appid: c.req.param('appid') ?? '',
    send: sender.send,
  }
  try {
    if (wish !== 'finish') return await grantPage(c, { step: 'scan', url: (await startGrant(deps, actor, asked)).url })
    await takeGrant(deps, actor, { ...asked, code })
    return c.redirect(`/sources/accounts/${account.id}/api`, 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return grantPage(c, { step: 'begin', error: error.message }, error.status)
  } finally {
    await sender.close()
  }
}

/** The form on the account's page names the AppID. */
const begin = async (c: WebContext) => {
  const { appid = '' } = await typedValues(c)
  const account = await accountOf(c)
  const own = `/sources/accounts/${account.id}/api`
  return c.redirect(appid.trim() === '' ? own : `${own}/grants/${encodeURIComponent(appid.trim())}`, 303)
}

/** Who hears of what came that nobody knows; of its content nothing is told. */
type OnUnknown = (eventName: string) => void

const listening = (actor: Actor, onUnknown: OnUnknown) => async (c: WebContext) => {
  const { msg_signature: signature = '', timestamp = '', nonce = '' } = c.req.query()
  const received = await receiveEvent(c.var.deps, actor, {
    appid: c.req.param('component') ?? '',
    signed: { signature, timestamp, nonce },
    body: await c.req.text(),
  })
  if (received.came === 'absent') throw refuse('web.not-found')
  if (received.came === 'refused') return c.body(null, 403)
  if (received.came === 'unknown') onUnknown(received.name)
  return c.text('success')
}

/**
 * 第三方平台: setting it up, scanning, and the one address that takes something from outside without a session: it answers only
 * where a platform is set up, and hears only what is signed with its Token. `actor`: in whose name that is entered.
 */
export const componentRoutes = ({
  actor,
  onUnknown,
  open = openSender,
}: {
  actor: Actor
  onUnknown: OnUnknown
  open?: Open
}): RouteDefinition[] =>
  defineRoutes([
    { method: 'get', path, door: 'sources.change', handle: (c) => page(c) },
    { method: 'post', path, door: 'sources.change', handle: change },
    { method: 'post', path: '/sources/accounts/:id/api/grants', door: 'sources.change', handle: begin },
    { method: 'get', path: grantPath, door: 'sources.change', handle: returned },
    { method: 'post', path: grantPath, door: 'sources.change', handle: asking(open) },
    { method: 'post', path: '/weixin/:component/events', door: 'public', handle: listening(actor, onUnknown) },
  ])
