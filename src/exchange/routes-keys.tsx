import { may } from '../access/index.ts'
import {
  defineRoutes,
  refusalOf,
  render,
  requireUpload,
  sendDownload,
  typedValues,
  type WebContext,
} from '../web/index.ts'
import { fingerprintOf, knownKey, ownKey, writeKeyFile } from './keys.ts'
import { KeysPage } from './pages/keys.tsx'
import { placeOf } from './places.ts'
import { peersOf, placeName } from './queries.ts'
import { revokeKey, trustKey } from './verbs/trust-key.ts'

const place = (c: WebContext) => placeOf(c.var.actor, c.var.session.districtId)

async function ownOffice(c: WebContext) {
  const code = place(c)
  return { code, name: await placeName(c.var.deps.db, code) }
}

async function keysPage(c: WebContext, heard?: string, problem?: string, status = 200): Promise<Response> {
  const { code, name } = await ownOffice(c)
  const raw = await knownKey(c.var.deps)
  const body = (
    <KeysPage
      c={c}
      own={{ code, name, fingerprint: raw && fingerprintOf(code, raw) }}
      peers={await peersOf(c.var.deps.db, code)}
      problem={problem}
      heard={heard}
    />
  )
  const current = may(c.var.actor, 'exchange.read', { districtId: code }) ? '/exchange' : '/exchange/keys'
  return render(c, body, { title: '公钥', current }, status)
}

async function ownFile(c: WebContext): Promise<Response> {
  const { code, name } = await ownOffice(c)
  const { raw } = await ownKey(c.var.deps)
  const bytes = Buffer.from(writeKeyFile({ code, name }, raw))
  return sendDownload(c, { bytes, mediaType: 'application/json', name: `公钥（${name}）.json` })
}

async function trust(c: WebContext): Promise<Response> {
  const { heard = '' } = await typedValues(c)
  try {
    const { bytes } = await requireUpload(c, 'file')
    await trustKey(c.var.deps, c.var.actor, { place: place(c), bytes, heard })
    return c.redirect('/exchange/keys', 303)
  } catch (error) {
    const refusal = refusalOf(error)
    return keysPage(c, heard, refusal.message, refusal.status)
  }
}

async function revoke(c: WebContext): Promise<Response> {
  const { fingerprint = '' } = await typedValues(c)
  await revokeKey(c.var.deps, c.var.actor, { place: place(c), heard: fingerprint })
  return c.redirect('/exchange/keys', 303)
}

/** Keys are the administrator's: who exchanges papers doesn't say whom to believe. */
export const keyRoutes = defineRoutes([
  { method: 'get', path: '/exchange/keys', door: 'exchange.trust', ownLevel: true, handle: (c) => keysPage(c) },
  { method: 'get', path: '/exchange/keys/own', door: 'exchange.trust', ownLevel: true, handle: ownFile },
  { method: 'post', path: '/exchange/keys', door: 'exchange.trust', ownLevel: true, upload: true, handle: trust },
  { method: 'post', path: '/exchange/keys/revoke', door: 'exchange.trust', ownLevel: true, handle: revoke },
])
