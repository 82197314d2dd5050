import type { Child } from 'hono/jsx'
import { formatMinute } from '../../calendar/index.ts'
import { repostsOwed } from '../../publishing/index.ts'
import { Status, type WebContext } from '../../web/index.ts'

/** 转载任务 a unit has not done, as far as anybody saw. Nothing where none is open. */
export async function unitReposts(c: WebContext, scope: { districtId: string; unitId: string }): Promise<Child> {
  const { db, clock } = c.var.deps
  const now = clock.now()
  const owed = await repostsOwed(db, scope, now)
  if (owed.length === 0) return null
  return (
    <section class="card todo gap">
      <header>
        <h2>转载任务</h2>
        <p>已转载而没有采集到的，请报送链接</p>
      </header>
      <ul>
        {owed.map(({ dutyId, title, dueAt, accounts }) => (
          <li>
            <div>
              <a href={`/reposts/${dutyId}`}>{title}</a>
              <small>{`${accounts} 个账号，${formatMinute(dueAt)}前转载`}</small>
            </div>
            {now > dueAt ? <Status mark="warn" word="已过时限" /> : <Status mark="pend" word="未到期" />}
          </li>
        ))}
      </ul>
    </section>
  )
}
