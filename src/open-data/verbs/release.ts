import { type Actor, type Deps, keepWords, permit, refuseMaker } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { sheetsOf } from '../files.ts'
import { openTables } from '../gather.ts'
import { findSet, listSets, moveSet, releasedSet, type WholeSet } from '../queries.ts'

type Named = { districtId: string; id: string }

/**
 * 审定: a second person opens the newest prepared set to everybody while its tables still hold; the one before is taken
 * back. Refuses `access.maker-is-checker`, `open-data.not-newest`, `open-data.not-prepared`, `open-data.facts-changed`.
 */
export async function releaseOpenData(deps: Deps, actor: Actor, { districtId, id }: Named): Promise<void> {
  permit(actor, 'open-data.release', { districtId })
  await inTransaction(
    deps.db,
    async (tx) => {
      const set = await wanted(tx, districtId, id)
      refuseMaker(actor, set.preparedBy)
      const [newest] = await listSets(tx, districtId)
      if (newest?.id !== id) throw refuse('open-data.not-newest')
      if (set.state !== 'prepared') throw refuse('open-data.not-prepared')
      // What was taken back, closed or corrected since must not come out now.
      if ((await differing(tx, deps, districtId, set)).length > 0) throw refuse('open-data.facts-changed')
      const [by, at] = [actor.id, deps.wall.now()]
      const before = await releasedSet(tx, districtId)
      if (before)
        await moveSet(
          tx,
          districtId,
          { id: before.id, from: 'released' },
          { state: 'withdrawn', by, at, reason: '由新一期取代' },
        )
      if (!(await moveSet(tx, districtId, { id, from: 'prepared' }, { state: 'released', by, at })))
        throw refuse('open-data.not-prepared')
      await told(tx, deps, actor, {
        districtId,
        id,
        action: 'open-data.released',
        at: at,
        after: { serial: set.serial, digest: set.digest },
      })
    },
    'repeatable read',
  )
}

/** Names of the tables that are open to everybody and no longer hold: a paper taken back, an account closed, a month corrected. */
export async function changedSince(tx: Tx, deps: Deps, districtId: string): Promise<string[]> {
  const open = await releasedSet(tx, districtId)
  return open ? differing(tx, deps, districtId, open) : []
}

async function differing(tx: Tx, deps: Deps, districtId: string, { files }: WholeSet): Promise<string[]> {
  const now = sheetsOf(await openTables(tx, deps, districtId))
  return Object.entries(now).flatMap(([name, text]) => (files[name] === text ? [] : [name.replace(/\.csv$/u, '')]))
}

const [LEAST, MOST] = [4, 200]

/** 撤回: nothing is open from now on. Refuses `open-data.no-reason`, `open-data.not-released`. */
export async function withdrawOpenData(
  deps: Deps,
  actor: Actor,
  { districtId, id, reason: typed }: Named & { reason: string },
): Promise<void> {
  permit(actor, 'open-data.release', { districtId })
  const reason = typed.trim()
  if (reason.length < LEAST || reason.length > MOST) throw refuse('open-data.no-reason')
  await inTransaction(deps.db, async (tx) => {
    const set = await wanted(tx, districtId, id)
    const [by, at] = [actor.id, deps.wall.now()]
    if (!(await moveSet(tx, districtId, { id, from: 'released' }, { state: 'withdrawn', by, at, reason })))
      throw refuse('open-data.not-released')
    const kept = await keepWords(tx, deps, districtId, reason)
    await told(tx, deps, actor, {
      districtId,
      id,
      action: 'open-data.withdrawn',
      at,
      after: { serial: set.serial, reason: kept },
    })
  })
}

async function wanted(tx: Tx, districtId: string, id: string): Promise<WholeSet> {
  const set = await findSet(tx, districtId, id)
  if (!set) throw refuse('record.not-found', { what: '公开数据' })
  return set
}

type Told = Named & { action: string; after: unknown; at: ReturnType<Deps['wall']['now']> }

const told = (tx: Tx, deps: Deps, actor: Actor, { districtId, id, action, after, at }: Told) =>
  append(tx, deps.ids, { districtId, actor, action, subject: { kind: 'open-data', id }, after, at })
