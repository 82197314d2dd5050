import { defineRoutes } from '../web/index.ts'
import { campaignRoutes } from './routes-campaigns.tsx'
import { caseRoutes } from './routes-cases.tsx'
import { checkRoutes } from './routes-check.tsx'
import { returnRoutes } from './routes-returns.tsx'
import { nationalRoutes } from './national/index.ts'
import type { OnAccepted } from './returns/signed-words.ts'
import { reminderRoutes } from './routes-reminders.tsx'
import { triggerRoutes } from './routes-triggers.tsx'

/** 二（一）备案报送; `onAccepted` hears what a unit's accepted 附件2 says of its accounts. app hands it in. */
export const filingRoutes = ({ onAccepted }: { onAccepted: OnAccepted }) =>
  defineRoutes([
    ...campaignRoutes,
    ...reminderRoutes,
    ...returnRoutes,
    ...checkRoutes(onAccepted),
    ...caseRoutes,
    ...triggerRoutes,
    ...nationalRoutes,
  ])
