import { defineRoutes } from '../web/index.ts'
import { benchPage } from './pages/bench.tsx'
import { close, closingPage } from './pages/close-month.tsx'
import { decide } from './pages/deciding.ts'
import { liveFragment, livePage } from './pages/live.tsx'
import { monthPage } from './pages/month.tsx'
import { monthsPage } from './pages/months.tsx'
import { explain, patrol } from './pages/patrolling.ts'
import { confirm, purposePage } from './pages/confirming-purpose.tsx'
import { patrolPage } from './pages/patrol.tsx'
import { arrangeStep } from './pages/rearranging.ts'
import { correct } from './pages/correcting.ts'
import { sampleChecked, samplePage } from './pages/sample.tsx'
import { problemEvidence, problemsPage, report, withdraw } from './pages/problems.tsx'
import { indicatorListRoutes } from './pages/indicator-list.tsx'
import { purposesPage } from './pages/purposes.tsx'
import { reviewPage } from './pages/review.tsx'
import { screenshot } from './pages/screenshot.ts'
import { monitoringSettingRoutes } from './pages/settings.tsx'
import { startCheck } from './pages/starting-check.ts'

/** 月度监测、人工复核、人工巡查、用途确认. */
export const monitoringRoutes = defineRoutes([
  { method: 'get', path: '/months', door: 'check.read', handle: (c) => monthsPage(c) },
  { method: 'post', path: '/months/check', door: 'check.run', handle: startCheck },
  { method: 'get', path: '/months/:month', door: 'check.read', handle: (c) => monthPage(c) },
  { method: 'post', path: '/months/:month/check', door: 'check.run', handle: startCheck },
  { method: 'get', path: '/months/:month/close', door: 'month.close', handle: (c) => closingPage(c) },
  { method: 'post', path: '/months/:month/close', door: 'month.close', handle: close },
  { method: 'get', path: '/live', door: 'check.read', handle: livePage },
  { method: 'get', path: '/live/card', door: 'check.read', quiet: true, handle: liveFragment },
  { method: 'get', path: '/review', door: 'review.read', handle: reviewPage },
  { method: 'get', path: '/review/:id', door: 'review.read', handle: (c) => benchPage(c) },
  { method: 'post', path: '/review/:id', door: 'review.decide', handle: decide },
  { method: 'get', path: '/months/:month/sample', door: 'review.read', handle: (c) => samplePage(c) },
  { method: 'post', path: '/months/:month/sample/:id', door: 'review.decide', handle: sampleChecked },
  { method: 'post', path: '/review/:id/correct', door: 'month.close', handle: correct },
  { method: 'post', path: '/review/:id/split', door: 'review.decide', handle: (c) => arrangeStep(c, 'split') },
  { method: 'post', path: '/review/:id/merge', door: 'review.decide', handle: (c) => arrangeStep(c, 'merge') },
  { method: 'post', path: '/review/:id/undo', door: 'review.decide', handle: (c) => arrangeStep(c, 'undo') },
  { method: 'get', path: '/patrol', door: 'patrol.record', handle: (c) => patrolPage(c) },
  { method: 'get', path: '/patrol/screenshot/:fileId', door: 'review.read', handle: screenshot },
  { method: 'post', path: '/patrol/:accountId', door: 'patrol.record', upload: true, handle: patrol },
  { method: 'post', path: '/patrol/:accountId/reason', door: 'patrol.record', handle: explain },
  { method: 'get', path: '/purposes', door: 'purpose.confirm', handle: purposesPage },
  { method: 'get', path: '/purposes/:accountId', door: 'purpose.confirm', handle: (c) => purposePage(c) },
  { method: 'post', path: '/purposes/:accountId', door: 'purpose.confirm', handle: confirm },
  { method: 'get', path: '/problems/of/:accountId', door: 'review.read', handle: (c) => problemsPage(c) },
  { method: 'post', path: '/problems/of/:accountId', door: 'patrol.record', upload: true, handle: report },
  { method: 'post', path: '/problems/:id/withdraw', door: 'patrol.record', handle: withdraw },
  { method: 'get', path: '/problems/:id/evidence', door: 'review.read', handle: problemEvidence },
  ...monitoringSettingRoutes,
  ...indicatorListRoutes,
])
