import type { Child } from 'hono/jsx'
import { may } from '../../access/index.ts'
import { addDays, formatDayZh, startOfDay } from '../../calendar/index.ts'
import {
  dueWords,
  listAccountability,
  listOrders,
  listReminders,
  OrderMark,
  whatNext,
} from '../../rectification/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { Alert, shownMinute, Status, type WebContext } from '../../web/index.ts'

const MOST = 20

/** 整改 of a unit, for its own page: what is open, until when, why, and what would close it. Nothing where nothing is open. */
export async function unitOrders(c: WebContext, scope: { districtId: string; unitId: string }): Promise<Child> {
  const { deps } = c.var
  const { rows, total } = await listOrders(deps.db, scope, { state: 'open', offset: 0, limit: MOST })
  if (total === 0) return null
  const now = deps.clock.now()
  const calendar = await loadCalendar(deps.db)
  return (
    <section class="card todo gap">
      <header>
        <h2>整改</h2>
        <p>{`未办结 ${total} 件`}</p>
      </header>
      <ul>
        {rows.map((order) => (
          <li>
            <div>
              <a href={`/orders/${order.id}`}>{order.number}</a>
              <small>{`${order.labels.join('、')}：${order.accounts.join('、')}`}</small>
              <small>
                {dueWords(order, now, (day) => calendar.status(Number(day.slice(0, 4))) !== 'official') ||
                  '等候监管单位办理'}
              </small>
              <small>{whatNext[order.state]}</small>
            </div>
            <OrderMark order={order} now={now} />
          </li>
        ))}
      </ul>
    </section>
  )
}

// A reminder older than a month was answered by what the months since say.
const REMINDED_DAYS = 30

/** 提醒 that reached a unit in the last month. */
export async function unitReminders(c: WebContext, scope: { districtId: string; unitId: string }): Promise<Child> {
  const { deps } = c.var
  const since = startOfDay(addDays(deps.clock.today(), -REMINDED_DAYS))
  const { rows, total } = await listReminders(deps.db, scope, { since, offset: 0, limit: MOST })
  if (total === 0) return null
  return (
    <Alert tone="warn" title={`收到提醒 ${total} 次`}>
      <ul>
        {rows.map(({ note, sentAt }) => (
          <li>{`${shownMinute(c, sentAt)}　${note}`}</li>
        ))}
      </ul>
    </Alert>
  )
}

/** 责任追究 of which a unit was told and may still be heard. */
export async function unitHearings(c: WebContext, scope: { districtId: string; unitId: string }): Promise<Child> {
  const { deps, actor } = c.var
  if (!may(actor, 'accountability.answer', scope)) return null
  const { rows } = await listAccountability(deps.db, scope, { state: 'hearing', offset: 0, limit: MOST })
  if (rows.length === 0) return null
  return (
    <section class="card todo gap">
      <header>
        <h2>陈述申辩</h2>
      </header>
      <ul>
        {rows.map(({ id, statementBy, statedAt }) => (
          <li>
            <div>
              <a href={`/accountability-cases/${id}`}>责任追究事项</a>
              <small>{statementBy ? `可以陈述申辩至${formatDayZh(statementBy)}` : ''}</small>
            </div>
            <Status mark={statedAt ? 'pass' : 'warn'} word={statedAt ? '已陈述申辩' : '待陈述申辩'} />
          </li>
        ))}
      </ul>
    </section>
  )
}
