import { addMonths, type Month, monthZh } from '../../calendar/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Empty, Head, type Mark, Pager, Status, type WebContext, withQuery } from '../../web/index.ts'
import type { AccountCoverage, DistrictGaps } from '../running/district-gaps.ts'

type Props = { c: WebContext; gaps: DistrictGaps & { total: number }; month: Month; thisMonth: Month; page: number }

/** 采集缺口: how much of a month was seen of each account, whether it has a source or lives on files and patrols. */
export function DistrictGapsPage({ c, gaps, month, thisMonth, page }: Props) {
  const { days, whole, some, none, rows, total } = gaps
  const at = (to: Month) => withQuery(c, { month: to, page: undefined })
  return (
    <>
      <Head
        crumb={<a href="/sources">系统采集</a>}
        title="采集缺口"
        note={`${monthZh(month)}　${days} 天；未采集的日子不等于未更新，需要判定的请导入发布数据或者人工巡查`}
      >
        <a class="btn" href={at(addMonths(month, -1))}>
          上月
        </a>
        {month < thisMonth && (
          <a class="btn" href={at(addMonths(month, 1))}>
            下月
          </a>
        )}
      </Head>
      <section class="glance" aria-label="各账号采集情况">
        <Number label="各日均已采集" value={whole} />
        <Number label="部分日子未采集" value={some} />
        <Number label="各日均未采集" value={none} />
      </section>
      <section class="card gap">
        <form class="filter" method="get" action="/sources/gaps">
          <label class="vh" for="search">
            单位、账号
          </label>
          <input type="hidden" name="month" value={month} />
          <input type="search" id="search" name="q" value={c.req.query('q') ?? ''} placeholder="单位、账号" />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty title="没有符合条件的账号">请更换单位或者账号后再筛选。</Empty>
        ) : (
          <table class="cards stick">
            <thead>
              <tr>
                <th>账号</th>
                <th>主办单位</th>
                <th>采集来源</th>
                <th class="r">已采集</th>
                <th>已有数据到</th>
                <th>情况</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Line row={row} days={days} month={month} />
              ))}
            </tbody>
          </table>
        )}
        <Pager c={c} page={page} total={total} />
      </section>
    </>
  )
}

const Line = ({ row, days, month }: { row: AccountCoverage; days: number; month: Month }) => (
  <tr>
    <td class="t">
      <a href={`/sources/accounts/${row.accountId}?month=${month}`}>{row.accountName}</a>
      <small>{platforms[row.platform].label}</small>
    </td>
    <td data-l="主办单位">{row.unitName}</td>
    <td data-l="采集来源">{row.sources > 0 ? `${row.sources} 个` : '没有'}</td>
    <td data-l="已采集" class="r num">{`${row.seen} 天`}</td>
    <td data-l="已有数据到" class="num">
      {row.until ?? '没有数据'}
    </td>
    <td class="s">
      <Status {...markOf(row.seen, days)} />
    </td>
  </tr>
)

const markOf = (seen: number, days: number): { mark: Mark; word: string } =>
  seen >= days ? { mark: 'pass', word: '已采集' } : { mark: 'unkn', word: seen > 0 ? '部分未采集' : '未采集' }

const Number = ({ label, value }: { label: string; value: number }) => (
  <div>
    <div class="k">{label}</div>
    <div class="v">
      {value}
      <small>个账号</small>
    </div>
  </div>
)
