import type { Child } from 'hono/jsx'
import { may } from '../../access/index.ts'
import { dayOf, formatDayZh } from '../../calendar/index.ts'
import { closingCases } from '../../filing/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import type { WebContext } from '../../web/index.ts'
import { BeginClosing, ClosingPanel } from './pages/entry.tsx'
import { nextWords } from './pages/words.tsx'
import { closingOf, decidedItem, readClosing, seenSinceCeased, unitAndState } from './queries.ts'
import { noticeEnd } from './rules.ts'

/** For the account's page: its closing, or the way to begin one where there is a ground. */
export async function closingAccountPanel(c: WebContext, accountId: string): Promise<Child> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const account = await unitAndState(deps.db, districtId, accountId)
  const target = { districtId, unitId: account?.unitId ?? null }
  if (!account || !may(actor, 'cleanup.read', target)) return null
  const begun = await closingOf(deps.db, districtId, accountId)
  const file = begun && (await readClosing(deps.db, districtId, begun.id))
  if (file) {
    const notice = noticeEnd(file.closing, file.announcements, await loadCalendar(deps.db))
    return <ClosingPanel file={file} next={nextWords(file, notice, deps.clock.today())} />
  }
  const seen = await seenSinceCeased(deps.db, districtId, account)
  const underway = account.runningState === 'closing' || account.runningState === 'closed'
  const ground =
    underway ||
    (await decidedItem(deps.db, districtId, accountId)) !== undefined ||
    (await closingCases(deps.db, districtId, [accountId])).some(({ filingNumber }) => filingNumber === null)
  const gone = account.runningState === 'deregistered'
  const mayBegin = gone ? seen && may(actor, 'cleanup.verify', target) : ground && may(actor, 'cleanup.confirm', target)
  if (!mayBegin) return null
  return (
    <section class="card">
      <header>
        <h2>关停注销</h2>
        <p>{seen ? `已注销，${formatDayZh(dayOf(seen.checkedAt))}又有人看到` : '还没有开始办理'}</p>
      </header>
      <div class="in">
        <BeginClosing csrf={session.csrf} accountId={accountId} />
      </div>
    </section>
  )
}
