import { defineRoutes, type RouteDefinition } from '../web/index.ts'
import { accountabilityRoutes } from './accountability/routes.tsx'
import { circularRoutes } from './circulars/routes.tsx'
import { reminderRoutes } from './reminders/routes.tsx'
import { orderRoutes } from './routes-orders.tsx'

/** 提醒、整改、上级通报、责任追究. */
export const rectificationRoutes: RouteDefinition[] = defineRoutes([
  ...reminderRoutes,
  ...orderRoutes,
  ...circularRoutes,
  ...accountabilityRoutes,
])
