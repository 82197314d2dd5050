import { BOUNDARY, idsOf, isHanId } from './alphabet.ts'
import { isAlike } from './confusions.ts'
import type { Candidate } from './candidates.ts'
import { CharacterLine } from './characters.ts'
import { compare, rowOf, type LineScene, type Scored } from './features.ts'
import { LONGEST } from './lexicon.ts'
import { Lattice } from './lattice.ts'
import type { Language } from './model.ts'

/** Candidates whose rough worth is below this are not looked at again. */
const LEAST_ROUGH = -2
/** How many single characters of one place are weighed in full, and how many candidates of it the classifier compares. */
const WEIGHED = 5
const KEPT = 3

/**
 * Log probability, from both sides together, above which a character is at home where it stands: of the wrong characters of
 * ECSpell's training sentences 3 of 100 are likelier than that, of the right ones 80.
 */
const SETTLED = -11
/** Nobody means a character that is rarer than this in the whole corpus, unless a word of three or four has it. */
const LEAST_OFTEN = 8

/** Ids of a line with a boundary at each end: place 1 is the first character. */
export function lineOf(language: Language, text: string): Uint16Array {
  const inner = idsOf(language.counts.alphabet, text)
  const ids = new Uint16Array(inner.length + 2)
  ids[0] = ids[ids.length - 1] = BOUNDARY
  ids.set(inner, 1)
  return ids
}

/** All candidates worth a second look in places `from` to `to` of a line, with their features. */
export function scoreLine(language: Language, ids: Uint16Array, from = 1, to = ids.length - 1): Scored[] {
  const { counts, lexicon, confusions, candidates } = language
  const line = new CharacterLine(counts, ids)
  const lattice = new Lattice(lexicon, ids)
  const size = Math.max(1, ids.length - 2)
  const scene: LineScene = {
    counts,
    lexicon,
    confusions,
    line,
    lattice,
    fit: line.forward.reduce((sum, value) => sum + value, 0) / size,
    wordFit: lattice.best / size,
  }
  const scored: Scored[] = []
  // Of the places asked about, and of those that a word begun in them reaches.
  const reach = Math.min(ids.length - 1, to + LONGEST - 1)
  const open = new Uint8Array(ids.length)
  for (let place = from; place < reach; place++)
    if (isHanId(counts.alphabet, ids[place] as number) && !isSettled(scene, place)) open[place] = 1
  for (let place = from; place < to; place++) {
    if (!isHanId(counts.alphabet, ids[place] as number)) continue
    const found =
      open[place] === 1
        ? [...likelySingles(scene, place), ...candidates.completing(ids, place), ...candidates.homophones(ids, place)]
        : open.subarray(place + 1, place + LONGEST).includes(1)
          ? candidates
              .homophones(ids, place)
              .filter((one) => one.ids.some((id, at) => open[place + at] === 1 && id !== ids[place + at]))
          : []
    for (const candidate of found) {
      const row = rowOf(scene, candidate, LEAST_ROUGH)
      if (row) scored.push({ candidate, row, odds: 0 })
    }
  }
  return compare(scored, KEPT)
}

/** A character that stands in text often seen, with both its neighbours, is not asked about. */
function isSettled({ line, lattice }: LineScene, place: number): boolean {
  if ((line.forward[place] as number) + (line.backward[place] as number) > SETTLED) return true
  const { order, most, left, right } = line.support(place, place + 1)
  if (order >= 5 && most >= 8) return true
  return (
    left >= 3 &&
    right >= 3 &&
    line.count(2, place - 1) >= 30 &&
    line.count(2, place) >= 30 &&
    (lattice.lengths[place] ?? 0) >= 2
  )
}

/** The few single characters for a place that pairs of characters and words over it speak for. */
function likelySingles({ line, lexicon, confusions, counts }: LineScene, place: number): Candidate[] {
  const { ids, changed } = line
  const before = ids[place - 1] as number
  const behind = ids[place + 1] as number
  const wasPairs = Math.log((line.count(2, place - 1) + 0.3) * (line.count(2, place) + 0.3))
  const was = worth(lexicon.over(ids, place, place + 1))
  const likely: { id: number; quick: number }[] = []
  for (const { id, sound, shape } of confusions.of(ids[place] as number)) {
    if (!isAlike({ sound, shape })) continue
    if ((counts.ones[id] as number) + (counts.generalOnes[id] as number) < LEAST_OFTEN) continue
    const left = line.pair(before, id)
    const right = line.pair(id, behind)
    // Nobody ever wrote it beside either neighbour: not worth weighing.
    if (left === 0 && right === 0) continue
    if (sound < 2 && shape < 0.7 && (left === 0 || right === 0) && left + right < 20) continue
    changed[place] = id
    const over = lexicon.over(changed, place, place + 1)
    const quick = Math.log((left + 0.3) * (right + 0.3)) - wasPairs + worth(over) - was + sound * 0.8 + shape
    if (quick < -2) continue
    if (likely.length < WEIGHED) likely.push({ id, quick })
    else {
      const least = likely.reduce((a, b) => (a.quick <= b.quick ? a : b))
      if (least.quick < quick) Object.assign(least, { id, quick })
    }
  }
  changed[place] = ids[place] as number
  return likely.map(({ id }) => ({ start: place, ids: [id], kind: 'character' }))
}

const worth = ({ length, odds }: { length: number; odds: number }) =>
  length < 2 ? 0 : 4 * (length - 1) + (odds + 14) * 0.5
