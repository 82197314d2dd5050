import { permit } from '../../access/index.ts'
import { civilDate, type Month, monthZh } from '../../calendar/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { formValues, type WebContext } from '../../web/index.ts'
import { closingOf } from '../queries.ts'
import { checkpointOf } from '../verbs/run-check.ts'
import { monthPage } from './month.tsx'
import { monthsPage } from './months.tsx'
import { monthParam, readDay } from './words.ts'

/** Starts a month's check in the background, from the page of the month or of all months; what can't run is said at once. */
export async function startCheck(c: WebContext): Promise<Response> {
  const values = await formValues(c)
  const fromList = c.req.param('month') === undefined
  const month = monthParam(c.req.param('month') ?? String(values['month'] ?? ''))
  const asOf = String(values['asOf'] ?? '').trim()
  try {
    await requireCheckable(c, month, asOf)
    await enqueueCheck(c, month, { ...(asOf && { asOf }), ...(values['incremental'] === '1' && { incremental: true }) })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    if (fromList) return monthsPage(c, { sentence: error.message, month, asOf }, error.status)
    return monthPage(c, error.message, error.status)
  }
  return c.redirect(`/months/${month}`, 303)
}

async function enqueueCheck(
  { var: { actor, session, jobs } }: WebContext,
  month: Month,
  how: { asOf?: string; incremental?: boolean },
): Promise<void> {
  await jobs.enqueue({
    kind: 'month-check',
    districtId: session.districtId,
    subject: month,
    input: { month, ...how },
    requestedBy: actor.id,
    onBehalfOf: actor.onBehalfOf,
  })
}

// The job refuses the same; here the person is still looking at the form.
async function requireCheckable(c: WebContext, month: Month, asOf: string): Promise<void> {
  const { actor, deps, session } = c.var
  permit(actor, 'check.run', { districtId: session.districtId })
  const day = asOf === '' ? undefined : readDay(asOf)
  if (asOf !== '' && day === undefined) throw refuse('check.day-outside-month', { day: asOf, month: monthZh(month) })
  checkpointOf({ month, asOf: day && civilDate(day) }, deps.clock.today())
  if (await closingOf(deps.db, session.districtId, month)) throw refuse('month.closed', { month: monthZh(month) })
}
