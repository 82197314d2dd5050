import { defineRoutes } from '../web/index.ts'
import { campaignRoutes } from './routes-campaigns.tsx'
import { caseRoutes } from './routes-cases.tsx'
import { checkRoutes } from './routes-check.tsx'
import { returnRoutes } from './routes-returns.tsx'
import { nationalRoutes } from './national/index.ts'
import { triggerRoutes } from './routes-triggers.tsx'

/** 二（一）备案报送. */
export const filingRoutes = defineRoutes([
  ...campaignRoutes,
  ...returnRoutes,
  ...checkRoutes,
  ...caseRoutes,
  ...triggerRoutes,
  ...nationalRoutes,
])
