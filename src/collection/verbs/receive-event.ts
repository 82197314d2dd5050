import { type Actor, type Deps, permit } from '../../access/index.ts'
import { addMs, formatMinute, type Instant } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { deciphered, isSigned, type Signed } from '../component/cipher.ts'
import { type ComponentEvent, eventIn, fieldsOf, momentIn } from '../component/event.ts'
import { type DeliveryKeys, type KeptSecrets, withdrawnWhy } from '../component/model.ts'
import { type ComponentOpened, componentsOf, holdWithdrawn, saveGrant, saveTicket } from '../component/queries.ts'
import { saveAttempts } from '../running/queries.ts'

/** A delivery as it came: nobody has checked anything of it. */
export type Delivery = { appid: string; signed: Signed; body: string }

/** `absent`: no such platform here. `unknown`: taken, but of a kind that nobody knows. */
export type Received = { came: 'absent' | 'refused' | 'taken' } | { came: 'unknown'; name: string }

/** A delivery holds one short message. */
const MOST_BYTES = 16 * 1024
/** Clocks differ; what was signed longer ago or later than this is not heard. */
const WINDOW_MS = 10 * 60_000

/**
 * 接收授权事件: what WeChat tells a 第三方平台, in every district where it is set up and by whose Token it is signed. Keeps
 * the newest ticket; notes rights given and taken back, and holds the accounts of the latter. The same again changes
 * nothing.
 */
export async function receiveEvent(deps: Deps, actor: Actor, { appid, signed, body }: Delivery): Promise<Received> {
  const components = await componentsOf(deps, appid)
  if (components.length === 0) return { came: 'absent' }
  const encrypted = isTimely(deps, signed) && body.length <= MOST_BYTES ? fieldsOf(body)?.get('Encrypt') : undefined
  let received: Received = { came: 'refused' }
  if (encrypted === undefined) return received
  for (const component of components) {
    if (component === 'unreadable') continue
    const { districtId, secrets } = component
    permit(actor, 'sources.run', { districtId })
    const message = messageIn(keysOf(secrets, deps.wall.now()), { appid, signed, encrypted })
    if (message === undefined) continue
    const event = eventIn(message)
    await take(deps, actor, component, event)
    received = event.kind === 'unknown' ? { came: 'unknown', name: event.name } : { came: 'taken' }
  }
  return received
}

const keysOf = (secrets: KeptSecrets, now: Instant): DeliveryKeys[] =>
  secrets.before && secrets.before.until > now ? [secrets, secrets.before] : [secrets]

// Token and key aren't changed at one stroke at WeChat: one may be old and the other new.
function messageIn(
  keys: readonly DeliveryKeys[],
  { appid, signed, encrypted }: { appid: string; signed: Signed; encrypted: string },
): string | undefined {
  if (!keys.some(({ token }) => isSigned(signed, token, encrypted))) return undefined
  return keys.map(({ aesKey }) => deciphered(encrypted, aesKey, appid)).find((message) => message !== undefined)
}

function isTimely({ wall }: Deps, { timestamp }: Signed): boolean {
  const at = momentIn(timestamp)
  const now = wall.now()
  return at !== undefined && addMs(at, WINDOW_MS) >= now && addMs(at, -WINDOW_MS) <= now
}

async function take(deps: Deps, actor: Actor, { districtId }: ComponentOpened, event: ComponentEvent): Promise<void> {
  if (event.kind === 'unknown') return
  if (event.kind === 'ticket') return saveTicket(deps, districtId, { value: event.ticket, at: event.at })
  const { kind: state, appid, at } = event
  await inTransaction(deps.db, async (tx) => {
    if (!(await saveGrant(tx, districtId, { appid, state, at }))) return
    if (state === 'withdrawn') await hold(tx, deps, actor, districtId, event)
  })
}

// The log of looks says it too: a day on which nobody may look has its reason.
async function hold(
  tx: Parameters<typeof saveGrant>[0],
  deps: Deps,
  actor: Actor,
  districtId: string,
  { appid, at }: { appid: string; at: ReturnType<Deps['wall']['now']> },
): Promise<void> {
  const now = deps.wall.now()
  const reason = `${withdrawnWhy}（${formatMinute(at)}）。请与运营单位联系，重新扫码授权后恢复`
  const held = await holdWithdrawn(tx, districtId, { appid, reason, why: withdrawnWhy, at: now })
  if (held.length === 0) return
  const look = { sourceKind: 'weixin', dueAt: now, startedAt: now, finishedAt: now, posts: 0, newPosts: 0 }
  const nothing = { outcome: 'unauthorised' as const, why: withdrawnWhy, cover: null, evidenceId: null }
  await saveAttempts(
    tx,
    districtId,
    held.map((target) => ({ id: deps.ids.next(), ...target, ...look, ...nothing })),
  )
  for (const { accountId, targetId } of held)
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'sources.grant-withdrawn',
      subject: { kind: 'account', id: accountId },
      after: { targetId, withdrawnAt: at, state: 'held' },
      at: now,
    })
}
