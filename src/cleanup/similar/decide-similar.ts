import { type Actor, type Deps, permit, keepWords } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { insertItems } from '../items/insert-items.ts'
import { takeSignedWords } from '../items/signed-words.ts'
import type { Reason } from '../model.ts'
import { proposeCleanup } from '../proposals.ts'
import type { SimilarPair, SimilarSide, SimilarVerdict } from './model.ts'
import { findPair, openItemByAccount } from './queries.ts'

/** The pair that was shown; `number` of the last word on it, 0 where there was none. */
type Named = { districtId: string; accountId: string; otherId: string; reason: string }

/**
 * What a person says of two accounts. A later word stands beside the earlier one. Refuses `similar.verdict-required`,
 * `similar.not-similar`, `record.changed-meanwhile`.
 */
export async function decideSimilar(
  deps: Deps,
  actor: Actor,
  input: Named & { verdict: SimilarVerdict | undefined; number: number },
): Promise<void> {
  const { districtId, verdict } = input
  permit(actor, 'cleanup.propose', { districtId })
  const reason = input.reason.trim()
  if (!verdict || reason === '') throw refuse('similar.verdict-required')
  await inTransaction(deps.db, async (tx) => {
    const pair = await wantedPair(tx, input)
    const last = pair.decision?.number ?? 0
    if (last !== input.number) throw refuse('record.changed-meanwhile', { what: '辨认结果' })
    const made = await tx
      .insertInto('similar_decision')
      .values({
        district_id: districtId,
        account_id: pair.a.id,
        other_id: pair.b.id,
        number: last + 1,
        verdict,
        reason,
        decided_by: actor.id,
        decided_at: deps.wall.now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('number')
      .executeTakeFirst()
    if (!made) throw refuse('record.changed-meanwhile', { what: '辨认结果' })
    const after = { verdict, reason: await keepWords(tx, deps, districtId, reason) }
    await tell(tx, deps, actor, { districtId, pair, action: 'similar.decided', after })
  })
}

/**
 * Puts one of the two up for 清理整合: the machine's own proposal of today, and what the person saw. It is decided there,
 * by somebody else. Refuses `web.choice-unknown`, `similar.not-similar`, `cleanup.item-open`.
 */
export async function sendToCleanup(deps: Deps, actor: Actor, input: Named & { chosen: string }): Promise<string> {
  const { districtId } = input
  permit(actor, 'cleanup.propose', { districtId })
  const reason = input.reason.trim()
  if (reason === '') throw refuse('cleanup.reason-required', { why: '列入清理整合' })
  return inTransaction(deps.db, async (tx) => {
    const pair = await wantedPair(tx, input)
    if (![pair.a.id, pair.b.id].includes(input.chosen)) throw refuse('web.choice-unknown', { what: '列入清理的账号' })
    const [chosen, other] = pair.a.id === input.chosen ? [pair.a, pair.b] : [pair.b, pair.a]
    const id = await newItem(tx, deps, actor, { districtId, chosen, reason: sightOf(other, reason) })
    const after = { accountId: chosen.id, item: id, reason: await keepWords(tx, deps, districtId, reason) }
    await tell(tx, deps, actor, { districtId, pair, action: 'similar.sent', after })
    return id
  })
}

async function wantedPair(tx: Tx, { districtId, accountId, otherId }: Named): Promise<SimilarPair> {
  const pair = await findPair(tx, districtId, accountId, otherId)
  if (!pair) throw refuse('similar.not-similar')
  return pair
}

type New = { districtId: string; chosen: SimilarSide; reason: Reason }

async function newItem(tx: Tx, deps: Deps, actor: Actor, { districtId, chosen, reason }: New): Promise<string> {
  if ((await openItemByAccount(tx, districtId, [chosen.id])).size > 0)
    throw refuse('cleanup.item-open', { name: chosen.name })
  const asOf = deps.clock.today()
  const { proposals } = await proposeCleanup(tx, { districtId, asOf })
  const own = proposals.filter(({ account }) => account.id === chosen.id)
  const seen = own.map((proposal) => ({ ...proposal, needsReason: true, reasons: [...proposal.reasons, reason] }))
  const [added] = await insertItems(tx, deps, actor, { districtId, asOf, proposals: seen })
  if (!added) throw refuse('cleanup.item-open', { name: chosen.name })
  await takeSignedWords(tx, deps, actor, { districtId, accountIds: [chosen.id] })
  return added.id
}

const sightOf = (other: SimilarSide, reason: string): Reason => ({
  rule: '人工辨认',
  class: 'in-principle',
  disposition: null,
  says: `与“${other.name}”疑似重复：${reason}`,
  facts: { other: other.id, otherName: other.name },
  clause: '一个单位原则上在同一平台上只开设一个政务新媒体账号',
  certainty: '原文',
  margin: '由人辨认，不计数量',
  wouldChange: '辨认为不是同一账号，或说明两个账号用途不同。',
})

type Told = { districtId: string; pair: SimilarPair; action: string; after: object }

async function tell(tx: Tx, deps: Deps, actor: Actor, { districtId, pair, action, after }: Told): Promise<void> {
  await append(tx, deps.ids, {
    districtId,
    actor,
    action,
    subject: { kind: 'similar-pair', id: `${pair.a.id}/${pair.b.id}` },
    after,
    at: deps.wall.now(),
  })
}
