import { type Instant, monthZh } from '../../calendar/index.ts'
import { type FindingRow, findingSentence, indicatorOf, listFindings } from '../../monitoring/index.ts'
import { dueWords, type FindingOrder, OrderMark, ordersOfFindings, whatNext } from '../../rectification/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Empty, Status, type WebContext } from '../../web/index.ts'

const SHOWN_MOST = 20

/** What people confirmed of a unit's accounts, each with its order: what is open, until when, and what would close it. */
export async function unitConfirmed(c: WebContext, { districtId, unitId }: { districtId: string; unitId: string }) {
  const { deps } = c.var
  const { findings, total } = await listFindings(deps.db, districtId, { unitId, states: ['confirmed'] }, 1, SHOWN_MOST)
  const orders = await ordersOfFindings(
    deps.db,
    districtId,
    findings.map(({ id }) => id),
  )
  return (
    <section class="card">
      <header>
        <h2>经复核确认的问题</h2>
        <p>{`${total} 条`}</p>
      </header>
      {findings.length === 0 ? (
        <Empty title="没有经复核确认的问题">经人工复核确认的，才列在这里。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>账号</th>
              <th>月份</th>
              <th>问题</th>
              <th>整改</th>
            </tr>
          </thead>
          <tbody>
            {findings.map((finding) => (
              <Row finding={finding} order={orders.get(finding.id)} now={deps.clock.now()} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

type RowProps = { finding: FindingRow; order: FindingOrder | undefined; now: Instant }

const Row = ({ finding, order, now }: RowProps) => (
  <tr>
    <td class="t">
      <a href={`/accounts/${finding.accountId}`}>{finding.accountName}</a>
      <small>{platforms[finding.platform].label}</small>
    </td>
    <td class="s num">{monthZh(finding.month)}</td>
    <td class="full">
      <b>{indicatorOf(finding.indicator).label}</b>
      <small>{findingSentence(finding)}</small>
    </td>
    <td class="full">
      {order ? (
        <>
          <OrderMark order={order} now={now} /> <a href={`/orders/${order.id}`}>{order.number}</a>
          <small>
            {[dueWords(order, now), order.state === 'closed' ? '' : whatNext[order.state]].filter(Boolean).join('。')}
          </small>
        </>
      ) : (
        <>
          <Status mark="pend" word="尚未下达整改" />
          <small>请先行整改；监管单位下达整改通知后，期限在这里列出。</small>
        </>
      )}
    </td>
  </tr>
)
