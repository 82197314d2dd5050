import { type Actor, type Deps, permit } from '../../access/index.ts'
import { dayOf, formatMinute, type Instant } from '../../calendar/index.ts'
import { foundImpostors } from '../../cleanup/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { checkReference, refuseFuture, wholeMinute } from '../checks.ts'
import type { Kind } from '../model.ts'
import { insertCase, isAbout, isAccount } from '../queries.ts'
import { foundKinds } from '../rules.ts'
import { actHoursOn } from '../settings.ts'

export type OpenInput = {
  districtId: string
  kind: Kind
  /** When the office came to know of it. */
  startedAt: Instant
  accountId?: string | undefined
  /** Of an impostor: the account as 瞒报漏报核查 found it. */
  matchId?: string | undefined
  /** Of an impostor: its name; of an event: what it is called. */
  name?: string | undefined
  platform?: Platform | undefined
  link?: string | undefined
  /** 泄密: the number; nothing else. */
  reference?: string | undefined
  findingId?: string | undefined
  problemId?: string | undefined
}

const nameMost = 100

/**
 * Opens a case, before anything is confirmed: it is no finding and no verdict. Refuses `emergency.*`, `record.not-found`
 * for an account that isn't in the ledger, and of a leaked secret everything but its number.
 */
export async function openEmergency(deps: Deps, actor: Actor, input: OpenInput): Promise<{ id: string }> {
  const { districtId, kind } = input
  permit(actor, 'emergency.handle', { districtId })
  const startedAt = wholeMinute(input.startedAt)
  refuseFuture('发现时间', startedAt, deps.clock.now())
  return inTransaction(deps.db, async (tx) => {
    const told = { ...(await thingOf(tx, deps, input)), ...(await linkOf(tx, input)) }
    const { hours: actHours } = await actHoursOn(tx, districtId, dayOf(startedAt))
    const at = deps.wall.now()
    const one = { id: deps.ids.next(), kind, startedAt, actHours, ...told, openedBy: actor.id, openedAt: at }
    if (!(await insertCase(tx, districtId, one))) throw refuse('emergency.opened-already')
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'emergency.opened',
      subject: { kind: 'emergency', id: one.id },
      after: { kind, startedAt: formatMinute(startedAt), actHours, ...told },
      at,
    })
    return { id: one.id }
  })
}

type Thing = {
  accountId: string | null
  matchId: string | null
  name: string | null
  platform: Platform | null
  link: string | null
  reference: string | null
}

/** What the case is about, as its kind asks for it. */
async function thingOf(tx: Tx, deps: Deps, input: OpenInput): Promise<Thing> {
  const { districtId, kind, accountId = null } = input
  const nothing: Thing = { accountId, matchId: null, name: null, platform: null, link: null, reference: null }
  const typed = { name: input.name?.trim() ?? '', link: input.link?.trim() ?? '' }
  if (kind === 'secret') {
    if (typed.name !== '' || typed.link !== '') throw refuse('emergency.secret-content')
    await requireAccount(tx, districtId, accountId)
    return { ...nothing, reference: checkReference(input.reference) }
  }
  if (typed.link !== '' && !/^https?:\/\/\S+$/i.test(typed.link))
    throw refuse('emergency.link-unreadable', { found: typed.link })
  if (typed.name.length > nameMost) throw refuse('emergency.words-too-long', { what: '名称', most: nameMost })
  const link = typed.link || null
  if (kind === 'impostor') {
    if (accountId) await requireAccount(tx, districtId, accountId)
    if (input.matchId) {
      const [match] = await foundImpostors(tx, deps.vault, districtId, input.matchId)
      if (!match) throw refuse('emergency.not-found-impostor')
      return { ...nothing, matchId: match.id, name: match.name, platform: match.platform, link: match.link ?? link }
    }
    if (typed.name === '') throw refuse('emergency.not-complete', { what: '假冒账号的名称' })
    if (!input.platform) throw refuse('emergency.not-complete', { what: '假冒账号所在的平台' })
    return { ...nothing, name: typed.name, platform: input.platform, link }
  }
  if (foundKinds.includes(kind)) {
    await requireAccount(tx, districtId, accountId)
    return { ...nothing, link }
  }
  if (accountId) await requireAccount(tx, districtId, accountId)
  if (typed.name === '') throw refuse('emergency.not-complete', { what: '舆情、事件的名称' })
  return { ...nothing, name: typed.name, link }
}

async function requireAccount(tx: Tx, districtId: string, id: string | null): Promise<void> {
  if (id === null) throw refuse('emergency.not-complete', { what: '所涉账号' })
  if (!(await isAccount(tx, districtId, id))) throw refuse('record.not-found', { what: '账号' })
}

async function linkOf(tx: Tx, { districtId, kind, accountId, findingId, problemId }: OpenInput) {
  const link = { findingId: findingId ?? null, problemId: problemId ?? null }
  if (!link.findingId && !link.problemId) return link
  if (!foundKinds.includes(kind) || !(await isAbout(tx, districtId, accountId ?? null, link)))
    throw refuse('emergency.other-account')
  return link
}
