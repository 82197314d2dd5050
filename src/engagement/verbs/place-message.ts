import type { Actor, Deps } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { readUnit } from '../../registry/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { answeringUnit, checkedWords } from '../checks.ts'
import { type Message, reasonMost } from '../model.ts'
import { accountsOwner } from '../queries.ts'
import { type MessageInput, stepWithMessage } from '../step.ts'

/**
 * 分派: who has to answer, and which account it is about where that wasn't known. The clock runs from the question: being
 * assigned late starts none anew. Refuses what `stepWithMessage` refuses, `record.not-found`, `message.unit-gone`.
 */
export async function assignMessage(
  deps: Deps,
  actor: Actor,
  input: MessageInput & { unitId?: string | undefined; accountId?: string | undefined },
): Promise<void> {
  const { districtId, accountId } = input
  await stepWithMessage(deps, actor, input, 'assign', async (tx, message) => {
    const account = accountId === undefined ? undefined : await accountsOwner(tx, districtId, accountId)
    if (accountId !== undefined && !account) throw refuse('record.not-found', { what: '账号' })
    const unitId = input.unitId ?? account?.unitId
    if (unitId === undefined) throw refuse('message.account-or-unit')
    await answeringUnit(tx, districtId, unitId)
    return { set: { unit_id: unitId, account_id: accountId ?? message.accountId }, unitId }
  })
}

/** 退回分派: the unit says why it isn't its own; the office assigns it again. */
export async function handBackMessage(
  deps: Deps,
  actor: Actor,
  input: MessageInput & { reason: string },
): Promise<void> {
  const words = checkedWords(input.reason, '退回的理由', reasonMost)
  await stepWithMessage(deps, actor, input, 'hand-back', () => Promise.resolve({ set: { unit_id: null }, words }))
}

/** 转办: from one unit to another, with the reason. */
export async function transferMessage(
  deps: Deps,
  actor: Actor,
  input: MessageInput & { unitId: string; reason: string },
): Promise<void> {
  const { districtId, unitId } = input
  const words = checkedWords(input.reason, '转办的理由', reasonMost)
  await stepWithMessage(deps, actor, input, 'transfer', async (tx, message) => {
    await refuseSame(tx, districtId, message, unitId)
    await answeringUnit(tx, districtId, unitId)
    return { set: { unit_id: unitId }, unitId, words }
  })
}

async function refuseSame(tx: Tx, districtId: string, { unitId: now }: Message, unitId: string): Promise<void> {
  if (now !== unitId) return
  throw refuse('message.same-unit', { unit: (await readUnit(tx, districtId, unitId))?.name ?? '' })
}

/** 认定无效 (advertising, tests, repeated without a question): counted apart from now on, never deleted. */
export async function invalidateMessage(
  deps: Deps,
  actor: Actor,
  input: MessageInput & { reason: string },
): Promise<void> {
  const words = checkedWords(input.reason, '认定无效的理由', reasonMost)
  await stepWithMessage(deps, actor, input, 'invalidate', () => Promise.resolve({ words }))
}

/** 恢复办理: it was valid after all, and stands where it stood. */
export async function restoreMessage(
  deps: Deps,
  actor: Actor,
  input: MessageInput & { reason: string },
): Promise<void> {
  const words = checkedWords(input.reason, '恢复办理的理由', reasonMost)
  await stepWithMessage(deps, actor, input, 'restore', (_tx, { repliedOn }) =>
    Promise.resolve({ set: { state: repliedOn === null ? ('open' as const) : ('replied' as const) }, words }),
  )
}
