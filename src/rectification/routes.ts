import { defineRoutes, type RouteDefinition } from '../web/index.ts'
import { accountabilityRoutes } from './accountability/routes.tsx'
import { circularRoutes } from './circulars/routes.tsx'
import { reminderRoutes } from './reminders/routes.tsx'
import { type OrderPanel, orderRoutes } from './routes-orders.tsx'

/** What rooms above show on the pages of this one. */
export type RectificationPanels = { order?: readonly OrderPanel[] }

/** 提醒、整改、上级通报、责任追究. */
export const rectificationRoutes = ({ order = [] }: RectificationPanels = {}): RouteDefinition[] =>
  defineRoutes([...reminderRoutes, ...orderRoutes(order), ...circularRoutes, ...accountabilityRoutes])
