import type { Child } from 'hono/jsx'
import { formatMonthDayZh } from '../../calendar/index.ts'
import { TaskMark, tasksOwed } from '../../instructions/index.ts'
import type { WebContext } from '../../web/index.ts'

const MOST = 20

/** 批示交办 that a unit still has to answer: 交办要点 and until when. Nothing where nothing is owed. */
export async function unitInstructions(c: WebContext, scope: { districtId: string; unitId: string }): Promise<Child> {
  const { db, clock } = c.var.deps
  const today = clock.today()
  const rows = await tasksOwed(db, scope, MOST)
  if (rows.length === 0) return null
  return (
    <section class="card todo gap">
      <header>
        <h2>区领导批示交办</h2>
        <p>{`待反馈 ${rows.length} 项`}</p>
      </header>
      <ul>
        {rows.map((task) => (
          <li>
            <div>
              <a href={`/instructions/${task.instructionId}`}>{task.essentials}</a>
              <small>{`${formatMonthDayZh(task.dueOn)}前反馈办理情况${task.dueOn < today ? '，已逾期，请立即反馈' : ''}`}</small>
            </div>
            <TaskMark task={task} today={today} />
          </li>
        ))}
      </ul>
    </section>
  )
}
