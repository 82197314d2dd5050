import { isUuid } from '../../database/index.ts'
import { jobRun } from '../../jobs/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { WebContext } from '../context.ts'
import { defineRoutes } from '../routing.ts'

/** A run as the progress island asks for it; only of the own district. */
async function showRun(c: WebContext): Promise<Response> {
  const id = c.req.param('file')?.replace(/\.json$/, '') ?? ''
  const run = isUuid(id) ? await jobRun(c.var.deps.db, c.var.session.districtId, id) : undefined
  if (!run) throw refuse('record.not-found', { what: '任务' })
  const { state, done, total, message } = run
  return c.json({ state, done, total, message })
}

export const jobRoutes = defineRoutes([{ method: 'get', path: '/jobs/:file', door: 'workbench.open', handle: showRun }])
