import { percentText } from '../../vocabulary/shares.ts'
import type { Tally } from '../items/queries.ts'

type Numbers = Omit<Tally, 'group'>

const nothing: Numbers = {
  before: 0,
  after: 0,
  items: 0,
  closing: 0,
  gone: 0,
  closed: 0,
  overdue: 0,
  closingsOverdue: 0,
}
const sumOf = (rows: readonly Tally[]): Numbers =>
  rows.reduce(
    (sum, row) => ({
      before: sum.before + row.before,
      after: sum.after + row.after,
      items: sum.items + row.items,
      closing: sum.closing + row.closing,
      gone: sum.gone + row.gone,
      closed: sum.closed + row.closed,
      overdue: sum.overdue + row.overdue,
      closingsOverdue: sum.closingsOverdue + row.closingsOverdue,
    }),
    nothing,
  )

/** 清理成效: accounts before and now, what was decided to go and is gone, what is settled, what is late. */
export function TallyTable({
  title,
  rows,
  nameOf,
}: {
  title: string
  rows: readonly Tally[]
  nameOf: (group: string) => string
}) {
  return (
    <section class="card">
      <header>
        <h2>{`清理成效：${title}`}</h2>
        <p>清理前为生成建议时台账中的账号，清理后为其中尚未注销的；关停注销办理逾期含复查逾期</p>
      </header>
      <table class="cards">
        <thead>
          <tr>
            <th>{title.replace('按', '')}</th>
            {columns.map(({ label }) => (
              <th class="r">{label}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line name={nameOf(row.group)} numbers={row} />
          ))}
          <Line name="合计" numbers={sumOf(rows)} />
        </tbody>
      </table>
    </section>
  )
}

const rate = (part: number, whole: number) => {
  const text = percentText(part, whole)
  return text === undefined ? '—' : `${text}%`
}

const columns: readonly { label: string; of: (numbers: Numbers) => string | number }[] = [
  { label: '清理前账号', of: ({ before }) => before },
  { label: '清理后账号', of: ({ after }) => after },
  { label: '清理事项', of: ({ items }) => items },
  { label: '审定关停注销', of: ({ closing }) => closing },
  { label: '已关停注销', of: ({ gone }) => gone },
  { label: '关停完成率', of: ({ gone, closing }) => rate(gone, closing) },
  { label: '已销号', of: ({ closed }) => closed },
  { label: '销号率', of: ({ closed, items }) => rate(closed, items) },
  { label: '清理事项逾期', of: ({ overdue }) => overdue },
  { label: '关停注销办理逾期', of: ({ closingsOverdue }) => closingsOverdue },
]

const Line = ({ name, numbers }: { name: string; numbers: Numbers }) => (
  <tr>
    <td class="t">{name}</td>
    {columns.map(({ label, of }) => (
      <td class="r num" data-l={label}>
        {of(numbers)}
      </td>
    ))}
  </tr>
)
