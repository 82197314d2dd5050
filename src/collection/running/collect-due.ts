import { inspect } from 'node:util'
import { type Actor, type Deps, permit } from '../../access/index.ts'
import { addMs, dayOf, type Instant } from '../../calendar/index.ts'
import type { Sender } from '../../outgoing/index.ts'
import { standingLabels, type Standing } from '../authorisations/model.ts'
import { standingsOf } from '../authorisations/queries.ts'
import type { Stretch } from '../maintenance/model.ts'
import { stretchNow } from '../maintenance/queries.ts'
import { type ComponentTokens, componentTokens } from '../component/calls.ts'
import { saveRenewed } from '../component/queries.ts'
import { withoutMarked } from '../secrecy/stop-marked.ts'
import type { Look, Outcome } from '../sources/contract.ts'
import { sources } from '../sources/index.ts'
import { nothingSeen } from '../sources/replies.ts'
import { holdsSecret, openSecrets, sealSecrets, withoutSecrets } from '../sources/secrets.ts'
import { storable } from '../sources/storable.ts'
import type { AtPace } from './pace.ts'
import { claimDue, type DueTarget, holdOn } from './queries.ts'
import { feedNews, type QuietHosts, quietHosts } from './quiet-hosts.ts'
import { askedTogether, MaintenanceBegan, sendingAt } from './sending.ts'
import { storeBatch } from './store-batch.ts'
import type { CollectedTarget, Looked } from './store-looks.ts'

export type Collecting = {
  send: Sender['send']
  atPace: AtPace
  worker: string
  /** Lengths of silence, in days, on which a warning or the verdict falls: looks are closer together before them. */
  decisiveDays: readonly number[]
  /** Told of what a source could not take: its look saw nothing, the others of its batch are kept. */
  onDefect: (error: unknown, context: Record<string, string>) => void
  /** True once the program is ending: what was looked at meanwhile is not heard, its claim ends by itself. */
  isStopping?: () => boolean
}

export type Collected = {
  due: number
  outcomes: Partial<Record<Outcome, number>>
  newPosts: number
  targets: CollectedTarget[]
  /** The 维护时段 that kept the rest waiting; null: nothing is due any more. */
  waitsFor: Stretch | null
}

/** One batch is stored in one transaction: many looks share its cost, and a worker that dies repeats two batches at most. */
const BATCH = 50
/** What a dead worker held is free again after this; one at work holds on with each answer, however long its batch takes. */
const CLAIM_MS = 10 * 60_000

/**
 * Looks at whatever is due in a district, batch by batch, until nothing is. Any number of workers may run at once: what
 * one has claimed no other takes, and what is stored is stored with its claim, so that nothing is lost or kept twice
 * whenever one is killed. In a 维护时段 nothing is sent, and what is due stays due. Refuses `access.denied`.
 */
export async function collectDue(deps: Deps, actor: Actor, districtId: string, work: Collecting): Promise<Collected> {
  permit(actor, 'sources.run', { districtId })
  const all: Collected = { due: 0, outcomes: {}, newPosts: 0, targets: [], waitsFor: null }
  const claimed = { districtId, worker: work.worker, limit: BATCH }
  const started = deps.wall.now()
  // What came of a batch is stored while the next one is looked at: the database and the outside don't wait for each other.
  let storing: Promise<void> | undefined
  // What a person took out of that batch meanwhile waits until it is stored: claimed anew by the same worker, it would
  // still seem to be held, and the look that is not to be heard any more would be.
  let except: readonly string[] = []
  let quiet: QuietHosts | undefined
  try {
    for (;;) {
      const now = deps.wall.now()
      const until = addMs(now, CLAIM_MS)
      const waitsFor = await stretchNow(deps.db, districtId, now)
      const batch = waitsFor ? [] : await claimDue(deps.db, { ...claimed, now: started, until, except })
      if (batch.length === 0) {
        const last = storing
        storing = undefined
        except = []
        await last
        if (waitsFor || !last) return { ...all, waitsFor: waitsFor ?? null }
        // What the last batch had to let go of is due as it was.
        continue
      }
      const looked = await lookAtBatch(deps, districtId, batch, work)
      await storing
      if (work.isStopping?.()) return all
      except = batch.map(({ targetId }) => targetId)
      quiet ??= quietHosts(await feedNews(deps.db, districtId), dayOf(started))
      storing = storeBatch(deps, actor, { districtId, ...work, quiet }, batch, looked).then((stored) =>
        addUp(all, looked, stored),
      )
      // Whoever awaits it hears of its failure; nobody is told in between.
      storing.catch(() => undefined)
    }
  } finally {
    // Nothing is under way any more when this ends, however it ends.
    await storing?.catch(() => undefined)
  }
}

