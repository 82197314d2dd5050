import { isUuid } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { WebContext } from './context.ts'

/** The id that stands in the address under `name`. Refuses `record.not-found` for what can be no id. */
export function idFrom(c: WebContext, what: string, name = 'id'): string {
  const id = c.req.param(name) ?? ''
  if (!isUuid(id)) throw refuse('record.not-found', { what })
  return id
}
