import type { Child } from 'hono/jsx'
import { may } from '../../access/index.ts'
import { formatMinute } from '../../calendar/index.ts'
import type { AccountPanel } from '../../registry/index.ts'
import type { WebContext } from '../../web/index.ts'
import { kindLabels } from '../model.ts'
import { type CaseFilter, type CaseWithSteps, closedCases, openCases } from '../queries.ts'
import { clocksOf, nextClock } from '../rules.ts'
import { CaseMark, ClockMark } from './clocks.tsx'
import { Notices, noticesOf } from './notices.tsx'

const SHOWN = 10

/** On an account's page: its cases, and the way to a new one; a unit reads its 风险提示 alone. */
export const emergencyAccountPanel: AccountPanel = async (c, accountId) => {
  const { actor, session } = c.var
  const { districtId } = session
  if (may(actor, 'emergency.read', { districtId })) {
    const mayHandle = may(actor, 'emergency.handle', { districtId })
    return <Panel c={c} cases={await casesOf(c, { accountId })} openFor={mayHandle ? accountId : undefined} />
  }
  // Others of the office have no part in it; whoever sees this account of his own unit is told.
  if (actor.unitId === null) return null
  return unitNotices(c, { districtId, unitId: actor.unitId }, accountId)
}

/** What came of findings that an order rests on: for the order's page. */
export async function emergencyOrderPanel(c: WebContext, findingIds: readonly string[]): Promise<Child> {
  const { actor, session } = c.var
  if (!may(actor, 'emergency.read', { districtId: session.districtId })) return null
  return <Panel c={c} cases={await casesOf(c, { findingIds })} openFor={undefined} />
}

async function casesOf(c: WebContext, filter: CaseFilter): Promise<CaseWithSteps[]> {
  const { deps, session } = c.var
  const open = await openCases(deps.db, session.districtId, filter)
  const closed = await closedCases(deps.db, session.districtId, filter, { offset: 0, limit: SHOWN })
  return [...open, ...closed.rows]
}

/** 风险提示 that a unit has to act on, of one account or all of its own. */
export async function unitNotices(
  c: WebContext,
  { districtId, unitId }: { districtId: string; unitId: string },
  accountId?: string,
): Promise<Child> {
  const { deps } = c.var
  const open = await openCases(deps.db, districtId, { unitId, ...(accountId && { accountId }) })
  return <Notices notices={noticesOf(open)} now={deps.clock.now()} />
}

type Props = { c: WebContext; cases: readonly CaseWithSteps[]; openFor: string | undefined }

function Panel({ c, cases, openFor }: Props): Child {
  if (cases.length === 0 && !openFor) return null
  const now = c.var.deps.clock.now()
  return (
    <section class="card todo">
      <header>
        <h2>应急处置</h2>
        {openFor && (
          <p>
            <a href={`/emergency/new?account=${openFor}`}>作风险提示、登记应急事项</a>
          </p>
        )}
      </header>
      {cases.length === 0 ? (
        <p class="in mut">没有应急事项。发现严重表述错误、被盗等，不等复核，立即登记处置。</p>
      ) : (
        <ul>
          {cases.map((one) => {
            const clock = nextClock(clocksOf(one, now))
            return (
              <li>
                <div>
                  <a href={`/emergency/${one.id}`}>{kindLabels[one.kind]}</a>
                  <small>{`${formatMinute(one.startedAt)} 发现`}</small>
                  {clock && (
                    <small>
                      {clock.label} <ClockMark clock={clock} />
                    </small>
                  )}
                </div>
                <CaseMark one={one} />
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
