import type { Child } from 'hono/jsx'
import { ManuscriptMark, numberWords } from '../../publishing/index.ts'
import { Status } from '../../web/index.ts'
import { afterwardsNote, afterwardsWords, manuscriptsToDo } from './manuscript-tasks.ts'
import type { AtDesk } from './task.ts'

/** 稿件: what waits for this person's signature or 补审, what came back, what is approved and not published yet. Nothing where nothing is. */
export async function unitManuscripts(c: AtDesk, scope: { districtId: string; unitId: string }): Promise<Child> {
  const { mine, afterwards, own } = await manuscriptsToDo(c, scope)
  if (mine.length + afterwards.length + own.length === 0) return null
  return (
    <section class="card todo gap">
      <header>
        <h2>稿件审签</h2>
        <p>
          {mine.length > 0 ? `待本人审核 ${mine.length} 件` : own.length > 0 ? '待修改、待发布的稿件' : '待补审的稿件'}
        </p>
      </header>
      <ul>
        {mine.map(({ manuscript, steps }) => (
          <li>
            <div>
              <a href={`/manuscripts/${manuscript.id}/review`}>{manuscript.title}</a>
              <small>{`${numberWords(manuscript.number)}　${manuscript.unitName}　${steps.map(({ name }) => name).join('、')}`}</small>
            </div>
            <ManuscriptMark manuscript={manuscript} />
          </li>
        ))}
        {afterwards.length > 0 && (
          <li>
            <div>
              <a href="/manuscripts/urgent">{afterwardsWords(afterwards.length)}</a>
              <small>{afterwardsNote}</small>
            </div>
            <Status mark="pend" word="待补审" />
          </li>
        )}
        {own.map((manuscript) => (
          <li>
            <div>
              <a href={`/manuscripts/${manuscript.id}`}>{manuscript.title}</a>
              <small>{`${numberWords(manuscript.number)}　${manuscript.state === 'returned' ? '按意见修改后重新送审' : '发布后登记链接和时间'}`}</small>
            </div>
            <ManuscriptMark manuscript={manuscript} />
          </li>
        ))}
      </ul>
    </section>
  )
}
