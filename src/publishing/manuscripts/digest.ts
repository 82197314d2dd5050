import { digestOf } from '../../trail/index.ts'
import type { ManuscriptText } from './model.ts'

/** Over everything that is pinned when a text is approved (SM3): one sign, one account, one label more is another digest. */
export const digestOfText = ({
  title,
  body,
  author,
  source,
  sourceLink,
  aiGenerated,
  aiLabel,
  accountIds,
}: ManuscriptText): string =>
  digestOf({ title, body, author, source, sourceLink, aiGenerated, aiLabel, accountIds: accountIds.toSorted() })
