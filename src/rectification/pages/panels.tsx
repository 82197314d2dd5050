import type { Child } from 'hono/jsx'
import { may } from '../../access/index.ts'
import { formatDayZh } from '../../calendar/index.ts'
import type { AccountPanel, UnitPanel } from '../../registry/index.ts'
import { Status, type WebContext } from '../../web/index.ts'
import { circularLevels } from '../circulars/model.ts'
import { type About, circularsAbout } from '../circulars/queries.ts'
import { listOrders, ordersOfAccount, type OrderRow } from '../queries/lists.ts'
import { dueWords, OrderMark } from './marks.tsx'

const SHOWN = 20

/** On a unit's page: its orders, and what higher offices published of it. */
export const ordersUnitPanel: UnitPanel = async (c, { id: unitId }) => {
  const { deps, session } = c.var
  const { districtId } = session
  const scope = { districtId, unitId }
  if (!may(c.var.actor, 'orders.read', scope)) return null
  const { rows } = await listOrders(deps.db, scope, { offset: 0, limit: SHOWN })
  return <Panel c={c} orders={rows} circulars={await seenCirculars(c, { unitId })} />
}

/** On an account's page: the same of this account alone. */
export const ordersAccountPanel: AccountPanel = async (c, accountId) => {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const rows = await ordersOfAccount(deps.db, districtId, accountId, SHOWN)
  const own = rows.filter(({ unitId }) => may(actor, 'orders.read', { districtId, unitId }))
  return <Panel c={c} orders={own} circulars={await seenCirculars(c, { accountId })} />
}

const seenCirculars = async (c: WebContext, of: { unitId: string } | { accountId: string }): Promise<About[]> => {
  const { deps, actor, session } = c.var
  const sees = may(actor, 'upper-circulars.read', { districtId: session.districtId })
  return sees ? circularsAbout(deps.db, session.districtId, of) : []
}

type Props = { c: WebContext; orders: readonly OrderRow[]; circulars: readonly About[] }

function Panel({ c, orders, circulars }: Props): Child {
  if (orders.length === 0 && circulars.length === 0) return null
  const now = c.var.deps.clock.now()
  return (
    <section class="card todo">
      <header>
        <h2>整改、上级通报</h2>
      </header>
      <ul>
        {orders.map((order) => (
          <li>
            <div>
              <a href={`/orders/${order.id}`}>{order.number ?? '（草稿）'}</a>
              <small>{`${order.labels.join('、')}：${order.accounts.join('、')}`}</small>
              <small>{dueWords(order, now)}</small>
            </div>
            <OrderMark order={order} now={now} />
          </li>
        ))}
        {circulars.map((one) => (
          <li>
            <div>
              <a href={`/upper-circulars/${one.id}`}>{one.title}</a>
              <small>{`${circularLevels[one.level]}　${one.issuer}　${formatDayZh(one.issuedOn)}`}</small>
              <small>{one.note}</small>
            </div>
            <Status mark={one.pointsDeducted ? 'fail' : 'warn'} word={one.pointsDeducted ? '通报扣分' : '通报'} />
          </li>
        ))}
      </ul>
    </section>
  )
}
