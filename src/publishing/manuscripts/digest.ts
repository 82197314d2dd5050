import { digestOf } from '../../trail/index.ts'
import type { ManuscriptText } from './model.ts'

type Attachment = { name: string; sha256: string }

/**
 * Over everything that is pinned when a text is approved (SM3): one sign, one account, one label, one attachment more is
 * another digest. A text without attachments has the digest of its words.
 */
export const digestOfText = (text: ManuscriptText, attachments: readonly Attachment[] = []): string => {
  const files = attachments.map(({ name, sha256 }) => `${sha256} ${name}`).toSorted()
  return digestOf({ ...pinned(text), ...(files.length > 0 && { attachments: files }) })
}

const pinned = ({ title, body, author, source, sourceLink, aiGenerated, aiLabel, accountIds }: ManuscriptText) => ({
  title,
  body,
  author,
  source,
  sourceLink,
  aiGenerated,
  aiLabel,
  accountIds: accountIds.toSorted(),
})
