import { type Actor, type Deps, peopleWithRole } from '../../access/index.ts'

/** Whom a report can be handed to: leaders of the district, and nobody himself, whatever else he is. */
export const leadersFor = async (deps: Pick<Deps, 'db' | 'vault'>, actor: Actor, districtId: string) =>
  (await peopleWithRole(deps, districtId, 'district_leader')).filter(({ id }) => id !== actor.id)
