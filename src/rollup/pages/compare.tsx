import { type Quarter, quarterZh } from '../../calendar/index.ts'
import { CsrfField, Empty, FilterBy, Head, type WebContext } from '../../web/index.ts'
import type { CompareRow, Comparison, QuarterCell } from '../model.ts'
import { coverageText, FEW, rateCell, rateText } from '../rules.ts'
import { CityFilter, ofCity } from './city.tsx'
import { Go } from './go.tsx'

type Props = { c: WebContext; view: Comparison; choices: readonly Quarter[]; mayOpen: (districtId: string) => boolean }

/** 地区对比: a row a district, a column a quarter; every bar over the same scale, every bar with its fraction. */
export function ComparePage({ c, view, choices, mayOpen }: Props) {
  const { quarters } = view
  const rows = ofCity(c, view.rows)
  return (
    <>
      <Head
        crumb={<a href="/rollup">各地区汇总</a>}
        title="地区对比"
        note={`${quarterZh(quarters[0]!)}至${quarterZh(quarters.at(-1)!)}，按行政区划代码排列，不作排名`}
      />
      <form class="card filter" method="get" action="/rollup/compare">
        <FilterBy
          c={c}
          name="quarter"
          label="截至季度"
          labels={Object.fromEntries(choices.map((one) => [one, quarterZh(one)]))}
          all="上季度"
        />
        <CityFilter c={c} rows={view.rows} />
        <button class="btn" type="submit">
          查看
        </button>
      </form>
      <form class="ru" method="post" action="/district">
        <CsrfField csrf={c.var.session.csrf} />
        <section class="card">
          <header>
            <h2>合格率和采集覆盖率</h2>
            <p>条长为合格率，满格100%；空心为尚未办结</p>
          </header>
          {rows.length === 0 ? (
            <Empty title="没有可以查看的地区">请服务器操作员登记下级地区。</Empty>
          ) : (
            <table class="cards cmp">
              <thead>
                <tr>
                  <th>地区</th>
                  {quarters.map((one) => (
                    <th>{quarterZh(one)}</th>
                  ))}
                  <th>与上季度相比</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr>
                    <th scope="row" class="t">
                      {row.district.name}
                      {row.sent && <small>　报送</small>}
                    </th>
                    {row.quarters.map((cell) => (
                      <td data-l={quarterZh(cell.quarter)}>
                        <Quarterly row={row} cell={cell} mayOpen={mayOpen} />
                      </td>
                    ))}
                    <td class="full" data-l="与上季度相比">
                      {changeWords(row)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
      </form>
      <p class="mut sm">
        {`“覆盖”为作出判定的账号占应检账号的比例。已有判定少于${FEW}个的标“数量少”，一个账号即可使合格率大幅变动；两个季度中有一个数量少的，只列个数，不算升降。`}
      </p>
    </>
  )
}

const WIDE = 120

function Quarterly({ row, cell, mayOpen }: { row: CompareRow; cell: QuarterCell; mayOpen: Props['mayOpen'] }) {
  const rate = rateCell(cell.counted)
  if (!cell.counted) return <span class="nil">未监测</span>
  const words = `${quarterZh(cell.quarter)}合格率 ${rateText(rate)}`
  return (
    <>
      <svg class={cell.provisional ? 'cmpbar hollow' : 'cmpbar'} viewBox={`0 0 ${WIDE} 10`} aria-hidden="true">
        <path class="frame" d={`M0 9.5H${WIDE}`} />
        {rate.kind === 'rate' && rate.perMille > 0 && (
          <path class="fill" d={`M0.5 1H${((rate.perMille / 1000) * (WIDE - 1)).toFixed(1)}V9H0.5Z`} />
        )}
      </svg>
      <Go
        district={row.district}
        to={!row.sent && mayOpen(row.district.id) ? `/overview/accounts?of=${cell.quarter}&show=settled` : undefined}
        label={words}
      >
        {rateText(rate)}
      </Go>
      {rate.kind === 'rate' && rate.few && <small>数量少</small>}
      <small class="cover">{`覆盖 ${coverageText(cell.counted)}`}</small>
    </>
  )
}

/** Up or down only where both quarters have a rate of enough accounts and are closed; else what keeps it from being said. */
export function changeWords({ quarters }: Pick<CompareRow, 'quarters'>): string {
  const [before, now] = [quarters.at(-2), quarters.at(-1)]
  if (!before || !now) return '—'
  const [was, is] = [rateCell(before.counted), rateCell(now.counted)]
  if (was.kind === 'none' || is.kind === 'none') return '—'
  if (was.few || is.few) return `${was.qualified}/${was.settled} → ${is.qualified}/${is.settled}`
  const change = is.perMille - was.perMille
  const words = change === 0 ? '持平' : `${change > 0 ? '上升' : '下降'}${(Math.abs(change) / 10).toFixed(1)}个百分点`
  return before.provisional || now.provisional ? `${words}（未办结）` : words
}
