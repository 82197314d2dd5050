import { namesOfUsers } from '../access/index.ts'
import { civilDate, isCivilDate } from '../calendar/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { defineRoutes, formValues, pageFrom, pageSize, render, type WebContext } from '../web/index.ts'
import { type HandOverTyped, SecrecyPage } from './pages/secrecy.tsx'
import { handOver } from './secrecy/hand-over.ts'
import { listStops } from './secrecy/stops.ts'

async function listPage(c: WebContext, typed?: HandOverTyped, status = 200): Promise<Response> {
  const { deps, session } = c.var
  const page = pageFrom(c)
  const range = { offset: (page - 1) * pageSize, limit: pageSize }
  const { rows, total, waiting } = await listStops(deps.db, session.districtId, range)
  const people = rows.flatMap(({ handedBy }) => handedBy ?? [])
  const names = await namesOfUsers(deps, session.districtId, people)
  const body = <SecrecyPage c={c} rows={rows} total={total} page={page} waiting={waiting} names={names} typed={typed} />
  return render(c, body, { title: '疑似涉密内容移交', current: '/sources' }, status)
}

async function record(c: WebContext): Promise<Response> {
  const { deps, session, actor } = c.var
  const number = Number(c.req.param('number'))
  if (!Number.isInteger(number) || number < 1 || number > 2_000_000_000)
    throw refuse('record.not-found', { what: '疑似涉密记录' })
  const values = await formValues(c)
  const [handedTo, handedOn] = [String(values['handedTo'] ?? ''), String(values['handedOn'] ?? '')]
  try {
    if (!isCivilDate(handedOn)) throw refuse('secrecy.day-missing')
    await handOver(deps, actor, {
      districtId: session.districtId,
      number,
      version: Number(values['version']),
      handedTo,
      handedOn: civilDate(handedOn),
    })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    return listPage(c, { number, problem: error.message, handedTo, handedOn }, error.status)
  }
  return c.redirect('/sources/secrecy', 303)
}

/** 疑似涉密内容移交. */
export const secrecyRoutes = defineRoutes([
  { method: 'get', path: '/sources/secrecy', door: 'secrecy.handle', handle: (c) => listPage(c) },
  { method: 'post', path: '/sources/secrecy/:number', door: 'secrecy.handle', handle: record },
])
