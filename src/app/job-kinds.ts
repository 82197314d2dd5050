import type { Actor, Deps, Role } from '../access/index.ts'
import { civilDate, month, quarter } from '../calendar/index.ts'
import type { JobKind } from '../jobs/index.ts'
import { runCheck } from '../monitoring/index.ts'
import { compileReport } from '../reporting/index.ts'

/** What runs in the background. A job acts as the person who asked for it, with the rights that person has when it runs. */
export function jobKinds(deps: Deps, demo: boolean): JobKind[] {
  return [
    {
      name: 'month-check',
      async run({ districtId, subject, input, requestedBy, requestId }, progress) {
        const { asOf } = input as { asOf?: string }
        const actor = await actorOf(deps, requestedBy, requestId)
        const document = await runCheck(deps, actor, {
          districtId,
          month: month(subject),
          asOf: asOf === undefined ? undefined : civilDate(asOf),
          onProgress: progress,
        })
        return document.coverage
      },
    },
    {
      name: 'quarter-report',
      async run({ districtId, subject, requestedBy, requestId }, progress) {
        const actor = await actorOf(deps, requestedBy, requestId)
        const { id, version } = await compileReport(
          deps,
          actor,
          { districtId, quarter: quarter(subject), demo },
          progress,
        )
        return { id, version }
      },
    },
  ]
}

async function actorOf(deps: Deps, userId: string, requestId: string): Promise<Actor> {
  const user = await deps.db
    .selectFrom('app_user')
    .select(['id', 'district_id', 'unit_id'])
    .where('id', '=', userId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  const held = await deps.db.selectFrom('user_role').select('role').where('user_id', '=', userId).execute()
  return {
    kind: 'user',
    id: userId,
    districtId: user?.district_id ?? null,
    unitId: user?.unit_id ?? null,
    roles: user ? held.map(({ role }) => role as Role) : [],
    requestId,
  }
}
