import { cleanupRoutes } from '../cleanup/index.ts'
import { apiRoutes, collectionRoutes, sourcesAccountPanel, sourcesRoutes } from '../collection/index.ts'
import { filingRoutes, nationalAccountPanel } from '../filing/index.ts'
import { holidayRoutes, type OpenDeadlines } from '../holidays/index.ts'
import { monitoringAccountPanel, monitoringRoutes } from '../monitoring/index.ts'
import { registryRoutes } from '../registry/index.ts'
import { openFeedback, reportingRoutes } from '../reporting/index.ts'
import type { RouteDefinition } from '../web/index.ts'
import { workbenchRoutes } from './workbench.tsx'

/** Deadlines that are open in a district, for the preview of a new year's holidays. */
const openDeadlines: OpenDeadlines = (c) => openFeedback(c.var.deps, c.var.session.districtId)

/** Every room's pages, in the order of the directory. */
export const allRoutes: RouteDefinition[] = [
  ...workbenchRoutes,
  ...registryRoutes({ account: [nationalAccountPanel, monitoringAccountPanel, sourcesAccountPanel] }),
  ...filingRoutes,
  ...cleanupRoutes,
  ...collectionRoutes,
  ...sourcesRoutes,
  ...apiRoutes,
  ...monitoringRoutes,
  ...reportingRoutes,
  ...holidayRoutes(openDeadlines),
]
