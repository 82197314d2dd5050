import type { Candidate } from './candidates.ts'
import type { CharacterLine, CharacterCounts } from './characters.ts'
import type { Confusions } from './confusions.ts'
import type { Lattice } from './lattice.ts'
import { type Lexicon, BREAK } from './lexicon.ts'

/** What the classifier is told of a candidate, in this order. */
export const FEATURES = [
  'forward',
  'backward',
  'words',
  'sum',
  'ownForward',
  'ownBackward',
  'wasForward',
  'wasBackward',
  'order',
  'most',
  'left',
  'right',
  'wasOrder',
  'wasMost',
  'wasLeft',
  'wasRight',
  'one',
  'wasOne',
  'pairLeft',
  'pairRight',
  'wasPairLeft',
  'wasPairRight',
  'tokens',
  'wordLength',
  'wordOdds',
  'wasWordLength',
  'wasWordOdds',
  'sound',
  'shape',
  'span',
  'kind',
  'fit',
  'wordFit',
  'size',
  'fitNear',
  'rank',
  'margin',
  'rivals',
  'repeated',
  'best',
  'echo',
  'wasEcho',
  'over',
  'overOdds',
  'wasOver',
  'wasOverOdds',
] as const
export type Feature = (typeof FEATURES)[number]
const at = Object.fromEntries(FEATURES.map((name, index) => [name, index])) as Record<Feature, number>
export const FEATURE = at

export type Scored = { readonly candidate: Candidate; readonly row: Float32Array; odds: number }

const KINDS = { character: 0, homophones: 1, word: 2 } as const
const log = (count: number) => Math.log1p(count)

export type LineScene = {
  readonly counts: CharacterCounts
  readonly line: CharacterLine
  readonly lattice: Lattice
  readonly lexicon: Lexicon
  readonly confusions: Confusions
  readonly fit: number
  readonly wordFit: number
}

/**
 * Features of one candidate that hang on itself; those that compare it with others come in {@link compare}. None for one whose
 * rough worth is not above `least`.
 */
export function rowOf(scene: LineScene, candidate: Candidate, least: number): Float32Array | undefined {
  const { line, lattice, lexicon, counts, confusions } = scene
  const { start, ids } = candidate
  const end = start + ids.length
  let sound = Infinity
  let shape = Infinity
  for (let index = 0; index < ids.length; index++) {
    const was = line.ids[start + index] as number
    const meant = ids[index] as number
    if (was === meant) continue
    const likeness = confusions.likeness(was, meant)
    sound = Math.min(sound, likeness.sound)
    shape = Math.min(shape, likeness.shape)
  }
  line.change(start, ids)
  const { forward, backward, ownForward, ownBackward } = line.gains()
  const reading = lattice.changed(line.changed, start, end)
  const sum = 0.35 * (forward + backward) + reading.gain
  const kind = KINDS[candidate.kind]
  if (roughOf(Math.fround(sum), sound, Math.fround(shape), ids.length, kind) <= least) {
    line.restore()
    return undefined
  }
  const row = new Float32Array(FEATURES.length)
  row[at.sound] = sound
  row[at.shape] = shape
  row[at.span] = ids.length
  row[at.kind] = kind
  row[at.sum] = sum
  row[at.pairLeft] = log(line.count(2, start - 1))
  row[at.pairRight] = log(line.count(2, end - 1))
  tellSupport(row, line.support(start, end), [at.order, at.most, at.left, at.right])
  tellOver(row, lexicon.over(line.changed, start, end), [at.over, at.overOdds])
  row[at.echo] = echoOf(line.changed, start, end)
  line.restore()
  row[at.wasPairLeft] = log(line.count(2, start - 1))
  row[at.wasPairRight] = log(line.count(2, end - 1))
  tellSupport(row, line.support(start, end), [at.wasOrder, at.wasMost, at.wasLeft, at.wasRight])
  tellOver(row, lexicon.over(line.ids, start, end), [at.wasOver, at.wasOverOdds])
  row[at.wasEcho] = echoOf(line.ids, start, end)
  row[at.forward] = forward
  row[at.backward] = backward
  row[at.ownForward] = ownForward / ids.length
  row[at.ownBackward] = ownBackward / ids.length
  for (let place = start; place < end; place++) {
    row[at.wasForward]! += (line.forward[place] ?? 0) / ids.length
    row[at.wasBackward]! += (line.backward[place] ?? 0) / ids.length
  }
  row[at.one] = Math.min(...ids.map((id) => log(counts.often[id] ?? 0)))
  row[at.wasOne] = Math.min(...ids.map((_, index) => log(counts.often[line.ids[start + index] ?? 0] ?? 0)))
  row[at.words] = reading.gain
  row[at.tokens] = reading.tokens
  row[at.wordLength] = reading.length
  row[at.wordOdds] = reading.word === BREAK ? 0 : lexicon.alone(reading.word)
  row[at.wasWordLength] = lattice.lengths[start] ?? 0
  row[at.wasWordOdds] = lattice.words[start] === BREAK ? 0 : lexicon.alone(lattice.words[start] ?? 0)
  row[at.fit] = scene.fit
  row[at.wordFit] = scene.wordFit
  row[at.size] = Math.min(line.ids.length, 60)
  let near = 0
  for (let place = Math.max(1, start - 6); place < start; place++) near += line.backward[place - 1] ?? 0
  for (let place = end + 4; place < Math.min(line.ids.length - 1, end + 10); place++) near += line.forward[place] ?? 0
  row[at.fitNear] = near / 12
  for (let place = 1; place < line.ids.length - 1; place++)
    if ((place < start || place >= end) && line.ids[place] === line.ids[start]) row[at.repeated]!++
  return row
}

