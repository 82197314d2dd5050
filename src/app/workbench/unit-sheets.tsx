import type { Child } from 'hono/jsx'
import { oneRow } from '../../database/index.ts'
import { waitingSamples } from '../../publishing/index.ts'
import { Status, type WebContext } from '../../web/index.ts'

/** 发布审签单 that are asked of a unit. Nothing where none is. */
export async function unitSheets(c: WebContext, scope: { districtId: string; unitId: string }): Promise<Child> {
  const { db, clock } = c.var.deps
  const { owed } = await oneRow(db, waitingSamples(scope, clock.today()))
  if (owed === 0) return null
  return (
    <section class="card todo gap">
      <header>
        <h2>发布审签单抽查</h2>
        <p>随机抽取已发布的帖文，报送发布前的审签单</p>
      </header>
      <ul>
        <li>
          <div>
            <a href="/approved/samples">{`报送发布审签单 ${owed} 篇`}</a>
          </div>
          <Status mark="pend" word="待报送" />
        </li>
      </ul>
    </section>
  )
}
