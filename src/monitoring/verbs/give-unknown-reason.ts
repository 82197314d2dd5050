import { type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import { type Month, monthZh } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { closingOf, latestRun, lockMonth, saveUnknownReason, unknownReasonsOf, verdictIn } from '../queries.ts'

export type UnknownReasonInput = {
  districtId: string
  month: Month
  accountId: string
  reason: string
  version?: number
}

/** Suggested reasons why nobody could see an account; another may be written. */
export const unknownReasons = [
  '平台停止服务或关闭查询，无法查看',
  '账号仅对内部人员开放，无公开主页',
  '账号正在办理更名、迁移，主页暂不可用',
  '登记的链接有误，正与单位核对',
] as const

/**
 * Says why an account stays unknown in a month, so that the month can close. `version`: of the reason as it was shown;
 * absent where there was none. Refuses accounts that are not unknown, and `record.changed-meanwhile`.
 */
export async function giveUnknownReason(deps: Deps, actor: Actor, input: UnknownReasonInput): Promise<void> {
  const { districtId, month, accountId } = input
  permit(actor, 'patrol.record', { districtId })
  const reason = input.reason.trim()
  if (reason === '') throw refuse('unknown.reason-required')
  await inTransaction(deps.db, async (tx) => {
    await lockMonth(tx, districtId, month)
    if (await closingOf(tx, districtId, month)) throw refuse('month.closed', { month: monthZh(month) })
    const run = await latestRun(tx, districtId, month)
    if (!run) throw refuse('unknown.not-checked', { month: monthZh(month) })
    if ((await verdictIn(tx, districtId, run.id, accountId)) !== 'unknown')
      throw refuse('unknown.not-unknown', { month: monthZh(month) })
    const known = (await unknownReasonsOf(tx, districtId, month)).get(accountId)
    const version = known?.version ?? 0
    if (version !== (input.version ?? 0)) throw refuse('record.changed-meanwhile', { what: '原因说明' })
    const at = deps.wall.now()
    const given = { reason, version: version + 1, givenBy: actor.id, givenAt: at }
    await saveUnknownReason(tx, { districtId, month, accountId, ...given })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'unknown.explained',
      subject: { kind: 'account', id: accountId },
      before: known ? { month } : null,
      after: { month, reason: await keepWords(tx, deps, districtId, reason) },
      at,
    })
  })
}
