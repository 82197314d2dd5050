import { may } from '../../access/index.ts'
import { formatDayZh } from '../../calendar/index.ts'
import { dispositionLabels, type UnitPanel } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { CsrfField } from '../../web/index.ts'
import { accountsOfGoneUnits } from '../items/gone-units.ts'
import type { CleanupItem } from '../items/model.ts'
import { listItems } from '../items/queries.ts'
import type { Reason } from '../model.ts'
import { ItemMark } from './items.tsx'

const SHOWN = 20

const saysGone = (reasons: readonly Reason[]) => reasons.some(({ facts }) => facts['unitState'] !== undefined)

/** On a unit's page: what of its accounts is up for decision, and for a unit that is no more, how the others get there. */
export const cleanupUnitPanel: UnitPanel = async (c, unit) => {
  const { deps, actor, session } = c.var
  const { districtId } = session
  if (!may(actor, 'cleanup.read', { districtId, unitId: unit.id })) return null
  const filter = { unitId: unit.id, state: 'open' as const, offset: 0, limit: SHOWN }
  const today = deps.clock.today()
  const { rows, total } = await listItems(deps.db, { districtId }, today, filter)
  const gone = unit.state !== 'active'
  const waiting = gone ? await accountsOfGoneUnits(deps.db, { districtId, unitId: unit.id }, today) : []
  const tomorrow = gone && rows.some(({ asOf, proposal }) => asOf === today && !saysGone(proposal.reasons))
  if (total === 0 && waiting.length === 0) return null
  return (
    <section class="card">
      <header>
        <h2>清理整合</h2>
        <p>{`未销号 ${total} 项`}</p>
      </header>
      {rows.length > 0 && <OpenItems rows={rows} />}
      {tomorrow && <p class="in mut">今天已生成过清理建议的账号，撤并后的处置建议次日另列。</p>}
      {waiting.length > 0 && (
        <div class="in">
          <p>{`该单位已撤并，还有 ${waiting.length} 个账号没有列入清理整合。系统会自动列入，也可以现在列入。`}</p>
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

const OpenItems = ({ rows }: { rows: readonly CleanupItem[] }) => (
  <table class="cards">
    <thead>
      <tr>
        <th>账号</th>
        <th>系统建议</th>
        <th>办理情况</th>
        <th>办理期限</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((item) => (
        <tr>
          <td class="t">
            <a href={`/cleanup/${item.id}`}>{item.accountName}</a>
            <small>{platforms[item.platform].label}</small>
          </td>
          <td data-l="系统建议">{item.disposition ? dispositionLabels[item.disposition] : '—'}</td>
          <td class="s">
            <ItemMark state={item.state} />
          </td>
          <td data-l="办理期限">{item.dueOn ? formatDayZh(item.dueOn) : '—'}</td>
        </tr>
      ))}
    </tbody>
  </table>
)
