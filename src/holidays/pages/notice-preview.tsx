import type { Deadline, HolidayNotice, MovedDeadline } from '../../calendar/index.ts'
import { Alert, CsrfField, Head } from '../../web/index.ts'
import type { ChangedDay } from '../changes.ts'
import type { TypedDeadline } from '../deadline-book.ts'
import { ChangedDays, DayTable } from './holidays.tsx'

/** What a notice says and which open deadlines it moves, before it is taken. */
export function NoticePreview({
  csrf,
  notice,
  text,
  moved,
  typed,
  changed,
}: {
  csrf: string
  notice: HolidayNotice
  text: string
  moved: readonly MovedDeadline[]
  /** Days that people typed and that become days of rest. */
  typed: readonly TypedDeadline[]
  /** What differs where the year is official already; undefined where it isn't. */
  changed: readonly ChangedDay[] | undefined
}) {
  return (
    <>
      <Head
        crumb={<a href="/holidays">节假日</a>}
        title={`${notice.year} 年放假安排`}
        note={[notice.title, notice.documentNumber].filter(Boolean).join('　')}
      />
      <div class="stackv">
        <Alert tone="pass" title="星期和天数已逐条核对，均相符" />
        <section class="card">
          <DayTable days={notice.days} />
        </section>
        {changed && changed.length > 0 && <Changed changed={changed} />}
        <Moved moved={moved} />
        {typed.length > 0 && <Typed typed={typed} />}
        <form class="card" method="post" action="/holidays/confirm">
          <div class="in acts">
            <CsrfField csrf={csrf} />
            <input type="hidden" name="text" value={text} />
            <button class="btn pri" type="submit">
              {changed && changed.length > 0 ? '提交第二人确认' : '录入为正式安排'}
            </button>
            <a class="btn" href="/holidays">
              不录入，返回
            </a>
          </div>
        </form>
      </div>
    </>
  )
}

function Moved({ moved }: { moved: readonly MovedDeadline[] }) {
  if (moved.length === 0) return <p class="mut">没有未到期的期限受影响。</p>
  return (
    <section class="card">
      <header>
        <h2>受影响的未到期期限</h2>
        <p>{`${moved.length} 项，录入后按新安排计算`}</p>
      </header>
      <table class="cards">
        <thead>
          <tr>
            <th>事项</th>
            <th>原期限</th>
            <th>新期限</th>
          </tr>
        </thead>
        <tbody>
          {moved.map(({ label, before, after }) => (
            <tr>
              <td class="t">{label}</td>
              <td data-l="原期限">
                <del>{dayOf(before)}</del>
              </td>
              <td data-l="新期限">
                <ins>{dayOf(after)}</ins>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const dayOf = ({ day, provisional }: Deadline) => `${day}${provisional ? '（暂定）' : ''}`

const Changed = ({ changed }: { changed: readonly ChangedDay[] }) => (
  <section class="card">
    <header>
      <h2>与现行正式安排不同</h2>
      <p>{`${changed.length} 天，须由另一人确认后生效`}</p>
    </header>
    <ChangedDays days={changed} />
  </section>
)

// A person chose these days, so nobody else moves them.
const Typed = ({ typed }: { typed: readonly TypedDeadline[] }) => (
  <section class="card">
    <header>
      <h2>落在放假日的人工填写期限</h2>
      <p>{`${typed.length} 项，不自动调整，请自行斟酌`}</p>
    </header>
    <table class="cards">
      <thead>
        <tr>
          <th>事项</th>
          <th>期限</th>
        </tr>
      </thead>
      <tbody>
        {typed.map(({ label, day }) => (
          <tr>
            <td class="t">{label}</td>
            <td data-l="期限">{day}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
