import type { ManuscriptText } from './model.ts'
import { sharedOf, type Work } from './shared-pieces.ts'

type WordPart = { kind: 'same' | 'gone' | 'new'; text: string }

/** What differs between two texts, in the order of the text. */
export type TextChanges = {
  readonly parts: readonly WordPart[]
  /** Parts so unlike that they stand as gone and new as a whole, not word by word. */
  readonly hasWholeParts: boolean
}

/** What is told where parts were not compared word by word. */
export const wholePartsNote = '改动很大的段落没有逐词比对，整段标为删去和新加'

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
const codesOf = (marks: string): ReadonlySet<number> => new Set(Array.from(marks, (mark) => mark.charCodeAt(0)))
const lineEnds = codesOf('\n')
const clauseEnds = codesOf('，。；：！？、,;!?\n')
/** How a text is taken apart, ever finer: what is left of one is compared by the next. */
const cuts: readonly ((text: string) => string[])[] = [
  (text) => cutBehind(text, lineEnds),
  (text) => cutBehind(text, clauseEnds),
  (text) => Array.from(segmenter.segment(text), ({ segment }) => segment),
]
const WORDS = cuts.length - 1

/**
 * Letters that are cut into words, pieces of one text, and steps of comparing, in one comparison. Counted, not timed: the same
 * texts always give the same answer, and no two texts hold the server's thread for longer than a few hundredths of a second.
 */
const MOST_SEGMENTED = 40_000
const MOST_PIECES = 10_000
const MOST_STEPS = 1_000_000

/** Pieces that end behind such a letter; all that is left over in the last one when they are too many. */
function cutBehind(text: string, ends: ReadonlySet<number>): string[] {
  const pieces: string[] = []
  let from = 0
  for (let at = 0; at < text.length && pieces.length < MOST_PIECES; at++)
    if (ends.has(text.charCodeAt(at))) {
      pieces.push(text.slice(from, at + 1))
      from = at + 1
    }
  if (from < text.length) pieces.push(text.slice(from))
  return pieces
}

/**
 * Words that came and went from one text to another. Letter for letter: all but the new parts is `from`, all but
 * those gone is `to`.
 */
export function wordChanges(from: string, to: string): TextChanges {
  const work = { steps: MOST_STEPS, segmented: MOST_SEGMENTED }
  const told = new Told()
  compare(from, to, 0, work, told)
  return told.all()
}

function compare(from: string, to: string, level: number, work: Work & { segmented: number }, told: Told): void {
  if (from === to || from === '' || to === '') return told.add(from, to)
  if (level === WORDS) {
    work.segmented -= from.length + to.length
    if (work.segmented < 0) return told.whole(from, to)
  }
  const cut = cuts[level]!
  const [one, two] = [cut(from), cut(to)]
  const { pairs, isAll } = sharedOf(one, two, work)
  if (level === WORDS && !isAll) told.hasWholeParts = true
  let [at, other] = [0, 0]
  for (const { first, second, length } of [...pairs, { first: one.length, second: two.length, length: 0 }]) {
    const gone = one.slice(at, first).join('')
    const come = two.slice(other, second).join('')
    if (level === WORDS) told.add(gone, come)
    else compare(gone, come, level + 1, work, told)
    const same = one.slice(first, first + length).join('')
    told.add(same, same)
    at = first + length
    other = second + length
  }
}

/** Gathers parts so that each differs from its neighbours: what went, what came, what stayed. */
class Told {
  readonly #parts: WordPart[] = []
  #same = ''
  #gone = ''
  #come = ''
  hasWholeParts = false

  add(gone: string, come: string): void {
    if (gone === '' && come === '') return
    if (gone === come) {
      this.#changed()
      this.#same += gone
    } else {
      this.#stayed()
      this.#gone += gone
      this.#come += come
    }
  }
  whole(gone: string, come: string): void {
    this.hasWholeParts = true
    this.add(gone, come)
  }
  #stayed() {
    if (this.#same !== '') this.#parts.push({ kind: 'same', text: this.#same })
    this.#same = ''
  }
  #changed() {
    if (this.#gone !== '') this.#parts.push({ kind: 'gone', text: this.#gone })
    if (this.#come !== '') this.#parts.push({ kind: 'new', text: this.#come })
    this.#gone = this.#come = ''
  }
  all(): TextChanges {
    this.#stayed()
    this.#changed()
    return { parts: this.#parts, hasWholeParts: this.hasWholeParts }
  }
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
