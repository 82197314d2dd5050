import { type Actor, type Deps, permit } from '../../../access/index.ts'
import { lastDayBefore } from '../../../calendar/index.ts'
import { inTransaction } from '../../../database/index.ts'
import { raiseTrigger } from '../../triggers/index.ts'
import { overdueHandovers, postsOf } from '../queries/handovers.ts'
import { passwordsSettled } from '../rules.ts'

/**
 * Raises F-14 once for each handover whose deadline has passed while nobody recorded that passwords were changed (rulebook:
 * adminLeft && credentialsNotRotated). One that is only late in other matters is shown as overdue and raises nothing.
 */
export async function raiseOverdueHandovers(deps: Deps, actor: Actor, districtId: string): Promise<{ raised: number }> {
  permit(actor, 'filing.remind', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const today = deps.clock.today()
    const late = await overdueHandovers(tx, districtId, deps.clock.now())
    const unsettled = late.filter(({ answers }) => !passwordsSettled(answers, today))
    const posts = await postsOf(
      tx,
      districtId,
      unsettled.map(({ id }) => id),
    )
    for (const { id, unitId, due } of unsettled) {
      const own = posts.get(id) ?? []
      const [only, ...others] = [...new Set(own.flatMap(({ accountId }) => accountId ?? []))]
      await raiseTrigger(tx, deps, actor, {
        districtId,
        rule: 'F-14',
        unitId,
        accountId: only && others.length === 0 ? only : null,
        subject: { kind: 'handover', id },
        facts: {
          reason: '人员离任，逾期未登记更换密码',
          posts: own.map(({ label }) => label).join('、'),
          due: lastDayBefore(due),
        },
      })
    }
    return { raised: unsettled.length }
  })
}
