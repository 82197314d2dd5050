import { addDays, type CivilDate, civilDate, dayOf, isCivilDate, startOfDay, weekday } from '../../calendar/index.ts'
import { render, type WebContext } from '../../web/index.ts'
import { readableBy } from './desk.ts'
import { CalendarPage } from './pages/calendar.tsx'
import { UrgentPage } from './pages/urgent.tsx'
import { listManuscripts, plannedManuscripts } from './queries.ts'

const DAYS = 14

/** 发布日程: two weeks from the Monday of the day that is asked for. */
export async function calendarPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const asked = c.req.query('from') ?? ''
  const today = deps.clock.today()
  const from = mondayOf(isCivilDate(asked) ? civilDate(asked) : today)
  const before = addDays(from, DAYS)
  const rows = await plannedManuscripts(deps.db, readableBy(actor, session.districtId), {
    from: startOfDay(from),
    before: startOfDay(before),
  })
  const days = Array.from({ length: DAYS }, (_, at) => addDays(from, at))
  const body = (
    <CalendarPage
      days={days.map((on) => ({ on, rows: rows.filter(({ plannedAt }) => plannedAt && dayOf(plannedAt) === on) }))}
      today={today}
      now={deps.clock.now()}
      earlier={addDays(from, -DAYS)}
      later={before}
    />
  )
  return render(c, body, { title: '发布日程', current: '/manuscripts' })
}

const mondayOf = (day: CivilDate): CivilDate => addDays(day, -((weekday(day) + 6) % 7))

const MOST = 200

/** 加急补审: what went the urgent way, what nobody looked at afterwards first. */
export async function urgentPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const scope = readableBy(actor, session.districtId)
  const { rows } = await listManuscripts(deps.db, scope, { isUrgent: true }, { offset: 0, limit: MOST })
  const open = rows.filter(({ urgentCheckedAt, approvedRound }) => approvedRound !== null && urgentCheckedAt === null)
  const body = <UrgentPage open={open} rows={rows.filter((one) => !open.includes(one))} now={deps.clock.now()} />
  return render(c, body, { title: '加急补审', current: '/manuscripts' })
}
