import { isCivilDate } from '../calendar/index.ts'
import { dispositions } from '../registry/index.ts'
import { pageSize, type WebContext } from '../web/index.ts'
import { itemStates } from './items/model.ts'
import type { ItemFilter } from './items/queries.ts'

/** What the list's address asks for; what is not known there asks for nothing. */
export function filterOf(c: WebContext, page: number): ItemFilter {
  const { day, state, disposition, q = '' } = c.req.query()
  return {
    asOf: day && isCivilDate(day) ? day : undefined,
    state: state === 'open' || state === 'overdue' ? state : itemStates.find((one) => one === state),
    disposition: disposition === 'reason' ? 'reason' : dispositions.find((one) => one === disposition),
    search: q.slice(0, 60),
    offset: (page - 1) * pageSize,
    limit: pageSize,
  }
}
