import { addMonths, type CivilDate, type Month, monthOf, monthZh } from '../../calendar/index.ts'
import { Empty, Head, Select } from '../../web/index.ts'
import type { Sums } from '../rules.ts'
import type { MonthSums } from '../sums.ts'
import { rateWords } from './words.tsx'

const MONTHS_BACK = 24

/** 统计: messages asked in a month, as they stood on a day; by kind, unit and account, each adding up to the whole. */
export function SumsPage({ month, today, sums }: { month: Month; today: CivilDate; sums: MonthSums }) {
  const months = Array.from({ length: MONTHS_BACK }, (_, back) => addMonths(monthOf(today), -back))
  const { asOf, all, byKind, byUnit, byAccount } = sums
  return (
    <>
      <Head
        crumb={<a href="/messages">留言台账</a>}
        title="留言统计"
        note={`${monthZh(month)}提问的留言，截至${asOf}的办理情况`}
      />
      <section class="card gap">
        <form class="filter" method="get" action="/messages/sums">
          <Select
            bare
            name="month"
            label="月份"
            value={month}
            choices={[...new Set([...months, month])].map((one) => ({ value: one, label: monthZh(one) }))}
          />
          <button class="btn" type="submit">
            查看
          </button>
        </form>
        {all.asked + all.invalid === 0 ? (
          <Empty title="这个月没有登记留言">没有登记不等于没有人留言，以各账号“已核对至”的记录为准。</Empty>
        ) : (
          <SumsTable head="类别" rows={byKind} all={all} />
        )}
      </section>
      {byUnit.length > 0 && (
        <section class="card gap">
          <header>
            <h2>按办理单位</h2>
          </header>
          <SumsTable head="单位" rows={byUnit} all={all} />
        </section>
      )}
      {byAccount.length > 0 && (
        <section class="card">
          <header>
            <h2>按账号</h2>
          </header>
          <SumsTable head="账号" rows={byAccount} all={all} />
          <footer>
            <span>
              按期率＝按期答复
              ÷（按期答复＋逾期答复＋逾期未答复）；到期而无人核对的单列，不计入比率，也不算逾期。时长只计起止时间都到分的答复。
            </span>
          </footer>
        </section>
      )}
    </>
  )
}

type TableProps = { head: string; rows: readonly (readonly [string, Sums])[]; all: Sums }

const SumsTable = ({ head, rows, all }: TableProps) => (
  <table class="cards">
    <thead>
      <tr>
        <th>{head}</th>
        <th class="r">留言</th>
        <th class="r">按期</th>
        <th class="r">逾期答复</th>
        <th class="r">待答复</th>
        <th class="r">逾期未答复</th>
        <th class="r">未核对</th>
        <th class="r">无效</th>
        <th class="r">按期率</th>
        <th class="r">答复率</th>
        <th class="r">时长中位数</th>
        <th class="r">九成以内</th>
      </tr>
    </thead>
    <tbody>
      {rows.map(([label, sums]) => (
        <SumsRow label={label} sums={sums} />
      ))}
      <SumsRow label="合计" sums={all} />
    </tbody>
  </table>
)

const hours = (count: number | null) => (count === null ? '—' : `${count}小时`)

const SumsRow = ({ label, sums }: { label: string; sums: Sums }) => (
  <tr>
    <td class="t">{label}</td>
    <td class="num r" data-l="留言">
      {sums.asked}
    </td>
    <td class="num r" data-l="按期">
      {sums.onTime}
    </td>
    <td class="num r" data-l="逾期答复">
      {sums.late}
    </td>
    <td class="num r" data-l="待答复">
      {sums.open}
    </td>
    <td class="num r" data-l="逾期未答复">
      {sums.overdue}
    </td>
    <td class="num r" data-l="未核对">
      {sums.unlooked}
    </td>
    <td class="num r" data-l="无效">
      {sums.invalid}
    </td>
    <td class="num r" data-l="按期率">
      {rateWords(sums.onTimeRate)}
    </td>
    <td class="num r" data-l="答复率">
      {rateWords(sums.replyRate)}
    </td>
    <td class="num r" data-l="时长中位数">
      {hours(sums.medianHours)}
    </td>
    <td class="num r" data-l="九成以内">
      {hours(sums.p90Hours)}
    </td>
  </tr>
)
