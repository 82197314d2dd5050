import { may } from '../access/index.ts'
import { type CivilDate, isCivilDate } from '../calendar/index.ts'
import { allowedHosts, openSender } from '../outgoing/index.ts'
import { defineRoutes, formsAbout, refusalOf, render, typedValues, type WebContext } from '../web/index.ts'
import { LinksPage, type LinksShown } from './pages/links.tsx'
import { placeOf } from './places.ts'
import { peersOf } from './queries.ts'
import { fetchPackages, type Gone, sendPackages } from './wire/going.ts'
import { linksOf, removeLink, setLink } from './wire/links.ts'
import { createPeerToken, peerTokens, requirePeer, revokePeerToken } from './wire/tokens.ts'

const current = '/exchange/links'
const place = (c: WebContext) => placeOf(c.var.actor, c.var.session.districtId)

async function linksPage(c: WebContext, shown: LinksShown = {}): Promise<Response> {
  const { deps, actor } = c.var
  const own = place(c)
  const body = (
    <LinksPage
      c={c}
      peers={await peersOf(deps.db, own)}
      links={await linksOf(deps.db, own)}
      tokens={await peerTokens(deps.db, own)}
      {...shown}
    />
  )
  const nav = may(actor, 'exchange.read', { districtId: own }) ? '/exchange' : '/exchange/keys'
  return render(c, body, { title: '在线收发', current: nav }, shown.status)
}

const fieldOf: Readonly<Record<string, string>> = {
  'exchange.link-address': 'url',
  'exchange.link-token': 'token',
  'exchange.token-expiry': 'expiresOn',
}

// Who must first show who they are is asked by the page kit; what was typed wrong comes back.
function shownProblem(error: unknown): LinksShown {
  const { code, message, status } = refusalOf(error)
  if (code.startsWith('access.')) throw error
  const wrong = fieldOf[code]
  return { problem: message, status, ...(wrong !== undefined && { wrong }) }
}

async function save(c: WebContext): Promise<Response> {
  const { deps, actor } = c.var
  const typed = await typedValues(c)
  const { peer: peerCode = '', url = '', token = '', auto } = typed
  try {
    await setLink(deps, actor, { place: place(c), peerCode, url, token, auto: auto === 'on' }, allowedHosts())
    return c.redirect(current, 303)
  } catch (error) {
    return linksPage(c, { ...shownProblem(error), typed })
  }
}

async function remove(c: WebContext): Promise<Response> {
  await removeLink(c.var.deps, c.var.actor, { place: place(c), peerCode: c.req.param('id') ?? '' })
  return c.redirect(current, 303)
}

async function give(c: WebContext): Promise<Response> {
  const { deps, actor } = c.var
  const typed = await typedValues(c)
  const { for: peerCode = '', expiresOn = '' } = typed
  try {
    // What is no day lies before every day that is allowed.
    const until = isCivilDate(expiresOn) ? expiresOn : ('' as CivilDate)
    const { token } = await createPeerToken(deps, actor, { place: place(c), peerCode, expiresOn: until })
    const { name } = await requirePeer(deps.db, place(c), peerCode)
    return await linksPage(c, { made: { name, token } })
  } catch (error) {
    return linksPage(c, { ...shownProblem(error), typed })
  }
}

async function revoke(c: WebContext): Promise<Response> {
  await revokePeerToken(c.var.deps, c.var.actor, { place: place(c), id: c.req.param('id') ?? '' })
  return c.redirect(current, 303)
}

/** What came of a going, in a line for the page that it began on. */
export const goneWords = (verb: '取回' | '送达', { done, refused, why }: Gone): string =>
  [
    done > 0
      ? `${verb}${done}个数据包`
      : refused > 0 || why !== null
        ? ''
        : `没有需要${verb === '取回' ? '取' : '送'}的数据包`,
    refused > 0 ? `${refused}个未予接收${verb === '取回' ? '，原因见留痕' : ''}` : '',
    why === null
      ? ''
      : `没有${verb === '取回' ? '取' : '送'}完：${why.replace(/。$/u, '')}。已有的数据包都保留，可以稍后再办，或者用文件交换`,
  ]
    .filter((part) => part !== '')
    .join('；')

/** Goes to the other office for a person who waits for it: fetching, sending, or one package. */
export async function goNow(
  c: WebContext,
  doing: 'fetch' | 'send',
  { peerCode, id }: { peerCode: string; id?: string },
): Promise<Gone> {
  const { deps, actor } = c.var
  const sender = openSender({ allow: allowedHosts() })
  try {
    const ends = { place: place(c), peerCode }
    if (doing === 'fetch') return await fetchPackages(deps, actor, ends, { send: sender.send, again: true })
    return await sendPackages(deps, actor, ends, { send: sender.send, again: true, ...(id !== undefined && { id }) })
  } finally {
    await sender.close()
  }
}

export const linkRoutes = [
  ...defineRoutes([
    { method: 'get', path: current, door: 'exchange.trust', ownLevel: true, handle: (c) => linksPage(c) },
    { method: 'post', path: current, door: 'exchange.trust', ownLevel: true, handle: save },
    { method: 'post', path: `${current}/:id/remove`, door: 'exchange.trust', ownLevel: true, handle: remove },
    { method: 'post', path: '/exchange/tokens', door: 'exchange.trust', ownLevel: true, handle: give },
  ]),
  ...formsAbout(
    'exchange-token',
    defineRoutes([
      { method: 'post', path: '/exchange/tokens/:id/revoke', door: 'exchange.trust', ownLevel: true, handle: revoke },
    ]),
    async ({ db }, districtId, id) => (await peerTokens(db, districtId)).find((one) => one.id === id),
  ),
]
