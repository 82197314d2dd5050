import { listUsers } from '../../access/index.ts'
import { isUuid } from '../../database/index.ts'
import {
  dismissPending,
  findProvider,
  linkIdentity,
  listProviders,
  type Provider,
  type ProviderKind,
  providerKinds,
  removeProvider,
  setProvider,
  switchPassword,
  switchProvider,
  testProvider,
  unlinkIdentity,
  type Ways,
} from '../../sso/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { defineRoutes, readForm, type RouteDefinition, typedValues, type WebContext } from '../../web/index.ts'
import { linkForm, providerForm } from './forms.ts'
import { overviewPage } from './overview-page.tsx'
import { providerPage } from './provider-page.tsx'
import { visitorRoutes } from './visitor-routes.tsx'

/** The district's own provider that an address names. Refuses `sso.unknown`. */
async function providerOf(c: WebContext): Promise<Provider> {
  const id = c.req.param('id') ?? ''
  const found = isUuid(id) ? await findProvider(c.var.deps.db, id) : undefined
  if (found?.districtId !== c.var.session.levelId) throw refuse('sso.unknown')
  return found
}

const place = (c: WebContext, { id }: Provider) => ({ districtId: c.var.session.levelId, id })

const kindOf = (typed: string | undefined): ProviderKind => providerKinds.find((kind) => kind === typed) ?? 'oidc'

async function newProvider(c: WebContext): Promise<Response> {
  const known = await listProviders(c.var.deps.db, c.var.session.levelId)
  const ownAddress = known.flatMap((one) => (one.kind === 'ldap' ? [] : one.settings.publicUrl))[0]
  return providerPage(c, { kind: kindOf(c.req.query('kind')), ownAddress })
}

async function save(c: WebContext): Promise<Response> {
  const provider = c.req.param('id') === undefined ? undefined : await providerOf(c)
  const values = await typedValues(c)
  const about = { kind: provider?.kind ?? kindOf(values['kind']), provider }
  const read = await readForm(c, providerForm({ districtId: c.var.session.levelId, id: provider?.id }))
  if (!read.ok) return providerPage(c, about, { errors: read.errors, values })
  try {
    const id = await setProvider(c.var.deps, c.var.actor, read.value)
    return c.redirect(`/sso/providers/${id}`, 303)
  } catch (error) {
    if (!isShown(error)) throw error
    return providerPage(c, about, { problem: error.message, values })
  }
}

// What is refused for want of a right, or to ask who sits there, has a page of its own.
const isShown = (error: unknown): error is Refusal => error instanceof Refusal && error.status !== 403

async function test(c: WebContext, ways: Ways): Promise<Response> {
  const provider = await providerOf(c)
  const tested = await testProvider(c.var.deps, c.var.actor, ways, place(c, provider))
  return providerPage(c, { kind: provider.kind, provider }, { tested })
}

// The overview again, with what stood in the way.
async function guarded(c: WebContext, work: () => Promise<unknown>): Promise<Response> {
  try {
    await work()
    return c.redirect('/sso', 303)
  } catch (error) {
    if (!isShown(error)) throw error
    return overviewPage(c, { problem: error.message, values: await typedValues(c) }, error.status)
  }
}

async function switchOne(c: WebContext): Promise<Response> {
  const provider = await providerOf(c)
  const enabled = (await typedValues(c))['to'] === 'on'
  return guarded(c, () => switchProvider(c.var.deps, c.var.actor, { ...place(c, provider), enabled }))
}

async function remove(c: WebContext): Promise<Response> {
  const provider = await providerOf(c)
  return guarded(c, () => removeProvider(c.var.deps, c.var.actor, place(c, provider)))
}

async function link(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const read = await readForm(c, linkForm)
  if (!read.ok) return overviewPage(c, { errors: read.errors, values: await typedValues(c) }, 422)
  const { passwordOff, login, ...identity } = read.value
  const districtId = session.levelId
  return guarded(c, async () => {
    const userId = (await listUsers(deps, actor, districtId)).find((user) => user.login === login)?.id
    if (userId === undefined) throw refuse('access.unknown-user')
    await linkIdentity(deps, actor, { districtId, ...identity, userId })
    if (passwordOff) await switchPassword(deps, actor, { districtId, userId, off: true })
  })
}

/** What a row of a list names. Refuses `sso.link-unknown`. */
async function named(c: WebContext): Promise<{ districtId: string; providerId: string; subject: string }> {
  const { providerId = '', subject = '' } = await typedValues(c)
  if (!isUuid(providerId)) throw refuse('sso.link-unknown')
  return { districtId: c.var.session.levelId, providerId, subject }
}

async function passwordOf(c: WebContext): Promise<Response> {
  const { userId = '', to } = await typedValues(c)
  if (!isUuid(userId)) throw refuse('access.unknown-user')
  const districtId = c.var.session.levelId
  return guarded(c, () => switchPassword(c.var.deps, c.var.actor, { districtId, userId, off: to === 'off' }))
}

/** 统一身份认证: the administrator's pages, and the ways through which people come in. `ways` is opened when the first is taken. */
export function ssoRoutes(open: () => Ways): RouteDefinition[] {
  let opened: Ways | undefined
  const ways = () => (opened ??= open())
  const own = { door: 'sso.manage', ownLevel: true } as const
  return defineRoutes([
    ...visitorRoutes(ways),
    { method: 'get', path: '/sso', ...own, handle: (c) => overviewPage(c) },
    { method: 'get', path: '/sso/new', ...own, handle: newProvider },
    { method: 'post', path: '/sso/providers', ...own, handle: save },
    {
      method: 'get',
      path: '/sso/providers/:id',
      ...own,
      handle: async (c) => {
        const provider = await providerOf(c)
        return providerPage(c, { kind: provider.kind, provider })
      },
    },
    { method: 'post', path: '/sso/providers/:id', ...own, handle: save },
    { method: 'post', path: '/sso/providers/:id/switch', ...own, handle: switchOne },
    { method: 'post', path: '/sso/providers/:id/test', ...own, handle: (c) => test(c, ways()) },
    { method: 'post', path: '/sso/providers/:id/remove', ...own, handle: remove },
    { method: 'post', path: '/sso/links', ...own, handle: link },
    {
      method: 'post',
      path: '/sso/links/remove',
      ...own,
      handle: (c) => guarded(c, async () => unlinkIdentity(c.var.deps, c.var.actor, await named(c))),
    },
    { method: 'post', path: '/sso/links/password', ...own, handle: passwordOf },
    {
      method: 'post',
      path: '/sso/pending/dismiss',
      ...own,
      handle: (c) => guarded(c, async () => dismissPending(c.var.deps, c.var.actor, await named(c))),
    },
  ])
}
