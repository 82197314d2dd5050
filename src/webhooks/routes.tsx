import { isUuid } from '../database/index.ts'
import { allowedHosts, openSender } from '../outgoing/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { defineRoutes, formsAbout, formValues, render, typedValues, type WebContext } from '../web/index.ts'
import { findEndpoint, listEndpoints, newestMessages } from './endpoints.ts'
import { eventNames, type KeyOverlap, keyOverlaps } from './model.ts'
import { KeyPage } from './pages/key.tsx'
import { WebhooksPage, type WebhooksShown } from './pages/webhooks.tsx'
import { changeKey, endOldKey } from './verbs/change-key.ts'
import { dropRetiredEvents, removeEndpoint, setEndpoint, switchEndpoint, testEndpoint } from './verbs/set-endpoint.ts'

const current = '/webhooks'
const MESSAGES = 30

async function show(c: WebContext, shown: WebhooksShown = {}): Promise<Response> {
  const { deps, session } = c.var
  const page = (
    <WebhooksPage
      csrf={session.csrf}
      endpoints={await listEndpoints(deps.db, session.districtId)}
      messages={await newestMessages(deps.db, session.districtId, MESSAGES)}
      now={deps.wall.now()}
      {...shown}
    />
  )
  return render(c, page, { title: '事件推送', current }, shown.error?.status)
}

async function create(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const typed = await typedValues(c)
  const events = [(await formValues(c))['events'] ?? []].flat()
  try {
    const { districtId } = session
    const { name = '', url = '' } = typed
    const chosen = eventNames.filter((event) => events.includes(event))
    const { secret } = await setEndpoint(
      deps,
      actor,
      { districtId, name, url: url.trim(), events: chosen },
      allowedHosts(),
    )
    return await show(c, { made: { name: name.trim(), secret } })
  } catch (error) {
    if (!(error instanceof Refusal) || !error.code.startsWith('webhook.')) throw error
    return show(c, { error, typed, events })
  }
}

/** The endpoint that an address names. Refuses `webhook.unknown`. */
async function endpointOf(c: WebContext) {
  const id = c.req.param('id') ?? ''
  const found = isUuid(id) ? await findEndpoint(c.var.deps.db, c.var.session.districtId, id) : undefined
  if (!found) throw refuse('webhook.unknown')
  return found
}

async function test(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { id, name } = await endpointOf(c)
  const allow = allowedHosts()
  const sender = openSender({ allow })
  try {
    const delivery = await testEndpoint(
      deps,
      actor,
      { districtId: session.districtId, id },
      { send: sender.send, allow },
    )
    return await show(c, { tested: { name, delivery } })
  } finally {
    await sender.close()
  }
}

async function switchOne(c: WebContext): Promise<Response> {
  const { id } = await endpointOf(c)
  const enabled = (await typedValues(c))['to'] === 'on'
  await switchEndpoint(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, id, enabled })
  return c.redirect(current, 303)
}

async function remove(c: WebContext): Promise<Response> {
  const { id } = await endpointOf(c)
  await removeEndpoint(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, id })
  return c.redirect(current, 303)
}

async function dropRetired(c: WebContext): Promise<Response> {
  const { id } = await endpointOf(c)
  try {
    await dropRetiredEvents(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, id })
    return c.redirect(current, 303)
  } catch (error) {
    return show(c, { error: keyRefusal(error) })
  }
}

async function keyPage(c: WebContext, error?: Refusal): Promise<Response> {
  const endpoint = await endpointOf(c)
  const signsToo = endpoint.oldKeyUntil !== null && endpoint.oldKeyUntil > c.var.deps.wall.now()
  const page = <KeyPage csrf={c.var.session.csrf} endpoint={endpoint} signsToo={signsToo} error={error} />
  return render(c, page, { title: '更换签名密钥', current }, error?.status)
}

async function changeOne(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { id, name } = await endpointOf(c)
  const asked = (await typedValues(c))['overlap'] ?? ''
  try {
    if (!Object.hasOwn(keyOverlaps, asked)) throw refuse('web.choice-unknown', { what: '旧密钥保留' })
    const place = { districtId: session.districtId, id, overlap: asked as KeyOverlap }
    return await show(c, { changed: { name, ...(await changeKey(deps, actor, place)) } })
  } catch (error) {
    return keyPage(c, keyRefusal(error))
  }
}

async function endOne(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { id } = await endpointOf(c)
  try {
    await endOldKey(deps, actor, { districtId: session.districtId, id })
    return c.redirect(`${current}/${id}/key`, 303)
  } catch (error) {
    return keyPage(c, keyRefusal(error))
  }
}

// What belongs on the page of the key; who must show first who they are is asked, and all else flies on.
function keyRefusal(error: unknown): Refusal {
  if (error instanceof Refusal && (error.code.startsWith('webhook.') || error.code === 'web.choice-unknown'))
    return error
  throw error
}

export const webhookRoutes = [
  ...defineRoutes([
    { method: 'get', path: current, door: 'api.manage', handle: (c) => show(c) },
    { method: 'post', path: current, door: 'api.manage', handle: create },
  ]),
  ...formsAbout(
    'webhook',
    defineRoutes([
      { method: 'post', path: `${current}/:id/test`, door: 'api.manage', handle: test },
      { method: 'post', path: `${current}/:id/switch`, door: 'api.manage', handle: switchOne },
      { method: 'post', path: `${current}/:id/events`, door: 'api.manage', handle: dropRetired },
      { method: 'post', path: `${current}/:id/remove`, door: 'api.manage', handle: remove },
      { method: 'get', path: `${current}/:id/key`, door: 'api.manage', handle: (c) => keyPage(c) },
      { method: 'post', path: `${current}/:id/key`, door: 'api.manage', handle: changeOne },
      { method: 'post', path: `${current}/:id/key/end`, door: 'api.manage', handle: endOne },
    ]),
    ({ db }, districtId, id) => findEndpoint(db, districtId, id),
  ),
]
