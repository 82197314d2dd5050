import { type Action, permissionTable, type Role } from '../../../src/access/index.ts'
import type { RouteDefinition } from '../../../src/web/index.ts'
import type { Address } from './addresses.ts'
import { namesThing, wantsToken, narrower, ofTheDistrictForUnits, wholeDistrict } from './explained.ts'
import type { Place } from './scene.ts'

/**
 * What the permission table alone says of a route and a person: refused at the door; in, but the thing is not theirs; in;
 * or that no session counts there, because another system comes with a token of its own.
 * Who reads needs to know nothing of the program to follow it.
 */
export type Expected = 'refused' | 'closed' | 'open' | 'token'

export function expectedOf(
  route: RouteDefinition,
  address: Address,
  { role, place }: { role: Role; place: Place },
): Expected {
  const { path, door } = route
  const name = `${route.method} ${path}`
  const further = narrower[name]
  if (wantsToken(path)) return 'token'
  if (door === 'public') return 'open'
  const throughDoor = door === 'signed-in' ? true : role !== 'operator' && permissionTable[role][door] !== undefined
  if (!throughDoor) return 'refused'
  const reaches = (action: Action) => {
    const reach = role === 'operator' ? undefined : permissionTable[role][action]
    if (reach === undefined || (reach === 'unit' && wholeDistrict.has(name))) return false
    if (!namesThing(path)) return true
    if (place === 'other district') return false
    if (reach !== 'unit') return true
    if (address.units.length === 0) return path in ofTheDistrictForUnits
    return place === 'own unit'
  }
  if (door !== 'signed-in' && !reaches(door)) return 'closed'
  if (further && !further.some(reaches)) return 'closed'
  return 'open'
}
