import { z } from 'zod'
import { isUuid } from '../../database/index.ts'
import {
  calendarFeed,
  changeSettings,
  findChannel,
  makeFeed,
  readerOfFeed,
  readSettings,
  removeChannel,
  revokeFeed,
  setChannel,
  startDigest,
  stopDigest,
  switchChannel,
  testChannel,
} from '../../notify/index.ts'
import { allowedHosts, openSender } from '../../outgoing/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { defineRoutes, formValues, readForm, typedValues, type WebContext } from '../../web/index.ts'
import { actorOf } from '../actor-of.ts'
import { channelPage } from './channel-page.tsx'
import { deadlinesOf } from './deadlines.ts'
import { addressField, channelForm, settingsForm } from './forms.ts'
import { ownPage } from './own-page.tsx'
import { settingsPage } from './settings-page.tsx'

async function saveSettings(c: WebContext): Promise<Response> {
  const values = await typedValues(c)
  const read = await readForm(c, settingsForm)
  if (!read.ok) return settingsPage(c, { typed: { errors: read.errors, values } })
  await changeSettings(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, ...read.value })
  return c.redirect('/notify', 303)
}

/** The channel that an address names. Refuses `notify.unknown`. */
async function channelOf(c: WebContext) {
  const id = c.req.param('id') ?? ''
  const found = isUuid(id) ? await findChannel(c.var.deps.db, c.var.session.districtId, id) : undefined
  if (!found) throw refuse('notify.unknown')
  return found
}

const sort = (kind: string | undefined) => (kind === 'mail' ? 'mail' : 'bot')

async function saveChannel(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const channel = c.req.param('id') === undefined ? undefined : await channelOf(c)
  const values = await typedValues(c)
  const about = { kind: sort(channel?.kind ?? values['kind']), channel } as const
  const { districtId } = session
  const read = await readForm(c, channelForm({ districtId, id: channel?.id, allow: allowedHosts() }))
  if (!read.ok) return channelPage(c, about, { errors: read.errors, values })
  try {
    const id = await setChannel(deps, actor, read.value)
    return c.redirect(`/notify/channels/${id}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return channelPage(c, about, { problem: error.message, values })
  }
}

async function switchOne(c: WebContext): Promise<Response> {
  const channel = await channelOf(c)
  const { to, digest } = await typedValues(c)
  // The list switches the channel, its page the digest: each leaves the other as it is.
  const fromList = to !== (channel.enabled ? 'on' : 'off')
  await switchChannel(c.var.deps, c.var.actor, {
    districtId: c.var.session.districtId,
    id: channel.id,
    enabled: to === 'on',
    digest: fromList ? channel.digest : digest === 'on',
  })
  return c.redirect('/notify', 303)
}

async function testOne(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const channel = await channelOf(c)
  const read = await readForm(c, z.object({ address: addressField.optional() }))
  if (!read.ok) return channelPage(c, { kind: sort(channel.kind), channel }, { problem: read.errors['address'] ?? '' })
  const allow = allowedHosts()
  const sender = openSender({ allow })
  try {
    const delivery = await testChannel(
      deps,
      actor,
      { districtId: session.districtId, id: channel.id, address: read.value.address ?? null },
      { send: sender.send, allow },
    )
    return await settingsPage(c, { tested: { name: channel.name, delivery } })
  } finally {
    await sender.close()
  }
}

async function removeOne(c: WebContext): Promise<Response> {
  const { id } = await channelOf(c)
  await removeChannel(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, id })
  return c.redirect('/notify', 303)
}

async function startOwnDigest(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const typed = String((await formValues(c))['address'] ?? '')
  const read = await readForm(c, z.object({ address: addressField }))
  if (!read.ok) return ownPage(c, { error: read.errors['address'] ?? '', typed })
  await startDigest(deps, actor, { districtId: session.districtId, address: read.value.address })
  return c.redirect('/own-reminders', 303)
}

async function makeOwnFeed(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const token = await makeFeed(deps, actor, session.districtId)
  const base = (await readSettings(deps.db, session.districtId))?.baseUrl ?? c.req.url
  return ownPage(c, { feedUrl: new URL(`/own-reminders/calendar/${token}.ics`, base).href })
}

/** The calendar of whoever the secret address belongs to, with the rights they have now. Refuses `web.not-found`. */
async function readFeed(c: WebContext): Promise<Response> {
  const { deps, requestId } = c.var
  const token = /^([\w-]{32})\.ics$/.exec(c.req.param('feed') ?? '')?.[1]
  const reader = token === undefined ? undefined : await readerOfFeed(deps.db, token)
  if (!reader) throw refuse('web.not-found')
  const actor = await actorOf(deps, reader.userId, requestId)
  const deadlines = await deadlinesOf(deps, actor, reader.districtId)
  const link = (await readSettings(deps.db, reader.districtId))?.baseUrl ?? new URL('/', c.req.url).href
  const text = calendarFeed(deadlines, { owner: reader.userId, at: deps.wall.now(), link })
  return c.body(text, 200, { 'Content-Type': 'text/calendar; charset=utf-8' })
}

/** 通知设置 for the administrator, 我的提醒 for everybody, and the calendar that a secret address opens. */
export const notifyRoutes = defineRoutes([
  { method: 'get', path: '/notify', door: 'notify.manage', handle: (c) => settingsPage(c) },
  { method: 'post', path: '/notify/settings', door: 'notify.manage', handle: saveSettings },
  {
    method: 'get',
    path: '/notify/channels/new',
    door: 'notify.manage',
    handle: (c) => channelPage(c, { kind: sort(c.req.query('kind')) }),
  },
  {
    method: 'get',
    path: '/notify/channels/:id',
    door: 'notify.manage',
    async handle(c) {
      const channel = await channelOf(c)
      return channelPage(c, { kind: sort(channel.kind), channel })
    },
  },
  { method: 'post', path: '/notify/channels', door: 'notify.manage', handle: saveChannel },
  { method: 'post', path: '/notify/channels/:id', door: 'notify.manage', handle: saveChannel },
  { method: 'post', path: '/notify/channels/:id/switch', door: 'notify.manage', handle: switchOne },
  { method: 'post', path: '/notify/channels/:id/test', door: 'notify.manage', handle: testOne },
  { method: 'post', path: '/notify/channels/:id/remove', door: 'notify.manage', handle: removeOne },
  { method: 'get', path: '/own-reminders', door: 'signed-in', handle: (c) => ownPage(c) },
  { method: 'post', path: '/own-reminders/digest', door: 'signed-in', handle: startOwnDigest },
  {
    method: 'post',
    path: '/own-reminders/digest/stop',
    door: 'signed-in',
    async handle(c) {
      await stopDigest(c.var.deps, c.var.actor, c.var.session.districtId)
      return c.redirect('/own-reminders', 303)
    },
  },
  { method: 'post', path: '/own-reminders/calendar', door: 'signed-in', handle: makeOwnFeed },
  {
    method: 'post',
    path: '/own-reminders/calendar/stop',
    door: 'signed-in',
    async handle(c) {
      await revokeFeed(c.var.deps, c.var.actor, c.var.session.districtId)
      return c.redirect('/own-reminders', 303)
    },
  },
  { method: 'get', path: '/own-reminders/calendar/:feed', door: 'public', handle: readFeed },
])
