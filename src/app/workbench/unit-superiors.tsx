import type { Child } from 'hono/jsx'
import { lateWords } from '../../calendar/index.ts'
import { minutesLeft, minutesPast, momentZh, PartMark, partsOwed } from '../../superiors/index.ts'
import type { WebContext } from '../../web/index.ts'

const MOST = 20

/** 上级交办 that a unit still has to answer: what is asked, until when, from whom. Nothing where nothing is owed. */
export async function unitSuperiors(c: WebContext, scope: { districtId: string; unitId: string }): Promise<Child> {
  const { db, clock } = c.var.deps
  const owed = await partsOwed(db, scope, MOST)
  if (owed.length === 0) return null
  const now = clock.now()
  return (
    <section class="card todo gap">
      <header>
        <h2>上级交办</h2>
        <p>{`待反馈 ${owed.length} 件`}</p>
      </header>
      <ul>
        {owed.map(({ id, title, issuer, schedule, state, notes }) => {
          const late = minutesPast(schedule.answer, now)
          return (
            <li>
              <div>
                <a href={`/superiors/${id}`}>{title}</a>
                <small>{`${issuer}交办：${notes.join('；')}`}</small>
                <small>
                  {`${momentZh(schedule.answer)}前反馈，${late > 0 ? `已超过${lateWords(late)}，请立即反馈` : `还剩${lateWords(minutesLeft(schedule.answer, now))}`}`}
                </small>
              </div>
              <PartMark state={state} />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
