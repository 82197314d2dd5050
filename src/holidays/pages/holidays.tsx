import { civilDate, weekday, type YearTable } from '../../calendar/index.ts'
import { Alert, CsrfField, Field, Head } from '../../web/index.ts'

type Props = {
  csrf: string
  years: readonly YearTable[]
  year: number
  nextYearMissing: number | undefined
  mayImport: boolean
  problem?: string
  text?: string
}

/** The calendar that deadlines are computed with: years, their status, holidays and make-up days of one. */
export function HolidaysPage({ csrf, years, year, nextYearMissing, mayImport, problem, text }: Props) {
  const table = years.find((one) => one.year === year)
  return (
    <>
      <Head title="节假日" note="写明“工作日”的期限按本表计算；逢节假日顺延" />
      {nextYearMissing && (
        <Alert tone="warn" title={`${nextYearMissing} 年放假安排尚未录入`}>
          国务院办公厅一般在每年 11 月前后印发。录入前，跨年的期限按法定节日暂算，标注“暂定”。
        </Alert>
      )}
      {problem && <Alert tone="fail" title={problem} />}
      <nav class="tabs" aria-label="年份">
        {years.toReversed().map((one) => (
          <a
            href={`/holidays?year=${one.year}`}
            aria-current={one.year === year ? 'page' : undefined}
          >{`${one.year}年`}</a>
        ))}
      </nav>
      <div class="cols c75">
        <section class="card">
          <header>
            <h2>{`${year} 年`}</h2>
            {table ? (
              <span class={table.status === 'official' ? 'st pass' : 'st warn'}>
                {table.status === 'official' ? '正式' : '暂定'}
              </span>
            ) : (
              <span class="st unkn">未录入</span>
            )}
          </header>
          <DayTable table={table} />
        </section>
        {mayImport && <NoticeForm csrf={csrf} text={text} />}
      </div>
    </>
  )
}

function DayTable({ table }: { table: YearTable | undefined }) {
  // In the order of the holidays themselves: a make-up day may lie before another holiday.
  const holidays = (table?.days ?? []).filter(({ kind }) => kind === 'holiday')
  const names = [...new Set(holidays.map(({ name }) => name))]
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>节日</th>
          <th>放假</th>
          <th>调休上班</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => {
          const own = (table?.days ?? []).filter((day) => day.name === name)
          return (
            <tr>
              <td class="t">{name}</td>
              <td class="full">{spanText(own.filter(({ kind }) => kind === 'holiday').map(({ day }) => day))}</td>
              <td class="full">
                {own
                  .filter(({ kind }) => kind === 'workday')
                  .map(({ day }) => dayText(day))
                  .join('、') || <span class="mut">无</span>}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const dayText = (day: string) =>
  `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日（周${'一二三四五六日'[weekday(civilDate(day)) - 1]}）`

export function spanText(days: readonly string[]): string {
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return '无'
  return first === last ? `${dayText(first)}，1 天` : `${dayText(first)}至${dayText(last)}，共 ${days.length} 天`
}

function NoticeForm({ csrf, text }: { csrf: string; text: string | undefined }) {
  return (
    <form class="card" method="post" action="/holidays">
      <header>
        <h2>录入放假安排</h2>
      </header>
      <div class="in">
        <CsrfField csrf={csrf} />
        <Field
          name="text"
          label="通知全文"
          type="textarea"
          rows={12}
          value={text}
          required
          hint="粘贴《国务院办公厅关于××××年部分节假日安排的通知》全文。星期、天数会逐条核对，对不上的指明是哪一行。"
        />
        <button class="btn pri" type="submit">
          核对并预览
        </button>
      </div>
    </form>
  )
}
