import { certifiedEntity } from './national/certified-entity.ts'
import { contentNotUpdated } from './national/content-not-updated.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { Facts } from '../model.ts'
import type { Indicator } from './define.ts'
import { oneAccountAPlatform } from './district/one-account-a-platform.ts'
import { responsiblePeople } from './district/responsible-people.ts'
import { unfiled } from './district/unfiled.ts'
import { updateWarning } from './district/update-warning.ts'

/** Every indicator that the machine judges, in the order in which verdicts print them: veto, deduction, hint. */
export const indicators: readonly Indicator[] = [
  contentNotUpdated,
  unfiled,
  oneAccountAPlatform,
  responsiblePeople,
  certifiedEntity,
  updateWarning,
]

/** Indicators that speak of the unit, whichever of its accounts they were found with. */
export const unitIndicators: readonly string[] = indicators.filter(({ about }) => about === 'unit').map(({ id }) => id)

const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]))

/** The indicator of an id that the database holds. */
export function indicatorOf(id: string): Indicator {
  const found = byId.get(id)
  if (!found) throw new RangeError(`no indicator ${id}`)
  return found
}

/** What a confirmed finding is called wherever it stands: bench, account, unit's home, report. */
export const findingSentence = (found: { indicator: string; facts: Facts; checkpoint: CivilDate }): string =>
  indicatorOf(found.indicator).sentence(found.facts, found.checkpoint)
