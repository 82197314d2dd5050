import { createRequire } from 'node:module'
import type { ManuscriptText } from './model.ts'

const load = createRequire(import.meta.url)
// Loaded when two versions are first compared: no start of the program waits for it.
const diff = () => load('diff') as typeof import('diff')

export type WordPart = { kind: 'same' | 'gone' | 'new'; text: string }

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
// Texts that have nothing in common are compared by whole lines: word by word they would take minutes.
const WORDS_MS = 1_500

/** Words that came and went from one text to another, in the order of the text. */
export function wordChanges(from: string, to: string): WordPart[] {
  const { diffWords, diffLines } = diff()
  const changes = diffWords(from, to, { intlSegmenter: segmenter, timeout: WORDS_MS }) ?? diffLines(from, to)
  return changes.map(({ value, added, removed }) => ({ kind: removed ? 'gone' : added ? 'new' : 'same', text: value }))
}

/** What else differs, in sentences: title, signature, source, label, accounts, pictures. */
export function otherChanges(from: ManuscriptText, to: ManuscriptText, pictures: readonly [number, number]): string[] {
  const said = (what: string, a: string | null, b: string | null) =>
    a === b ? [] : [`${what}：“${a ?? '无'}”改为“${b ?? '无'}”`]
  const sameAccounts = from.accountIds.toSorted().join() === to.accountIds.toSorted().join()
  return [
    ...said('标题', from.title, to.title),
    ...said('撰稿', from.author, to.author),
    ...said('稿源', from.source, to.source),
    ...said('AI标识', from.aiLabel, to.aiLabel),
    ...(sameAccounts ? [] : [`发布账号：${from.accountIds.length}个改为${to.accountIds.length}个`]),
    ...(pictures[0] === pictures[1] ? [] : [`图片：${pictures[0]}张改为${pictures[1]}张`]),
  ]
}
