import {
  civilDate,
  weekday,
  type YearTable,
  type CalendarDay,
  formatMinute,
  type Instant,
} from '../../calendar/index.ts'
import { Alert, CsrfField, Field, Head } from '../../web/index.ts'
import type { ChangedDay } from '../changes.ts'

type Props = {
  csrf: string
  years: readonly YearTable[]
  year: number
  nextYearMissing: number | undefined
  mayImport: boolean
  problem?: string
  text?: string
  waiting: Waiting | undefined
}

type Waiting = { year: number; days: readonly ChangedDay[]; proposedBy: string; proposedAt: Instant; isOwn: boolean }

/** The calendar that deadlines are computed with: years, their status, holidays and make-up days of one. */
export function HolidaysPage({ csrf, years, year, nextYearMissing, mayImport, problem, text, waiting }: Props) {
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
        <div class="stackv">
          {waiting && <WaitingChange waiting={waiting} csrf={csrf} mayImport={mayImport} />}
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
            <DayTable days={table?.days ?? []} />
          </section>
        </div>
        {mayImport && <NoticeForm csrf={csrf} text={text} />}
      </div>
    </>
  )
}

// The calendar counts deadlines for every district: nobody changes an official year alone.
function WaitingChange({ waiting, csrf, mayImport }: { waiting: Waiting; csrf: string; mayImport: boolean }) {
  const { year, days, proposedBy, proposedAt, isOwn } = waiting
  return (
    <section class="card">
      <header>
        <h2>等待第二人确认的更正</h2>
        <p>{`${proposedBy} ${formatMinute(proposedAt)} 提交，与现行安排不同的有 ${days.length} 天`}</p>
      </header>
      <ChangedDays days={days} />
      {mayImport && isOwn && <p class="in mut">本人提交的更正由其他人员确认。</p>}
      {mayImport && !isOwn && (
        <form class="in acts" method="post" action="/holidays/changes">
          <CsrfField csrf={csrf} />
          <input type="hidden" name="year" value={year} />
          <button class="btn pri" type="submit" name="decision" value="confirmed">
            核对无误，改用新安排
          </button>
          <button class="btn" type="submit" name="decision" value="rejected">
            不予更正
          </button>
        </form>
      )}
    </section>
  )
}

/** Days that change, before and after. */
export const ChangedDays = ({ days }: { days: readonly ChangedDay[] }) => (
  <table class="cards">
    <thead>
      <tr>
        <th>日期</th>
        <th>现行</th>
        <th>改为</th>
      </tr>
    </thead>
    <tbody>
      {days.map(({ day, before, after }) => (
        <tr>
          <td class="t">{`${day.slice(0, 4)}年${dayText(day)}`}</td>
          <td data-l="现行">{kindText(before)}</td>
          <td data-l="改为">{kindText(after)}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

const kindText = (day: CalendarDay | undefined) =>
  day === undefined ? '照常' : `${day.name}${day.kind === 'holiday' ? '放假' : '调休上班'}`

/** Holidays of a year with their make-up days, each named on a phone, where the head of the table is gone. */
export function DayTable({ days }: { days: readonly CalendarDay[] }) {
  const isHoliday = ({ kind }: CalendarDay) => kind === 'holiday'
  // In the order of the holidays themselves: a make-up day may lie before another holiday.
  const names = [...new Set(days.filter(isHoliday).map(({ name }) => name))]
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
          const [off, atWork] = [true, false].map((wanted) =>
            days.filter((day) => day.name === name && isHoliday(day) === wanted).map(({ day }) => day),
          )
          return (
            <tr>
              <td class="t">{name}</td>
              <td class="full" data-l="放假">
                {spanText(off ?? [])}
              </td>
              <td class="full" data-l="调休上班">
                {atWork?.map(dayText).join('、') || <span class="mut">无</span>}
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

function spanText(days: readonly string[]): string {
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
