import { refuse } from '../vocabulary/refusals/index.ts'
import { formValues, heldFrom, render, type RouteDefinition, tickedFrom } from '../web/index.ts'
import { openForReminders, planReminders, remindables, remindChosen } from './campaigns/remind-chosen.ts'
import { RemindedPage, RemindersPage } from './pages/reminders.tsx'
import { campaignStep, current, idFrom } from './routes-campaigns.tsx'
import { daysLeft } from './rules.ts'

const preview = campaignStep(async (c) => {
  const { deps, session } = c.var
  const { districtId } = session
  const campaign = await openForReminders(deps.db, districtId, idFrom(c, '专项排查'))
  const values = await formValues(c)
  const left = daysLeft(campaign.filingDue, deps.clock.today())
  const ticked = values['which'] === 'all' ? 'unanswered' : tickedFrom(values)
  if (ticked.length === 0) throw refuse('bulk.nothing-chosen')
  const rows = await remindables(deps.db, districtId, { id: campaign.id, left }, ticked)
  const page = <RemindersPage csrf={session.csrf} campaign={campaign} rows={planReminders(rows)} left={left} />
  return render(c, page, { title: '催报预览', current })
})

// The outcome is the answer itself: sent again, every unit is refused, because it was reminded today.
const remind = campaignStep(async (c) => {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const campaignId = idFrom(c, '专项排查')
  const rows = await remindChosen(deps, actor, { districtId, campaignId, rows: heldFrom(await formValues(c)) })
  const campaign = await openForReminders(deps.db, districtId, campaignId)
  const left = daysLeft(campaign.filingDue, deps.clock.today())
  return render(c, <RemindedPage campaign={campaign} rows={rows} left={left} />, { title: '催报结果', current })
})

/** 催报: previewed, held, done unit by unit. */
export const reminderRoutes: RouteDefinition[] = [
  { method: 'post', path: '/filing/campaigns/:id/reminders', door: 'filing.remind', handle: preview },
  { method: 'post', path: '/filing/campaigns/:id/remind', door: 'filing.remind', handle: remind },
]
