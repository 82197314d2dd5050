import type { Actor, Deps } from '../../src/access/index.ts'
import { type DutyInput, setDuty } from '../../src/registry/index.ts'

/** Says who answers for a unit, knowing what was said before, as a page that was just opened would. */
export async function sayDuty(deps: Deps, actor: Actor, input: DutyInput) {
  const known = await deps.db
    .selectFrom('unit_duty')
    .select('version')
    .where('district_id', '=', input.districtId)
    .where('unit_id', '=', input.unitId)
    .where('duty', '=', input.duty)
    .executeTakeFirst()
  return setDuty(deps, actor, { ...input, version: known?.version ?? 0 })
}
