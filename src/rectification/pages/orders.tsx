import type { Instant } from '../../calendar/index.ts'
import { Empty, FilterBy, Head, Pager, SearchBox, type WebContext } from '../../web/index.ts'
import { orderStateLabels } from '../model.ts'
import type { OrderRow } from '../queries/lists.ts'
import { dueWords, OrderMark } from './marks.tsx'

type Props = {
  c: WebContext
  rows: readonly OrderRow[]
  total: number
  page: number
  now: Instant
  /** Confirmed problems of the last two quarters that stand in no order; undefined: who looks drafts none. */
  unordered: number | undefined
  maySet: boolean
}

/** 整改台账: what is open first, the nearest day on top. */
export function OrdersPage({ c, rows, total, page, now, unordered, maySet }: Props) {
  return (
    <>
      <Head title="整改" note="经复核确认的问题，下达整改通知，复查合格后销号">
        {maySet && (
          <a class="btn" href="/orders/settings">
            整改期限
          </a>
        )}
        {unordered !== undefined && (
          <a class="btn pri" href="/orders/new">
            {`拟制整改通知（待下达 ${unordered} 个）`}
          </a>
        )}
      </Head>
      <section class="card">
        <form class="filter" method="get" action="/orders">
          <SearchBox c={c} label="单位、账号、发文字号" />
          <FilterBy
            c={c}
            name="state"
            label="办理情况"
            labels={{ open: '未办结', late: '已逾期', ...orderStateLabels }}
          />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty title="没有符合条件的整改通知">问题经人工复核确认后，由监管员拟制、负责人签发。</Empty>
        ) : (
          <Rows rows={rows} now={now} />
        )}
        <Pager c={c} page={page} total={total} />
      </section>
    </>
  )
}

const Rows = ({ rows, now }: Pick<Props, 'rows' | 'now'>) => (
  <table class="cards">
    <thead>
      <tr>
        <th>整改通知</th>
        <th>单位</th>
        <th>问题</th>
        <th>期限</th>
        <th>办理情况</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr>
          <td class="t">
            <a class="nm" href={`/orders/${row.id}`}>
              {row.number ?? '（草稿）'}
            </a>
            {row.issuedOn && <small>{`${row.issuedOn} 下达`}</small>}
          </td>
          <td data-l="单位">{row.unitName}</td>
          <td class="full">
            {row.labels.join('、')}
            <small>{row.accounts.join('、')}</small>
          </td>
          <td data-l="期限">{dueWords(row, now) || '—'}</td>
          <td class="s">
            <OrderMark order={row} now={now} />
            {row.reminders > 0 && <small>{`催办 ${row.reminders} 次${row.escalatedAt ? '，已升级督办' : ''}`}</small>}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
