import type { Child } from 'hono/jsx'
import { formatDayZh } from '../../calendar/index.ts'
import { answerWords, isLate, numberText, receiptsOwed } from '../../circulars/index.ts'
import { Status, type WebContext } from '../../web/index.ts'

const MOST = 20

/** 通报 that a unit still has to sign for or answer, and whether it was reminded. Nothing where nothing is owed. */
export async function unitCirculars(c: WebContext, scope: { districtId: string; unitId: string }): Promise<Child> {
  const { db, clock } = c.var.deps
  const owed = await receiptsOwed(db, scope, MOST)
  if (owed.length === 0) return null
  const today = clock.today()
  return (
    <section class="card todo gap">
      <header>
        <h2>通报</h2>
        <p>{`待签收、反馈 ${owed.length} 件`}</p>
      </header>
      <ul>
        {owed.map((one) => {
          const late = isLate(one, today)
          return (
            <li>
              <div>
                <a href={`/circulars/${one.id}`}>{one.title}</a>
                <small>
                  {[one.number && numberText(one.number), one.issuedOn && `${formatDayZh(one.issuedOn)}印发`]
                    .filter(Boolean)
                    .join('　')}
                </small>
                <small>{`${one.answers ? answerWords(one, today) : '只需签收'}${one.reminded ? '，监管单位已催报' : ''}`}</small>
              </div>
              <Status mark={late ? 'fail' : 'warn'} word={one.receivedAt ? '待反馈' : '待签收'} />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
