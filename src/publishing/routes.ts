import type { RecordWords, RouteDefinition } from '../web/index.ts'
import { reviewRuleRoutes } from './gates/settings.tsx'
import { lexiconRecordWords } from './lexicons/record-words.ts'
import { lexiconRoutes } from './lexicons/routes.tsx'
import { approvedRecordWords } from './approved/record-words.ts'
import { approvedRoutes } from './approved/routes.tsx'
import { manuscriptRecordWords } from './manuscripts/record-words.ts'
import { manuscriptRoutes } from './manuscripts/routes.tsx'
import { repostRecordWords } from './reposts/record-words.ts'
import { repostRoutes } from './reposts/routes.tsx'

/** Pages of every noun of the room. */
export const publishingRoutes: RouteDefinition[] = [
  ...repostRoutes,
  ...manuscriptRoutes,
  ...reviewRuleRoutes,
  ...lexiconRoutes,
  ...approvedRoutes,
]

/** For the trail. */
export const publishingRecordWords: RecordWords = {
  ...repostRecordWords,
  ...manuscriptRecordWords,
  ...lexiconRecordWords,
  ...approvedRecordWords,
}
