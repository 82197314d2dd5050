import { defineRoutes, formsAbout, type RouteDefinition } from '../web/index.ts'
import type { UnfinishedCleanup } from './campaigns/overdue.ts'
import { departedRoutes } from './departed/index.ts'
import { directoryRoutes } from './directory/index.ts'
import { handoverRoutes, type OpenTasks } from './handover/index.ts'
import { annex1FileRoutes } from './routes-annex1-file.tsx'
import { campaignFormRoutes } from './routes-campaign-form.tsx'
import { campaignRoutes } from './routes-campaigns.tsx'
import { caseRoutes } from './routes-cases.tsx'
import { checkRoutes } from './routes-check.tsx'
import { returnEntryRoutes } from './routes-return-entries.tsx'
import { returnPaperRoutes } from './routes-return-papers.tsx'
import { returnRoutes } from './routes-returns.tsx'
import { nationalRoutes } from './national/index.ts'
import { readCase } from './cases/records.ts'
import { readHandover } from './handover/queries/handovers.ts'
import { readReturn } from './returns/records.ts'
import type { OnAccepted } from './returns/signed-words.ts'
import { reminderRoutes } from './routes-reminders.tsx'
import { triggerRoutes } from './routes-triggers.tsx'

type Wiring = { openTasks: OpenTasks; onAccepted: OnAccepted; unfinishedCleanup: UnfinishedCleanup }

/**
 * 二（一）备案报送, with 人员交接 and 个人信息. app hands in who knows a unit's open work in every room, and who hears what
 * an accepted 附件2 says of its accounts, and who knows what clean-up a unit still owes.
 */
export const filingRoutes = ({ openTasks, onAccepted, unfinishedCleanup }: Wiring): RouteDefinition[] =>
  defineRoutes([
    ...campaignFormRoutes,
    ...campaignRoutes(unfinishedCleanup),
    ...reminderRoutes,
    ...formsAbout(
      'return',
      [...returnRoutes, ...returnEntryRoutes, ...returnPaperRoutes, ...annex1FileRoutes, ...checkRoutes(onAccepted)],
      ({ db }, ...which) => readReturn(db, ...which),
    ),
    ...formsAbout('case', caseRoutes, ({ db, vault }, ...which) => readCase(db, vault, ...which)),
    ...triggerRoutes,
    ...nationalRoutes,
    ...formsAbout('handover', handoverRoutes(openTasks), ({ db }, ...which) => readHandover(db, ...which)),
    ...departedRoutes,
    ...directoryRoutes,
  ])
