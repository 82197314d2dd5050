import type { Child } from 'hono/jsx'
import { listOrders, dueWords, OrderMark, whatNext } from '../../rectification/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import type { WebContext } from '../../web/index.ts'

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
