import { isUuid } from '../database/index.ts'
import { allowedHosts, openSender } from '../outgoing/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { defineRoutes, formsAbout, formValues, render, typedValues, type WebContext } from '../web/index.ts'
import { findEndpoint, listEndpoints, newestMessages } from './endpoints.ts'
import { eventNames } from './model.ts'
import { WebhooksPage, type WebhooksShown } from './pages/webhooks.tsx'
import { removeEndpoint, setEndpoint, switchEndpoint, testEndpoint } from './verbs/set-endpoint.ts'

const current = '/webhooks'
const MESSAGES = 30

async function show(c: WebContext, shown: WebhooksShown = {}): Promise<Response> {
  const { deps, session } = c.var
  const page = (
    <WebhooksPage
      csrf={session.csrf}
      endpoints={await listEndpoints(deps.db, session.districtId)}
      messages={await newestMessages(deps.db, session.districtId, MESSAGES)}
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
      { method: 'post', path: `${current}/:id/remove`, door: 'api.manage', handle: remove },
    ]),
    ({ db }, districtId, id) => findEndpoint(db, districtId, id),
  ),
]
