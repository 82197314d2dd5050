import { openPeople } from '../../access/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  formValues,
  pageFrom,
  pageSize,
  render,
  type RouteDefinition,
  searchFrom,
  type TypedSetting,
  type WebContext,
  idFrom,
} from '../../web/index.ts'
import { PeriodCard } from '../periods/card.tsx'
import { periodOn, setPeriod } from '../periods/periods.ts'
import { type EarlyReason, earlyReasons, eraseEarly } from './erase.ts'
import { DepartedPage } from './page.tsx'
import { listDeparted } from './queries.ts'

const current = '/people'

type Over = { problem?: string; period?: TypedSetting }

async function listPage(c: WebContext, over: Over = {}, status = 200): Promise<Response> {
  const { deps, session } = c.var
  const { districtId } = session
  const filter = {
    state: c.req.query('state') === 'erased' ? ('erased' as const) : ('kept' as const),
    kind: c.req.query('kind') === 'records' ? ('records' as const) : ('people' as const),
    search: searchFrom(c),
  }
  const page = pageFrom(c)
  const range = { offset: (page - 1) * pageSize, limit: pageSize }
  const { rows, total } = await listDeparted(deps.db, districtId, { ...filter, ...range })
  const ids = rows.map(({ id }) => id)
  const period = await periodOn(deps.db, districtId, 'peopleKeptYears', deps.clock.today())
  const body = (
    <DepartedPage
      c={c}
      rows={rows}
      total={total}
      page={page}
      filter={filter}
      people={await openPeople(deps.db, deps.vault, districtId, ids)}
      years={period.count}
      period={
        <PeriodCard
          which="peopleKeptYears"
          period={period}
          csrf={session.csrf}
          action="/people/period"
          mayChange
          over={over.period}
        />
      }
      problem={over.problem}
    />
  )
  return render(c, body, { title: '个人信息', current }, status)
}

async function savePeriod(c: WebContext): Promise<Response> {
  const period = await setPeriod(c, 'peopleKeptYears')
  return period ? listPage(c, { period }, 422) : c.redirect(current, 303)
}

async function erase(c: WebContext): Promise<Response> {
  const { because: found, sure } = await formValues(c)
  const because = String(found ?? '')
  if (!Object.hasOwn(earlyReasons, because)) throw refuse('web.form-unreadable')
  const personId = idFrom(c, '人员')
  try {
    if (sure !== 'yes') throw refuse('people.erase-unsure')
    await eraseEarly(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      personId,
      because: because as EarlyReason,
    })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return listPage(c, { problem: error.message }, error.status)
  }
  return c.redirect(current, 303)
}

/** 个人信息: the office's head sees who left and erases earlier where a person asks for it. */
export const departedRoutes: RouteDefinition[] = [
  { method: 'get', path: '/people', door: 'people.erase', handle: (c) => listPage(c) },
  { method: 'post', path: '/people/period', door: 'settings.change', handle: savePeriod },
  { method: 'post', path: '/people/:id/erase', door: 'people.erase', handle: erase },
]
