import { formatDayZh, type Month, monthZh, quarterZh } from '../../calendar/index.ts'
import type { Action } from '../../access/index.ts'
import { Alert, CsrfField, Empty, FilterBy, Head, Status, type WebContext } from '../../web/index.ts'
import type { Counted, Rollup, RollupRow } from '../model.ts'
import { countedOnce, coverageText, FEW, rateCell, rateText, summed } from '../rules.ts'
import { CityFilter, ofCity } from './city.tsx'
import { Go, GoCount, type Opening } from './go.tsx'

type Props = {
  c: WebContext
  view: Rollup
  readAt: string
  months: readonly Month[]
  may: (action: Action, districtId: string) => boolean
}

/** 各地区汇总: the districts below, in the order of their codes; no rate without what it is taken of. */
export function RollupPage({ c, view, readAt, months, may }: Props) {
  const { month, quarter } = view
  const rows = ofCity(c, view.rows)
  return (
    <>
      <Head title="各地区汇总" note={`截至 ${readAt}，按行政区划代码排列，不作排名`}>
        <a class="btn" href={`/rollup/compare?quarter=${quarter}`}>
          地区对比
        </a>
        <a class="btn" href={`/rollup/files/xlsx?month=${month}`}>
          导出 xlsx
        </a>
        <a class="btn" href={`/rollup/files/csv?month=${month}`}>
          导出 csv
        </a>
      </Head>
      <form class="card filter" method="get" action="/rollup">
        <FilterBy
          c={c}
          name="month"
          label="月份"
          labels={Object.fromEntries(months.map((one) => [one, monthZh(one)]))}
          all="上月"
        />
        <CityFilter c={c} rows={view.rows} />
        <button class="btn" type="submit">
          查看
        </button>
      </form>
      {rows.length > MANY && (
        <p class="prose gap">
          本页三张表：<a href="#table-month">本月监测</a>、<a href="#table-quarter">本季度累计</a>、
          <a href="#table-work">备案、整改和报告</a>
        </p>
      )}
      {rows.length === 0 && (
        <Empty title="没有可以查看的地区">请服务器操作员登记下级地区，或者接收下级的数据包。</Empty>
      )}
      {rows.some(({ sent }) => sent?.differs || sent?.besideHere === 'other') && (
        <Alert tone="warn" title="有地区报送的数据前后不一致，或者与本机不一致">
          同一地区在本机有数据的，报送的另列一行，不计入合计；先后报送不同的，按最近一次显示，历次报送见“上下级报送”。
        </Alert>
      )}
      <form class="ru stackv" method="post" action="/district">
        <CsrfField csrf={c.var.session.csrf} />
        <Verdicts
          id="table-month"
          title={`${monthZh(month)}监测`}
          rows={rows}
          of={({ figures }) => figures.month?.counted ?? null}
          period={month}
          may={may}
          state
        />
        <Verdicts
          id="table-quarter"
          title={`${quarterZh(quarter)}累计`}
          rows={rows}
          of={({ figures }) => figures.quarter?.counted ?? null}
          period={quarter}
          may={may}
        />
        <Work view={{ ...view, rows }} may={may} />
      </form>
      <p class="mut sm">
        {`合格率＝合格÷（合格＋不合格），暂不判定、待复核另列，不计入；作出判定的不足应检账号半数，或者尚有线索待复核的，不出合格率。已有判定少于${FEW}个的标“数量少”，一个账号即可使合格率大幅变动，不宜直接比较。没有开展监测的地区写“未监测”，不是零。`}
      </p>
    </>
  )
}

type Of = (row: RollupRow) => Counted | null
/** From so many districts on a screen doesn't hold the three tables, and a line leads to each. */
const MANY = 15

type TableProps = {
  id: string
  title: string
  rows: readonly RollupRow[]
  of: Of
  period: string
  may: Props['may']
  state?: boolean
}

const sets = [
  ['应检账号', 'registered'],
  ['合格', 'qualified'],
  ['不合格', 'unqualified'],
  ['待复核', 'pending'],
  ['暂不判定', 'unknown'],
] as const

/** Where a number opens; of figures that were sent up there is no list here. */
const opening = (row: RollupRow, action: Action, to: string, may: Props['may']): Opening =>
  row.sent === null && may(action, row.district.id) ? to : undefined

const accounts = (period: string, show: string) => `/overview/accounts?of=${period}&show=${show}`

