import { may } from '../../access/index.ts'
import { formatDayZh } from '../../calendar/index.ts'
import { dispositionLabels, type UnitPanel } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { CsrfField } from '../../web/index.ts'
import { accountsOfGoneUnits } from '../items/gone-units.ts'
import { listItems } from '../items/queries.ts'
import { ItemMark } from './items.tsx'

const SHOWN = 20

/** On a unit's page: what of its accounts is up for decision, and for a unit that is no more, how the others get there. */
export const cleanupUnitPanel: UnitPanel = async (c, unit) => {
  const { deps, actor, session } = c.var
  const { districtId } = session
  if (!may(actor, 'cleanup.read', { districtId, unitId: unit.id })) return null
  const filter = { unitId: unit.id, state: 'open' as const, offset: 0, limit: SHOWN }
  const { rows, total } = await listItems(deps.db, { districtId }, deps.clock.today(), filter)
  const waiting = unit.state === 'active' ? [] : await accountsOfGoneUnits(deps.db, { districtId, unitId: unit.id })
  if (total === 0 && waiting.length === 0) return null
  return (
    <section class="card">
      <header>
        <h2>清理整合</h2>
        <p>{`未销号 ${total} 项`}</p>
      </header>
      {rows.length > 0 && (
        <ul class="plain rows">
          {rows.map((item) => (
            <li>
              <a href={`/cleanup/${item.id}`}>{item.accountName}</a>
              {`　${platforms[item.platform].label}　${item.disposition ? dispositionLabels[item.disposition] : '—'}　`}
              <ItemMark state={item.state} />
              {item.dueOn && <small>{`期限 ${formatDayZh(item.dueOn)}`}</small>}
            </li>
          ))}
        </ul>
      )}
      {waiting.length > 0 && (
        <div class="in">
          <p>{`该单位已撤并，还有 ${waiting.length} 个账号没有列入清理整合。系统每十分钟自动列入，也可以现在列入。`}</p>
          {may(actor, 'cleanup.propose', { districtId }) && (
            <form method="post" action={`/cleanup/units/${unit.id}`}>
              <CsrfField csrf={session.csrf} />
              <p class="acts">
                <button class="btn" type="submit">
                  列入清理整合
                </button>
              </p>
            </form>
          )}
        </div>
      )}
    </section>
  )
}
