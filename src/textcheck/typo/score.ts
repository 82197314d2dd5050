import { ALPHABET, BOUNDARY, idsOf, isHanId } from './alphabet.ts'
import type { Candidate } from './candidates.ts'
import { CharacterLine } from './characters.ts'
import { compare, rowOf, type LineScene, type Scored } from './features.ts'
import { LONGEST, UNKNOWN } from './lexicon.ts'
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
/** Single characters whose neighbours speak against them more than this are not weighed. */
const LEAST_QUICK = -2

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
  const weigh = (found: readonly Candidate[]) => {
    for (const candidate of found) {
      const row = rowOf(scene, candidate, LEAST_ROUGH)
      if (row) scored.push({ candidate, row, odds: 0 })
    }
  }
  // Of the places asked about, and of those that a word begun in them reaches.
  const reach = Math.min(ids.length - 1, to + LONGEST - 1)
  const open = new Uint8Array(ids.length)
  for (let place = from; place < reach; place++)
    if (isHanId(counts.alphabet, ids[place] as number) && !isSettled(scene, place)) open[place] = 1
  for (let place = from; place < to; place++) {
    if (!isHanId(counts.alphabet, ids[place] as number)) continue
    if (open[place] === 1) {
      const around = candidates.lookAround(ids, place)
      weigh(likelySingles(scene, language, place, around))
      weigh(candidates.completing(ids, place, around))
      weigh(candidates.homophones(ids, place))
    } else if (open.subarray(place + 1, place + LONGEST).includes(1))
      weigh(
        candidates
          .homophones(ids, place)
          .filter((one) => one.ids.some((id, at) => open[place + at] === 1 && id !== ids[place + at])),
      )
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

/** Longest word that another character would complete, by its id, and its odds; all 0 between two places. */
const wordLength = new Uint8Array(ALPHABET)
const wordOdds = new Float64Array(ALPHABET)

/** The few single characters for a place that pairs of characters and words over it speak for. `around`: words looked for. */
function likelySingles({ line, lexicon }: LineScene, { beside, candidates }: Language, place: number, around: number) {
  const { ids, changed } = line
  const id = ids[place] as number
  const wasPairs = Math.log((line.count(2, place - 1) + 0.3) * (line.count(2, place) + 0.3))
  const over = lexicon.over(ids, place, place + 1)
  const was = worth(over.length, over.odds)
  const { completed } = candidates
  for (let index = 0; index < around; index++) {
    const meant = completed.id[index] as number
    const length = completed.length[index] as number
    if (length < (wordLength[meant] as number)) continue
    changed[place] = meant
    const word = lexicon.at(changed, completed.from[index] as number, length)
    if (word === UNKNOWN) continue
    const odds = lexicon.alone(word)
    if (length === wordLength[meant] && odds <= (wordOdds[meant] as number)) continue
    wordLength[meant] = length
    wordOdds[meant] = odds
  }
  changed[place] = id
  const { ids: alike, sound, shape, strict } = beside.alike(id)
  const size = alike.length
  beside.begin(id)
  const first = ids[place - 1] as number
  const last = ids[place + 1] as number
  const behind = beside.behind(first, id)
  const before = beside.before(id, last)
  const { values } = beside
  const likely: { id: number; quick: number }[] = []
  for (let index = 0; index < size; index++) {
    const left = values[behind + index] as number
    const right = values[before + index] as number
    if (left === 0 || right === 0) {
      // Nobody ever wrote it beside either neighbour: not worth weighing.
      if (left + right === 0) continue
      if (strict[index] === 1 && left + right < 20) continue
    }
    const meant = alike[index] as number
    let length = wordLength[meant] as number
    let odds = wordOdds[meant] as number
    if (length === 0) {
      odds = Math.max(
        beside.wordOdds(behind + size + index, first, meant),
        beside.wordOdds(before + size + index, meant, last),
      )
      length = odds === -Infinity ? 0 : 2
    }
    const neighbours = Math.log((left + 0.3) * (right + 0.3)) - wasPairs
    const quick = neighbours + worth(length, odds) - was + (sound[index] as number) * 0.8 + (shape[index] as number)
    if (quick < LEAST_QUICK) continue
    if (likely.length < WEIGHED) likely.push({ id: meant, quick })
    else {
      const weakest = likely.reduce((a, b) => (a.quick <= b.quick ? a : b))
      if (weakest.quick < quick) Object.assign(weakest, { id: meant, quick })
    }
  }
  for (let index = 0; index < around; index++) wordLength[completed.id[index] as number] = 0
  return likely.map((one): Candidate => ({ start: place, ids: [one.id], kind: 'character' }))
}

const worth = (length: number, odds: number) => (length < 2 ? 0 : 4 * (length - 1) + (odds + 14) * 0.5)