function Verdicts({ id, title, rows, of, period, may, state }: TableProps) {
  const own = countedOnce(rows)
  const all = summed(own.map(of))
  return (
    <section class="card" id={id}>
      <header>
        <h2>{title}</h2>
        <p>{`监测 ${own.length - all.unchecked} 个地区，未监测 ${all.unchecked} 个`}</p>
      </header>
      <table class="cards">
        <thead>
          <tr>
            <th>地区</th>
            <th class="r">采集覆盖率</th>
            {sets.map(([label]) => (
              <th class="r">{label}</th>
            ))}
            <th class="r">合格率</th>
            {state && <th>办结</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <th scope="row" class="t">
                <DistrictName row={row} />
              </th>
              <Cells row={row} counted={of(row)} period={period} may={may} />
              {state && (
                <td class="s">
                  <MonthState row={row} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
        {rows.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row" class="t">
                合计
              </th>
              <td class="r" data-l="采集覆盖率">
                {coverageText(all.counted)}
              </td>
              {sets.map(([label, set]) => (
                <td class="r" data-l={label}>
                  {all.counted?.[set] ?? '—'}
                </td>
              ))}
              <td class="r" data-l="合格率">
                {rateText(rateCell(all.counted))}
              </td>
              {state && <td class="s">{all.unchecked > 0 ? `不含未监测的${all.unchecked}个地区` : ''}</td>}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  )
}

const DistrictName = ({ row: { district, sent } }: { row: RollupRow }) => (
  <>
    {district.name}
    {sent && (
      <small>
        {`　报送${sent.version > 1 ? `第${sent.version}次` : ''}`}
        {sent.differs && '，与上次不一致'}
        {sent.besideHere === 'same' && '，与本机一致'}
        {sent.besideHere === 'other' && '，与本机不一致'}
      </small>
    )}
  </>
)

function MonthState({ row: { figures } }: { row: RollupRow }) {
  if (!figures.month) return <Status mark="unkn" word="未监测" />
  return figures.month.closed ? <Status mark="pass" word="已办结" /> : <Status mark="pend" word="未办结" />
}

type CellProps = { row: RollupRow; counted: Counted | null; period: string; may: Props['may'] }

function Cells({ row, counted, period, may }: CellProps) {
  if (!counted)
    return (
      <>
        <td class="r" data-l="采集覆盖率">
          <span class="nil">未监测</span>
        </td>
        {sets.map(([label]) => (
          <td class="r" data-l={label}>
            <span class="nil">—</span>
          </td>
        ))}
        <td class="r" data-l="合格率">
          <span class="nil">未监测</span>
        </td>
      </>
    )
  const cell = rateCell(counted)
  const to = (show: string) => opening(row, 'overview.view', accounts(period, show), may)
  return (
    <>
      <td class="r" data-l="采集覆盖率">
        <Go district={row.district} to={to('judged')} label={`采集覆盖率 ${coverageText(counted)}`}>
          {coverageText(counted)}
        </Go>
      </td>
      {sets.map(([label, set]) => (
        <td class="r" data-l={label}>
          <GoCount district={row.district} count={counted[set]} to={to(set)} label={label} />
        </td>
      ))}
      <td class="r" data-l="合格率">
        {cell.kind === 'rate' ? (
          <Go district={row.district} to={to('settled')} label={`合格率 ${rateText(cell)}`}>
            {rateText(cell)}
          </Go>
        ) : (
          <span class="nil">{rateText(cell)}</span>
        )}
        {cell.kind === 'rate' && cell.few && <small>数量少</small>}
      </td>
    </>
  )
}

/** Ledger, filing, clues, problems, orders, report and circular of each district. */
function Work({ view: { rows, month, quarter, asOf }, may }: { view: Rollup; may: Props['may'] }) {
  return (
    <section class="card" id="table-work">
      <header>
        <h2>备案、整改和报告</h2>
        <p>{`${formatDayZh(asOf)}的台账和整改；线索为${monthZh(month)}，报告为${quarterZh(quarter)}`}</p>
      </header>
      <table class="cards">
        <thead>
          <tr>
            <th>地区</th>
            <th class="r">登记账号</th>
            <th class="r">已备案</th>
            <th class="r">未备案</th>
            <th class="r">待核</th>
            <th class="r">待复核线索</th>
            <th class="r">未解决问题</th>
            <th class="r">整改未办结</th>
            <th class="r">其中逾期</th>
            <th>季度报告</th>
            <th>最近通报</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <WorkRow row={row} month={month} quarter={quarter} may={may} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

type WorkRowProps = { row: RollupRow; month: string; quarter: string; may: Props['may'] }

function WorkRow({ row, month, quarter, may }: WorkRowProps) {
  const { district, figures } = row
  const { ledger, orders, report, circular } = figures
  const counts = [
    ['登记账号', ledger.registered, 'ledger.read', '/accounts'],
    ['已备案', ledger.filed, 'ledger.read', '/accounts?filing=filed'],
    ['未备案', ledger.unfiled, 'ledger.read', '/accounts?filing=unfiled'],
    ['待核备案', ledger.filingUnknown, 'ledger.read', '/accounts?filing=unknown'],
    ['待复核线索', figures.awaiting, 'review.read', `/review?month=${month}`],
    ['未解决问题', figures.problems, 'overview.view', '/overview/problems'],
    ['整改未办结', orders.open, 'orders.read', '/orders?state=open'],
    ['整改逾期', orders.late, 'orders.read', '/orders?state=late'],
  ] as const
  return (
    <tr>
      <th scope="row" class="t">
        <DistrictName row={row} />
      </th>
      {counts.map(([label, count, action, to]) => (
        <td class="r" data-l={label}>
          <GoCount district={district} count={count} to={opening(row, action, to, may)} label={label} />
        </td>
      ))}
      <td class="s">
        {report ? (
          <Go
            district={district}
            to={opening(row, 'report.read', `/reports?quarter=${quarter}`, may)}
            label={`季度报告 ${report.final ? '已审定' : `草稿第${report.version}版`}`}
          >
            <Status
              mark={report.final ? 'pass' : 'pend'}
              word={report.final ? '已审定' : `草稿第${report.version}版`}
            />
          </Go>
        ) : (
          <Status mark="unkn" word="未编制" />
        )}
      </td>
      <td class="full" data-l="最近通报">
        {circular ? (
          <Go
            district={district}
            to={opening(row, 'circulars.read', '/circulars', may)}
            label={`通报 ${circular.issuedOn} ${circular.title}`}
          >
            {circular.issuedOn}
          </Go>
        ) : (
          <span class="nil">没有</span>
        )}
      </td>
    </tr>
  )
}
