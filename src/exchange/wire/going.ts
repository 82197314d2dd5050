import { sql } from 'kysely'
import { type Actor, type Deps, permit } from '../../access/index.ts'
import { readStoredFile } from '../../files/index.ts'
import type { Sender } from '../../outgoing/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import type { KeptPackage } from '../model.ts'
import { isAbove } from '../places.ts'
import { packageOf } from '../queries.ts'
import { importPackage } from '../verbs/import-package.ts'
import { askPackage, askWaiting, sendPackage } from './asking.ts'
import { deliveriesOf, noteDelivery } from './deliveries.ts'
import { automaticLinks, noteTried, openLink } from './links.ts'
import type { LinkSecrets } from './model.ts'
import { requirePeer } from './tokens.ts'

export type Ends = { place: string; peerCode: string }

/** What came of one going: counted, and the first reason why it could not be gone on with. */
export type Gone = { done: number; refused: number; why: string | null }

/** How many packages one going moves: what is more comes with the next. */
const MOST = 200
/** Pages of 200 that one going reads. */
const MOST_PAGES = 50

/**
 * 在线取件: fetches what waits for a place at another office, each taken in exactly as a file. What is here already is not
 * fetched again; what was refused here is tried again only by a person (`again`). Refuses `access.denied`,
 * `exchange.no-link`, `exchange.link-unreadable`, `exchange.peer-unknown`, `exchange.peer-revoked`.
 */
export async function fetchPackages(
  deps: Deps,
  actor: Actor,
  ends: Ends,
  { send, again }: { send: Sender['send']; again: boolean },
): Promise<Gone> {
  permit(actor, 'exchange.receive', { districtId: ends.place })
  const secrets = await linkTo(deps, ends)
  const gone: Gone = { done: 0, refused: 0, why: null }
  let cursor: string | undefined
  // A list that never ends is none: the others are gone to as well.
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await askWaiting(send, secrets, cursor)
    if (page.outcome !== 'done') return tried(deps, ends, { ...gone, why: page.why })
    const ids = page.value.data.map(({ id }) => id)
    for (const id of await unknownOf(deps, ends.place, ids, again)) {
      if (gone.done + gone.refused >= MOST) return tried(deps, ends, gone)
      const why = await fetchOne(deps, actor, ends, { send, secrets, id, gone })
      if (why !== undefined) return tried(deps, ends, { ...gone, why })
    }
    cursor = page.value.next ?? undefined
    if (cursor === undefined) return tried(deps, ends, gone)
  }
  return tried(deps, ends, { ...gone, why: '对方的数据包目录没有尽头，其余的下次再取，请告知对方管理员核对' })
}

/** Fetches one and takes it in. Answers why the going ends; undefined: it goes on. */
async function fetchOne(
  deps: Deps,
  actor: Actor,
  { place, peerCode }: Ends,
  { send, secrets, id, gone }: { send: Sender['send']; secrets: LinkSecrets; id: string; gone: Gone },
): Promise<string | undefined> {
  const fetched = await askPackage(send, secrets, id)
  if (fetched.outcome !== 'done') return fetched.why
  try {
    await importPackage(deps, actor, { place, bytes: fetched.value })
    gone.done += 1
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    gone.refused += 1
    const at = deps.wall.now()
    await noteDelivery(deps.db, place, { packageId: id, way: 'in', peerCode, state: 'refused', at, why: error.message })
  }
  return undefined
}

