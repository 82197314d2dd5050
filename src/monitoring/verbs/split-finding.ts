import { type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import { firstDayOf } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  arrange,
  factsOfPart,
  insertParts,
  lockFindings,
  mergedInto,
  nextPart,
  partsOf,
  type StandingProblem,
  standingProblems,
} from '../arranging.ts'
import { judgedResult } from '../finding-detail.ts'
import type { LockedFinding } from '../findings.ts'
import { indicatorOf } from '../indicators/index.ts'
import { openFinding, writtenReason } from './open-finding.ts'

export type SplitInput = {
  districtId: string
  findingId: string
  version: number
  /** Ids of the reported problems, part by part: each of the finding's in exactly one. */
  parts: readonly (readonly string[])[]
  reason: string
}

/**
 * 拆分: a finding that covers several reported problems becomes a finding a part, each decided on its own; the whole stands
 * aside. Refuses what is decided or half confirmed, what rests on one problem or on none that people reported, and a
 * division that leaves a problem out.
 */
export async function splitFinding(deps: Deps, actor: Actor, input: SplitInput): Promise<{ parts: string[] }> {
  const { districtId } = input
  permit(actor, 'review.decide', { districtId })
  const reason = writtenReason(input.reason, '拆分')
  return inTransaction(deps.db, async (tx) => {
    const whole = await openFinding(tx, actor, input, '拆分')
    if (whole.partOf !== null || !indicatorOf(whole.indicator).reported) throw refuse('split.one-fact')
    if ((await mergedInto(tx, districtId, whole.id)).length > 0) throw refuse('merge.nested')
    const problems = await problemsOfFinding(tx, districtId, whole)
    const groups = divided(problems, input.parts)
    const first = await nextPart(tx, districtId, whole.id)
    const at = deps.wall.now()
    const parts = groups.map((own, place) => ({
      id: deps.ids.next(),
      number: first + place,
      problemIds: own.map(({ id }) => id),
      facts: factsOfPart(whole.indicator, own),
    }))
    await insertParts(tx, districtId, whole, parts, at)
    await arrange(tx, districtId, [whole.id], { state: 'split', into: null, reason, by: actor.id, at })
    const { month, accountId, indicator } = whole
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'finding.split',
      subject: { kind: 'finding', id: whole.id },
      after: {
        month,
        accountId,
        indicator,
        parts: parts.map(({ id, problemIds }) => ({ finding: id, problems: problemIds })),
        reason: await keepWords(tx, deps, districtId, reason),
      },
      at,
    })
    return { parts: parts.map(({ id }) => id) }
  })
}

/** What a finding is about: what stands on record of its account, indicator and month by the checkpoint that it was judged at. */
async function problemsOfFinding(
  tx: Tx,
  districtId: string,
  { id, accountId, indicator, month }: LockedFinding,
): Promise<StandingProblem[]> {
  const { checkpoint } = (await judgedResult(tx, districtId, id))!
  const range = { accountIds: [accountId], from: firstDayOf(month), until: checkpoint }
  return (await standingProblems(tx, districtId, range)).filter((one) => one.indicator === indicator)
}

function divided(problems: readonly StandingProblem[], parts: SplitInput['parts']): StandingProblem[][] {
  const groups = parts.filter((ids) => ids.length > 0)
  const named = groups.flat()
  const isWhole = named.length === problems.length && problems.every(({ id }) => named.includes(id))
  if (groups.length < 2 || !isWhole || new Set(named).size !== named.length) throw refuse('split.parts')
  return groups.map((ids) => problems.filter(({ id }) => ids.includes(id)))
}

export type UndoInput = { districtId: string; findingId: string; reason: string }

/** Puts a split finding together again while nobody has decided a part of it: the parts stand aside with a link to the whole. */
export async function undoSplit(deps: Deps, actor: Actor, input: UndoInput): Promise<void> {
  const { districtId, findingId } = input
  permit(actor, 'review.decide', { districtId })
  const reason = writtenReason(input.reason, '撤销拆分')
  await inTransaction(deps.db, async (tx) => {
    const whole = await openFinding(tx, actor, { districtId, findingId }, '撤销拆分', 'split')
    const known = await partsOf(tx, districtId, findingId)
    const parts = await lockFindings(
      tx,
      districtId,
      known.map(({ id }) => id),
    )
    const waits = parts.every((one) => one.state === 'candidate' || one.state === 'withdrawn')
    const stand = await Promise.all(parts.map(({ id }) => mergedInto(tx, districtId, id)))
    if (!waits || parts.some((one) => one.firstConfirmedBy !== null) || stand.flat().length > 0)
      throw refuse('arranged.decided')
    const by = { reason, by: actor.id, at: deps.wall.now() }
    await arrange(
      tx,
      districtId,
      parts.map(({ id }) => id),
      { state: 'merged', into: whole.id, ...by },
    )
    await arrange(tx, districtId, [whole.id], { state: 'candidate', into: null, ...by })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'finding.split-undone',
      subject: { kind: 'finding', id: whole.id },
      after: { parts: parts.map(({ id }) => id), reason: await keepWords(tx, deps, districtId, reason) },
      at: by.at,
    })
  })
}