async function lookAtBatch(
  deps: Deps,
  districtId: string,
  batch: readonly DueTarget[],
  work: Collecting,
): Promise<Looked[]> {
  const send = sendingAt({
    ...work,
    mayNot: askedTogether(async () => (await stretchNow(deps.db, districtId, deps.wall.now())) !== undefined),
    goesOn: holdingOn(deps, districtId, work.worker, batch),
  })
  const standings = await standingsOf(deps.db, districtId, batch, deps.clock.today())
  const component = componentTokens(deps, districtId, send)
  const tried = await Promise.all(
    batch.map((target, at) => lookAt(deps, districtId, target, standings[at] ?? 'none', { ...work, send, component })),
  )
  return tried.filter((one) => one !== undefined)
}

function addUp(all: Collected, looked: readonly Looked[], stored: readonly CollectedTarget[]): void {
  all.due += looked.length
  for (const one of stored) {
    all.outcomes[one.outcome] = (all.outcomes[one.outcome] ?? 0) + 1
    all.newPosts += one.newPosts
    all.targets.push(one)
  }
}

const later = (deps: Deps, ms: number): Instant => addMs(deps.wall.now(), ms)

/** Renews the claim on a batch when half of its time is over. */
function holdingOn(deps: Deps, districtId: string, worker: string, batch: readonly DueTarget[]) {
  let renewAt = later(deps, CLAIM_MS / 2)
  return async () => {
    if (deps.wall.now() < renewAt) return
    renewAt = later(deps, CLAIM_MS / 2)
    const ids = batch.map(({ targetId }) => targetId)
    await holdOn(deps.db, { districtId, worker, until: later(deps, CLAIM_MS) }, ids)
  }
}

type Looking = Pick<Collecting, 'send' | 'onDefect' | 'worker'> & { component: ComponentTokens }

async function lookAt(
  deps: Deps,
  districtId: string,
  target: DueTarget,
  standing: Standing,
  work: Looking,
): Promise<Looked | undefined> {
  const startedAt = deps.wall.now()
  const look = await lookWith(deps, districtId, target, standing, work)
  return (
    look && { target, look: withoutMarked(look, { districtId, ...target }), startedAt, finishedAt: deps.wall.now() }
  )
}

/** Undefined where a 维护时段 began before all was seen. */
async function lookWith(
  deps: Deps,
  districtId: string,
  target: DueTarget,
  standing: Standing,
  { send, onDefect, worker, component }: Looking,
): Promise<Look | undefined> {
  const { memory, accountId, accountName, platform } = target
  const source = sources.get(target.sourceKind)
  const settings = source?.settings.safeParse(target.settings)
  const told = source?.target.safeParse(target.target)
  if (!source || !settings?.success || !told?.success) return nothingSeen('malformed', '采集设置不完整', memory)
  // Without a 授权书 in force nothing is sent.
  if (source.needsAuthorisation && standing !== 'in-force')
    return nothingSeen('unauthorised', standingLabels[standing], memory)
  const needed = Object.keys(source.secrets)
  const opened =
    needed.length === 0 ? { secrets: {} } : openSecrets(deps, { districtId, targetId: target.targetId }, target)
  if ('missing' in opened) return nothingSeen('unauthorised', opened.missing, memory)
  const { secrets } = opened
  let renewed: Readonly<Record<string, string>> = {}
  const renew = (refreshToken: string) => {
    renewed = { refreshToken }
    const place = { districtId, accountId, targetId: target.targetId }
    return saveRenewed(deps.db, { ...place, worker }, sealSecrets(deps, place, renewed))
  }
  const confidential = () => [secrets, renewed, component.secrets()].flatMap((one) => Object.values(one))
  const context = {
    account: { id: accountId, name: accountName, platform },
    // Of the reading and not of the beginning: a look may wait for its host.
    get now() {
      return deps.wall.now()
    },
    memory,
    send,
    secrets,
    component: { access: component.access, renew },
  }
  try {
    const look = await source.look(settings.data, told.data, context)
    return withoutSecrets(storable(look), confidential(), memory)
  } catch (error) {
    if (error instanceof MaintenanceBegan) return undefined
    // What one source can't take is no reason to lose what the others of its batch brought.
    const leaks = holdsSecret(inspect(error), confidential())
    onDefect(leaks ? new Error('a look failed, and its error holds a credential') : error, {
      part: 'collecting',
      source: target.sourceKind,
      target: target.targetId,
    })
    return nothingSeen('malformed', '采集程序出错，已记录', memory)
  }
}
