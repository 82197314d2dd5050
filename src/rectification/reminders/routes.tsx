import { may, namesOfUsers, permittedScope } from '../../access/index.ts'
import {
  addDays,
  firstDayOf,
  lastDayOf,
  month,
  type Month,
  monthsOf,
  quarterOf,
  quarterZh,
  startOfDay,
} from '../../calendar/index.ts'
import { checkedMonths } from '../../monitoring/index.ts'
import { pickUnits, readUnits } from '../../registry/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  defineRoutes,
  formValues,
  pageFrom,
  pageSize,
  render,
  type RouteDefinition,
  searchFrom,
  type WebContext,
} from '../../web/index.ts'
import { RemindersPage, type Typed } from './page.tsx'
import { countReminders, listReminders, remindedIn } from './queries.ts'
import { remindUnit, remindWarned, warnedAccounts } from './remind-unit.ts'

const current = '/reminders'
const nothingTyped: Typed = { unitId: '', note: '' }

async function page(c: WebContext, typed = nothingTyped, problem?: string, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'orders.read', session.districtId)
  const number = pageFrom(c)
  const { rows, total } = await listReminders(deps.db, scope, { offset: (number - 1) * pageSize, limit: pageSize })
  const quarter = quarterOf(deps.clock.today())
  const months = monthsOf(quarter)
  const counts = await countReminders(deps.db, session.districtId, {
    from: startOfDay(firstDayOf(months[0])),
    until: startOfDay(addDays(lastDayOf(months[2]), 1)),
  })
  const names = await namesOfUsers(
    deps,
    session.districtId,
    rows.map(({ sentBy }) => sentBy),
  )
  const sent = c.req.query('sent')
  const body = (
    <RemindersPage
      c={c}
      rows={rows}
      total={total}
      page={number}
      counts={{ quarter: quarterZh(quarter), ...counts }}
      sending={await sending(c, typed)}
      names={names}
      problem={problem}
      sent={sent !== undefined && /^\d{1,5}$/.test(sent) ? sent : undefined}
    />
  )
  return render(c, body, { title: '提醒', current }, status)
}

async function sending(c: WebContext, typed: Typed) {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const [newest] = await checkedMonths(deps.db, districtId)
  if (!may(actor, 'orders.prepare', { districtId }) || !newest) return undefined
  const known = await remindedIn(deps.db, districtId, newest)
  const warned = (await warnedAccounts(deps, districtId, newest)).filter(({ accountId }) => !known.has(accountId))
  const units = (await readUnits(deps.db, districtId)).filter(({ state }) => state === 'active')
  return {
    month: newest,
    warned,
    units: pickUnits(units, { search: searchFrom(c), chosen: typed.unitId || undefined }),
    typed,
  }
}

async function byHand(c: WebContext): Promise<Response> {
  const values = await formValues(c)
  const typed = { unitId: String(values['unitId'] ?? ''), note: String(values['note'] ?? '') }
  try {
    await remindUnit(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, ...typed })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return page(c, typed, error.message, error.status)
  }
  return c.redirect(`${current}?sent=1`, 303)
}

async function ofWarned(c: WebContext): Promise<Response> {
  const values = await formValues(c)
  try {
    const { sent } = await remindWarned(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      month: readMonth(String(values['month'] ?? '')),
      accountIds: [values['accounts'] ?? []].flat(),
    })
    return c.redirect(`${current}?sent=${sent}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return page(c, nothingTyped, error.message, error.status)
  }
}

function readMonth(text: string): Month {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) throw refuse('web.form-unreadable')
  return month(text)
}

/** 提醒. */
export const reminderRoutes: RouteDefinition[] = defineRoutes([
  { method: 'get', path: '/reminders', door: 'orders.read', handle: (c) => page(c) },
  { method: 'post', path: '/reminders', door: 'orders.prepare', handle: byHand },
  { method: 'post', path: '/reminders/warned', door: 'orders.prepare', handle: ofWarned },
])