type Places = readonly [number, number, number, number]
function tellSupport(row: Float32Array, told: ReturnType<CharacterLine['support']>, places: Places): void {
  row[places[0]] = told.order
  row[places[1]] = log(told.most)
  row[places[2]] = told.left
  row[places[3]] = told.right
}
function tellOver(row: Float32Array, told: ReturnType<Lexicon['over']>, places: readonly [number, number]): void {
  row[places[0]] = told.length
  row[places[1]] = told.odds
}

/** The longest piece of two to four characters over a span that stands elsewhere in the line too: what is spoken of is named again. */
function echoOf(ids: Uint16Array, start: number, end: number): number {
  let longest = 0
  for (let from = Math.max(1, end - 4); from <= start; from++)
    for (let to = Math.max(end, from + 2, from + longest + 1); to <= Math.min(ids.length - 1, from + 4); to++)
      if (standsElsewhere(ids, from, to)) longest = to - from
      else break
  return longest
}

function standsElsewhere(ids: Uint16Array, from: number, to: number): boolean {
  const length = to - from
  for (let other = 1; other + length < ids.length; other++) {
    if (other > from - length && other < to) continue
    let same = 0
    while (same < length && ids[other + same] === ids[from + same]) same++
    if (same === length) return true
  }
  return false
}

/** How likely a slip of this kind is before the text is looked at, roughly; ranks candidates among one another. */
const roughOf = (sum: number, sound: number, shape: number, span: number, kind: number): number =>
  sum + (OF_SOUND[sound] as number) + 2 * shape - 2 * (span - 1) - (kind === KINDS.word ? 2 : 0)
const OF_SOUND = [-2.5, -1, 0, 0.3]
const roughly = (row: Float32Array): number =>
  roughOf(
    row[at.sum] as number,
    row[at.sound] as number,
    row[at.shape] as number,
    row[at.span] as number,
    row[at.kind] as number,
  )

/** Adds what tells a candidate from its rivals: those that change one of the same places. Keeps the best of each place. */
export function compare(scored: readonly Scored[], keep: number): Scored[] {
  const ranked = scored.map((one) => ({ one, rough: roughly(one.row) })).sort((a, b) => b.rough - a.rough)
  const kept: typeof ranked = []
  for (const entry of ranked) {
    const rivals = kept.filter(({ one }) => overlap(one.candidate, entry.one.candidate))
    if (rivals.length >= keep) continue
    const { row } = entry.one
    row[at.rank] = rivals.length
    row[at.rivals] = ranked.filter(({ one, rough }) => rough > 0 && overlap(one.candidate, entry.one.candidate)).length
    const others = ranked.filter((other) => other !== entry && overlap(other.one.candidate, entry.one.candidate))
    row[at.margin] = entry.rough - Math.max(-20, ...others.map(({ rough }) => rough))
    row[at.best] = (ranked[0]?.rough ?? 0) - entry.rough
    kept.push(entry)
  }
  return kept.map(({ one }) => one)
}

const overlap = (a: Candidate, b: Candidate) => a.start < b.start + b.ids.length && b.start < a.start + a.ids.length
