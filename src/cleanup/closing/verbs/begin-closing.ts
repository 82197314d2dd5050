import { type Actor, type Deps, permit } from '../../../access/index.ts'
import { dayOf, type Instant } from '../../../calendar/index.ts'
import { inTransaction } from '../../../database/index.ts'
import { type ClosingCase, closingCases } from '../../../filing/index.ts'
import { append } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { refuseUnsignedSheet } from '../../items/decision.ts'
import { readItem } from '../../items/queries.ts'
import { accountToClose, closingOf, decidedItem, seenSinceCeased } from '../queries.ts'
import { putBack } from './move-account.ts'

/**
 * Begins the closing of an account: one record that links the clean-up item and the filing cases. It needs a ground: an
 * item decided to be closed, a case of 关停 or 注销, or an account whose closing is under way in the ledger. One that the
 * ledger has 已注销 and that somebody saw since begins as 注销后再现, by who verifies closings, and is monitored again. Refuses
 * `closing.no-ground`, `closing.begun-already`, `case.account-gone`, `cleanup.sheet-unsigned`.
 */
export async function beginClosing(
  deps: Deps,
  actor: Actor,
  { districtId, accountId }: { districtId: string; accountId: string },
): Promise<{ id: string }> {
  return inTransaction(deps.db, async (tx) => {
    const account = await accountToClose(tx, districtId, accountId)
    permit(actor, 'cleanup.confirm', { districtId, unitId: account?.unitId ?? null })
    if (!account) throw refuse('record.not-found', { what: '账号' })
    if (await closingOf(tx, districtId, accountId)) throw refuse('closing.begun-already', { name: account.name })
    const isGone = account.runningState === 'deregistered'
    const seen = isGone ? await seenSinceCeased(tx, districtId, account) : undefined
    if (isGone && !seen) throw refuse('case.account-gone', { name: account.name })
    if (seen) {
      permit(actor, 'cleanup.verify', { districtId, unitId: account.unitId })
      await putBack(tx, deps, actor, { districtId, accountId, look: seen })
    }
    const itemId = await decidedItem(tx, districtId, accountId)
    const item = itemId === undefined ? undefined : await readItem(tx, districtId, itemId)
    if (item) refuseUnsignedSheet(item)
    const at = deps.wall.now()
    const under = account.runningState !== 'running'
    const cases = casesUnderWay(await closingCases(tx, districtId, [accountId]), under)
    if (!itemId && cases.length === 0 && !under) throw refuse('closing.no-ground', { name: account.name })
    const id = deps.ids.next()
    await tx
      .insertInto('closing')
      .values({
        district_id: districtId,
        id,
        account_id: accountId,
        unit_id: account.unitId,
        item_id: itemId ?? null,
        ...(seen
          ? { state: 'reappeared', reappeared_patrol_id: seen.id, reappeared_on: dayOf(seen.checkedAt) }
          : { state: 'requested' }),
        cases_since: earliest(cases) ?? at,
        begun_by: actor.id,
        begun_at: at,
      })
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'closing.begun',
      subject: { kind: 'closing', id },
      after: {
        accountId,
        itemId: itemId ?? null,
        ...(seen && { patrolId: seen.id }),
        cases: cases.map((one) => one.id),
      },
      at,
    })
    return { id }
  })
}

// An account that runs again has left its finished cases behind; one that is being closed stands on the newest of each kind.
function casesUnderWay(cases: readonly ClosingCase[], under: boolean): ClosingCase[] {
  if (!under) return cases.filter(({ state }) => state !== 'registered' && state !== 'archived')
  return (['suspend', 'deregister'] as const).flatMap((kind) => cases.findLast((one) => one.kind === kind) ?? [])
}

const earliest = (cases: readonly ClosingCase[]): Instant | undefined =>
  cases.map(({ begunAt }) => begunAt).toSorted()[0]
