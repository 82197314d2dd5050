import { defineRoutes, type RouteDefinition } from '../web/index.ts'
import { departedRoutes } from './departed/index.ts'
import { handoverRoutes, type OpenTasks } from './handover/index.ts'
import { campaignRoutes } from './routes-campaigns.tsx'
import { caseRoutes } from './routes-cases.tsx'
import { checkRoutes } from './routes-check.tsx'
import { returnRoutes } from './routes-returns.tsx'
import { nationalRoutes } from './national/index.ts'
import { triggerRoutes } from './routes-triggers.tsx'

/** 二（一）备案报送, with 人员交接 and 个人信息; `openTasks` knows a unit's open work in every room. */
export const filingRoutes = (openTasks: OpenTasks): RouteDefinition[] =>
  defineRoutes([
    ...campaignRoutes,
    ...returnRoutes,
    ...checkRoutes,
    ...caseRoutes,
    ...triggerRoutes,
    ...nationalRoutes,
    ...handoverRoutes(openTasks),
    ...departedRoutes,
  ])
