import { roleLabels } from '../actions.ts'
import type { Deps } from '../deps.ts'
import type { Actor } from '../permissions.ts'
import { usersOf } from '../user-lists.ts'

type Choice = { value: string; label: string }

/**
 * Who can lend what, and to whom, as a form offers it: one's own roles to people of the same unit or, in the supervising
 * office, of the office; for 系统管理员 everybody's. `value` of a lender is `用户编号 角色`.
 */
export async function peopleToLend(
  deps: Deps,
  actor: Actor,
  { districtId, manages }: { districtId: string; manages: boolean },
): Promise<{ lenders: Choice[]; deputies: Choice[] }> {
  const users = (await usersOf(deps, districtId)).filter(({ disabled }) => !disabled)
  const own = users.find(({ id }) => id === actor.id)
  const lenders = manages ? users : own ? [own] : []
  const deputies = users.filter(({ id, unitId }) => id !== actor.id && (manages || unitId === own?.unitId))
  return {
    lenders: lenders.flatMap(({ id, displayName, roles }) =>
      roles.map((role) => ({ value: `${id} ${role}`, label: `${displayName}　${roleLabels[role]}` })),
    ),
    deputies: deputies.map(({ id, displayName, unitName }) => ({
      value: id,
      label: unitName ? `${displayName}　${unitName}` : displayName,
    })),
  }
}
