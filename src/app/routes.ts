import { backupPlan, backupRoutes } from '../backup/index.ts'
import {
  cleanupDeadlines,
  cleanupRoutes,
  cleanupRecordWords,
  cleanupUnitPanel,
  closingAccountPanel,
  closingDeadlines,
  unfinishedCleanup,
  wordsIntoItems,
} from '../cleanup/index.ts'
import {
  apiRoutes,
  collectionRecordWords,
  collectionRoutes,
  componentRoutes,
  evidenceRoutes,
  feedListRoutes,
  handedRoutes,
  secrecyRoutes,
  sourcesAccountPanel,
  sourcesRoutes,
  windowRoutes,
} from '../collection/index.ts'
import {
  engagementAccountPanel,
  engagementRecordWords,
  engagementRoutes,
  messageDeadlines,
} from '../engagement/index.ts'
import {
  caseAccountPanel,
  filedAccountPanel,
  filingRoutes,
  filingRecordWords,
  mendingDeadlines,
  nationalAccountPanel,
} from '../filing/index.ts'
import {
  emergencyAccountPanel,
  emergencyOrderPanel,
  emergencyRecordWords,
  emergencyRoutes,
} from '../emergency/index.ts'
import { circularRecordWords, circularRoutes, dispatchDeadlines } from '../circulars/index.ts'
import { holidayRoutes } from '../holidays/index.ts'
import { monitoringAccountPanel, monitoringRecordWords, monitoringRoutes } from '../monitoring/index.ts'
import { allowedHosts, openSender } from '../outgoing/index.ts'
import { manuscriptOutgoingRoutes, publishingRecordWords, publishingRoutes } from '../publishing/index.ts'
import { registryRoutes, registryRecordWords } from '../registry/index.ts'
import {
  orderFeedbackDeadlines,
  ordersAccountPanel,
  ordersUnitPanel,
  rectificationRecordWords,
  rectificationRoutes,
  statementDeadlines,
  stopDeadlines,
} from '../rectification/index.ts'
import { feedbackDeadlines, reportingRoutes, restingOnDays, reportRecordWords } from '../reporting/index.ts'
import { scoringRecordWords, scoringRoutes } from '../scoring/index.ts'
import { instructionRecordWords, instructionRoutes } from '../instructions/index.ts'
import { inspectionRoutes, superiorRecordWords, superiorRoutes, superiorsAccountPanel } from '../superiors/index.ts'
import { bulletinRecordWords, bulletinRoutes, unitSheetPanel } from '../bulletins/index.ts'
import { dossierAccountPanel, dossierRoutes } from '../dossier/index.ts'
import { openDataRoutes } from '../open-data/index.ts'
import { overviewRoutes } from '../overview/index.ts'
import { exchangeRecordWords, exchangeRoutes } from '../exchange/index.ts'
import { openRoutes } from '../api/index.ts'
import { webhookRoutes } from '../webhooks/index.ts'
import { rollupRoutes } from '../rollup/index.ts'
import type { RouteDefinition, RecordWords } from '../web/index.ts'
import { logLine } from './log.ts'
import { notifyRoutes } from './notify/routes.tsx'
import { ssoRoutes } from './sso/routes.tsx'
import { openTasks } from './open-tasks.ts'
import { programItself } from './program-itself.ts'
import { workbenchRoutes } from './workbench.tsx'

/** Deadlines that a new year's holidays may move, of every room that has any. */
const deadlineBooks = [
  mendingDeadlines,
  cleanupDeadlines,
  closingDeadlines,
  messageDeadlines,
  stopDeadlines,
  orderFeedbackDeadlines,
  statementDeadlines,
  feedbackDeadlines,
  dispatchDeadlines,
]

/** Every room's pages, in the order of the directory. */
export const allRoutes: RouteDefinition[] = [
  ...workbenchRoutes,
  ...overviewRoutes,
  ...rollupRoutes,
  ...registryRoutes({
    account: [
      filedAccountPanel,
      closingAccountPanel,
      caseAccountPanel,
      nationalAccountPanel,
      emergencyAccountPanel,
      monitoringAccountPanel,
      engagementAccountPanel,
      ordersAccountPanel,
      superiorsAccountPanel,
      sourcesAccountPanel,
      dossierAccountPanel,
    ],
    unit: [ordersUnitPanel, cleanupUnitPanel, unitSheetPanel],
  }),
  ...filingRoutes({ openTasks, onAccepted: wordsIntoItems, unfinishedCleanup }),
  ...cleanupRoutes,
  ...dossierRoutes,
  ...bulletinRoutes,
  ...openDataRoutes,
  ...collectionRoutes,
  ...handedRoutes(restingOnDays),
  ...sourcesRoutes(() => openSender({ allow: allowedHosts() })),
  ...feedListRoutes,
  ...windowRoutes,
  ...componentRoutes({
    actor: programItself,
    onUnknown: (event) => logLine({ level: 'note', part: 'weixin', event }),
  }),
  ...apiRoutes,
  ...evidenceRoutes,
  ...secrecyRoutes,
  ...engagementRoutes(restingOnDays),
  ...publishingRoutes,
  ...manuscriptOutgoingRoutes(() => openSender({ allow: allowedHosts() })),
  ...monitoringRoutes,
  ...superiorRoutes,
  ...inspectionRoutes,
  ...exchangeRoutes,
  ...rectificationRoutes({ order: [emergencyOrderPanel] }),
  ...emergencyRoutes,
  ...reportingRoutes,
  ...instructionRoutes,
  ...circularRoutes,
  ...scoringRoutes,
  ...holidayRoutes(deadlineBooks),
  ...backupRoutes(() => backupPlan()),
  ...notifyRoutes,
  ...ssoRoutes(() => ({ send: openSender({ allow: allowedHosts() }).send, allow: allowedHosts() })),
  ...openRoutes(),
  ...webhookRoutes,
]

/** What the rooms call the states of their records, for the trail. */
export const recordWords: RecordWords = {
  ...monitoringRecordWords,
  ...registryRecordWords,
  ...filingRecordWords,
  ...cleanupRecordWords,
  ...collectionRecordWords,
  ...engagementRecordWords,
  import: { ...collectionRecordWords['import'], ...engagementRecordWords['import'] },
  ...publishingRecordWords,
  ...rectificationRecordWords,
  ...reportRecordWords,
  ...instructionRecordWords,
  ...scoringRecordWords,
  ...bulletinRecordWords,
  ...superiorRecordWords,
  ...exchangeRecordWords,
  ...circularRecordWords,
  ...emergencyRecordWords,
}
