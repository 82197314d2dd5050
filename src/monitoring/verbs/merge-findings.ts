import { type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { arrange, type Arranged, lockFindings, mergedInto } from '../arranging.ts'
import type { LockedFinding } from '../findings.ts'
import { indicatorOf } from '../indicators/index.ts'
import { openFinding, writtenReason } from './open-finding.ts'
import type { UndoInput } from './split-finding.ts'

export type MergeInput = {
  districtId: string
  /** The finding that stands for them all, as the reviewer looked at it. */
  findingId: string
  version: number
  merged: readonly { id: string; version: number }[]
  reason: string
}

/**
 * 并入: open findings of one account and month that are one thing stand aside with a link to the one that is decided; the
 * decision covers them, takes two people where any of them does, and nobody takes it who brought in what one of them rests
 * on. Refuses another account, what is decided, a veto put with something lighter, and what others were put with.
 */
export async function mergeFindings(deps: Deps, actor: Actor, input: MergeInput): Promise<void> {
  const { districtId, findingId, merged } = input
  permit(actor, 'review.decide', { districtId })
  const reason = writtenReason(input.reason, '并入')
  if (merged.length === 0) throw refuse('merge.none')
  await inTransaction(deps.db, async (tx) => {
    const target = await openFinding(tx, actor, input, '并入')
    const others = await Promise.all(
      merged.map(({ id, version }) => openFinding(tx, actor, { districtId, findingId: id, version }, '并入')),
    )
    const under = await Promise.all(others.map(({ id }) => mergedInto(tx, districtId, id)))
    if (under.flat().length > 0) throw refuse('merge.nested')
    for (const one of others) refuseUnlike(target, one)
    const by = { reason, by: actor.id, at: deps.wall.now() }
    const ids = others.map(({ id }) => id)
    await arrange(tx, districtId, ids, { state: 'merged', into: findingId, ...by })
    // Whoever had the target before him has to see what it now covers.
    await arrange(tx, districtId, [findingId], { state: target.state, into: null, ...by })
    const { month, accountId, indicator } = target
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'finding.merged',
      subject: { kind: 'finding', id: findingId },
      after: { month, accountId, indicator, merged: ids, reason: await keepWords(tx, deps, districtId, reason) },
      at: by.at,
    })
  })
}

function refuseUnlike(target: LockedFinding, one: LockedFinding): void {
  if (one.id === target.id || one.accountId !== target.accountId || one.month !== target.month)
    throw refuse('merge.other-account')
  if (one.class === 'veto' && target.class !== 'veto') throw refuse('merge.lighter')
  if (indicatorOf(one.indicator).about !== indicatorOf(target.indicator).about) throw refuse('merge.other-account')
}

/** Lets a merged finding stand on its own again while nobody has decided the one that stood for it. */
export async function undoMerge(deps: Deps, actor: Actor, input: UndoInput): Promise<void> {
  const { districtId, findingId } = input
  permit(actor, 'review.decide', { districtId })
  const reason = writtenReason(input.reason, '撤销并入')
  await inTransaction(deps.db, async (tx) => {
    const one = await openFinding(tx, actor, { districtId, findingId }, '撤销并入', 'merged')
    // A part that went back into its whole is taken out of it by splitting anew.
    if (one.mergedInto === one.partOf) throw refuse('merge.back-in-whole')
    const [target] = (await lockFindings(tx, districtId, [one.mergedInto!])) as [Arranged]
    if (target.state !== 'candidate' || target.firstConfirmedBy !== null) throw refuse('arranged.decided')
    const by = { reason, by: actor.id, at: deps.wall.now() }
    await arrange(tx, districtId, [findingId], { state: 'candidate', into: null, ...by })
    await arrange(tx, districtId, [target.id], { state: target.state, into: null, ...by })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'finding.merge-undone',
      subject: { kind: 'finding', id: findingId },
      after: { from: target.id, reason: await keepWords(tx, deps, districtId, reason) },
      at: by.at,
    })
  })
}
