import { may } from '../../access/index.ts'
import { circularLevels } from '../../rectification/index.ts'
import type { AccountPanel } from '../../registry/index.ts'
import type { WebContext } from '../../web/index.ts'
import { itemsAbout } from '../queries.ts'
import { dueWords, ItemMark } from './marks.tsx'

/** On an account's page: what superiors asked about it, for the office; a unit has it on its own workbench. */
export const superiorsAccountPanel: AccountPanel = async (c: WebContext, accountId: string) => {
  const { deps, actor, session } = c.var
  const { districtId } = session
  if (!may(actor, 'superiors.read', { districtId })) return null
  const items = await itemsAbout(deps.db, districtId, accountId)
  if (items.length === 0) return null
  const now = deps.clock.now()
  return (
    <section class="card todo">
      <header>
        <h2>上级交办</h2>
      </header>
      <ul>
        {items.map((item) => (
          <li>
            <div>
              <a href={`/superiors/${item.id}`}>{item.title}</a>
              <small>{`${circularLevels[item.level]}　${item.issuer}`}</small>
              <small>{dueWords(item, now)}</small>
            </div>
            <ItemMark item={item} now={now} />
          </li>
        ))}
      </ul>
    </section>
  )
}