async function unknownOf(deps: Deps, place: string, ids: readonly string[], again: boolean): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from exchange_package p where p.place = ${place} and p.way = 'in' and p.id = any(${[...ids]}::uuid[])`.execute(
    deps.db,
  )
  const known = new Set(rows.map(({ id }) => id))
  const refused = again ? new Map() : await deliveriesOf(deps.db, place, 'in', ids)
  return ids.filter((id) => !known.has(id) && !refused.has(id))
}

/**
 * 在线报送: hands in at another office what was made for it and hasn't arrived; one package where an id is named. What the
 * other side refused is tried again only by a person (`again`). Refuses as `fetchPackages` does.
 */
export async function sendPackages(
  deps: Deps,
  actor: Actor,
  ends: Ends,
  { send, again, id }: { send: Sender['send']; again: boolean; id?: string },
): Promise<Gone> {
  permitSending(actor, ends)
  const secrets = await linkTo(deps, ends)
  const gone: Gone = { done: 0, refused: 0, why: null }
  for (const kept of await unsent(deps, ends, { again, id })) {
    const { bytes } = await readStoredFile(deps, kept.districtId, kept.fileId)
    const sent = await sendPackage(send, secrets, bytes)
    const at = deps.wall.now()
    const state = sent.outcome === 'done' ? 'sent' : sent.outcome
    const note = { packageId: kept.id, way: 'out', peerCode: ends.peerCode, state, at } as const
    await noteDelivery(deps.db, ends.place, { ...note, why: sent.outcome === 'done' ? undefined : sent.why })
    if (sent.outcome === 'done') gone.done += 1
    else if (sent.outcome === 'refused' && isAboutThePackage(sent.status)) {
      gone.refused += 1
      gone.why ??= sent.why
    } else return tried(deps, ends, { ...gone, why: sent.why })
  }
  return tried(deps, ends, gone)
}

// A token that doesn't hold, or too many requests, say nothing of the package: the next would fare no better.
const isAboutThePackage = (status: number) => status === 404 || status === 409 || status === 413 || status === 422

// Down go requests, up go answers and figures. The program carries either: which district may be asked was decided when a
// person made the request.
function permitSending(actor: Actor, { place, peerCode }: Ends): void {
  if (isAbove(place, peerCode) && actor.kind === 'user') permit(actor, 'exchange.ask', { districtId: peerCode })
  else permit(actor, 'exchange.send', { districtId: place })
}

async function unsent(
  { db, clock }: Deps,
  { place, peerCode }: Ends,
  { again, id }: { again: boolean; id: string | undefined },
): Promise<KeptPackage[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from exchange_package p
    where p.place = ${place} and p.way = 'out' and p.said -> 'to' ->> 'code' = ${peerCode}
      and p.said ->> 'expiresAt' > ${clock.now()} and (${id ?? null}::uuid is null or p.id = ${id ?? null}::uuid)
    order by p.kept_at, p.id`.execute(db)
  const ids = rows.map((row) => row.id)
  const delivered = await deliveriesOf(db, place, 'out', ids)
  const waiting = ids.filter((one) => {
    const state = delivered.get(one)?.state
    return state === undefined || state === 'failed' || (state === 'refused' && again)
  })
  const kept = await Promise.all(waiting.slice(0, MOST).map((one) => packageOf(db, place, { id: one, way: 'out' })))
  return kept.filter((one) => one !== undefined)
}

async function linkTo(deps: Deps, { place, peerCode }: Ends): Promise<LinkSecrets> {
  await requirePeer(deps.db, place, peerCode)
  return openLink(deps, { place, peerCode })
}

async function tried(deps: Deps, ends: Ends, gone: Gone): Promise<Gone> {
  await noteTried(deps.db, ends, { at: deps.wall.now(), why: gone.why })
  return gone
}

/** One going to every office that is gone to without a person: what waits there is fetched, what was made here is sent. */
export async function exchangeDue(
  deps: Deps,
  actor: Actor,
  {
    send,
    isStopping,
    onDefect,
  }: {
    send: Sender['send']
    isStopping: () => boolean
    onDefect: (error: unknown, ends: Ends) => void
  },
): Promise<void> {
  for (const ends of await automaticLinks(deps.db)) {
    if (isStopping()) return
    try {
      const fetched = await fetchPackages(deps, actor, ends, { send, again: false })
      const sent = await sendPackages(deps, actor, ends, { send, again: false })
      await noteTried(deps.db, ends, { at: deps.wall.now(), why: fetched.why ?? sent.why })
    } catch (error) {
      // A key that was withdrawn since is said on the page, and is no defect.
      if (error instanceof Refusal) await noteTried(deps.db, ends, { at: deps.wall.now(), why: error.message })
      else onDefect(error, ends)
    }
  }
}
