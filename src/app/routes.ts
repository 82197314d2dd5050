import { monitoringRoutes } from '../monitoring/index.ts'
import { reportingRoutes } from '../reporting/index.ts'
import type { RouteDefinition } from '../web/index.ts'

/** Every room's pages. */
export const allRoutes: RouteDefinition[] = [...monitoringRoutes, ...reportingRoutes]
