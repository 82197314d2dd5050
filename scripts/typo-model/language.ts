import { ALPHABET, type Alphabet, alphabetOf, idsOf, isHan, OTHER } from '../../src/textcheck/typo/alphabet.ts'
import { pairAgain, pairHash, pairPrint } from '../../src/textcheck/typo/lexicon.ts'
import { lay } from '../../src/textcheck/typo/fingerprints.ts'
import { hashesOf, ORDER, packCounts } from '../../src/textcheck/typo/ngrams.ts'
import { pack } from '../../src/textcheck/typo/pack.ts'
import { type Counted, countGrams, spell } from './counts.ts'
import type { WordModel } from './kenlm.ts'
import { generalGrams } from './general.ts'
import { shapesOf } from './strokes.ts'

/** Least counts by length: a pair or three seen once still says that somebody wrote it. */
export const LEAST: readonly number[] = [0, 0, 1, 1, 2, 2]

/** Words of jieba's list alone are taken from this frequency on. */
const LEAST_FREQUENT = 5

const utf8 = (text: string) => new TextEncoder().encode(text)

/** The packed file of characters: how often n-grams of them stand in the statutes, how they sound, what they look like. */
export function packCharacters(
  sentences: readonly string[],
  sounds: ReadonlyMap<string, readonly string[]>,
  strokes: ReadonlyMap<string, string>,
  /** Words whose characters are in use though statutes may not have them. */
  frequency: ReadonlyMap<string, number>,
  about: Readonly<Record<string, unknown>>,
  least = LEAST,
): Uint8Array {
  const seen = new Map<string, number>()
  for (const sentence of sentences)
    for (let at = 0; at < sentence.length; at++) {
      const character = sentence[at] as string
      seen.set(character, (seen.get(character) ?? 0) + 1)
    }
  const often = (character: string) => seen.get(character) ?? 0
  const ordered = (characters: string[]) => characters.sort((a, b) => often(b) - often(a) || (a < b ? -1 : 1))
  const han = ordered([...new Set([...seen.keys(), ...strokes.keys()])].filter(isHan))
  const marks = ordered([...seen.keys()].filter((character) => /^[\p{P}\p{S}\s]$/u.test(character)))
  const characters = [...han, ...marks].slice(0, ALPHABET - 8)
  const alphabet = alphabetOf(characters)
  const ids = idsOf(alphabet, `${sentences.join('\n')}\n`)
  const counted = countGrams(ids, ORDER, least)
  const sizes = counted.slice(1).map(({ keys }) => keys.length)
  const grams = packed(counted)
  const syllables = [...new Set([...sounds.values()].flat().map((sound) => sound.slice(0, -1)))].sort()
  const number = new Map(syllables.map((syllable, index) => [syllable, index]))
  const readings = lists(alphabet.characters, (character) =>
    (sounds.get(character) ?? []).map((sound) => (number.get(sound.slice(0, -1)) ?? 0) * 8 + Number(sound.at(-1))),
  )
  const inWords = new Set(
    [...frequency].flatMap(([word, times]) => (word.length > 1 && times >= LEAST_FREQUENT ? [...word] : [])),
  )
  const shapes = shapesOf(
    new Map([...strokes].filter(([character]) => alphabet.ids[character.charCodeAt(0)] !== OTHER)),
    (character) => often(character) > 1 || inWords.has(character),
  )
  const alike = lists(alphabet.characters, (character) =>
    (shapes.get(character) ?? []).map(({ likeness }) => Math.round(likeness * 255)),
  )
  const others = lists(alphabet.characters, (character) =>
    (shapes.get(character) ?? []).map(({ other }) => alphabet.ids[other.charCodeAt(0)] ?? 0),
  )
  return pack(
    { ...about, grams: sizes },
    {
      characters: utf8(characters.join('')),
      ones: (counted[0] as (typeof counted)[number]).counts,
      grams,
      syllables: utf8(syllables.join(' ')),
      readingAt: readings.at,
      readings: readings.values,
      shapeAt: others.at,
      shapes: others.values,
      alike: Uint8Array.from(alike.values),
    },
  )
}

function packed(counted: readonly Counted[]): Uint16Array {
  const size = counted.slice(1).reduce((sum, { keys }) => sum + keys.length, 0)
  const firsts = new Uint32Array(size)
  const seconds = new Uint32Array(size)
  const counts = new Uint32Array(size)
  const ids = new Uint16Array(ORDER)
  let at = 0
  for (const grams of counted.slice(1))
    for (let index = 0; index < grams.keys.length; index++, at++) {
      spell(counted, grams.length, index, ids)
      ;[firsts[at], seconds[at]] = hashesOf(ids, 0, grams.length)
      counts[at] = grams.counts[index] ?? 0
    }
  return packCounts(firsts, seconds, counts)
}

function lists<T>(of: readonly T[], list: (one: T, index: number) => readonly number[]) {
  const at = new Uint32Array(of.length + 1)
  const values: number[] = []
  of.forEach((one, index) => {
    values.push(...list(one, index))
    at[index + 1] = values.length
  })
  return { at, values: Uint16Array.from(values) }
}

export type WordSources = {
  readonly spoken: ReadonlyMap<string, readonly string[]>
  readonly frequency: ReadonlyMap<string, number>
  readonly isDoubtful: (word: string) => boolean
  readonly alphabet: Alphabet
}

/** The packed file of words: their odds alone and after one another, and how they are read. Derived from libime (LGPL-2.1+). */
export function packWords(
  model: WordModel,
  { spoken, frequency, isDoubtful, alphabet }: WordSources,
  about: Readonly<Record<string, unknown>>,
): Uint8Array {
  const usable = (word: string) => word.length > 0 && word.length <= 4 && [...word].every(isHan) && !isDoubtful(word)
  const words: string[] = []
  const numbers = new Int32Array(model.words.length).fill(-1)
  model.words.forEach((word, index) => {
    if (usable(word)) numbers[index] = words.push(word) - 1
  })
  const inModel = words.length
  const known = new Set(words)
  for (const word of new Set([...spoken.keys(), ...frequency.keys()]))
    if (
      word.length > 1 &&
      !known.has(word) &&
      usable(word) &&
      (spoken.has(word) || (frequency.get(word) ?? 0) >= LEAST_FREQUENT)
    )
      words.push(word)
  const rare = model.unigram.reduce((least, value) => Math.min(least, value), 0) - 0.3
  const unigram = new Float32Array(words.length).fill(rare * Math.LN10)
  const backoff = new Float32Array(words.length)
  numbers.forEach((number, index) => {
    if (number < 0) return
    unigram[number] = (model.unigram[index] ?? 0) * Math.LN10
    backoff[number] = (model.backoff[index] ?? 0) * Math.LN10
  })
  const scale = Float32Array.from([...new Set(model.bigram)].sort((a, b) => a - b))
  const valueOf = new Map([...scale].map((value, index) => [value, index]))
  const pairs: number[] = []
  model.first.forEach((first, index) => {
    if ((numbers[first] ?? -1) >= 0 && (numbers[model.second[index] ?? 0] ?? -1) >= 0) pairs.push(index)
  })
  const both = (pair: number) => [numbers[model.first[pair] ?? 0] ?? 0, numbers[model.second[pair] ?? 0] ?? 0] as const
  const laid = lay(pairs.length, (key) => {
    const [first, second] = both(pairs[key] ?? 0)
    return [pairHash(first, second), pairAgain(first, second)]
  })
  const prints = new Uint16Array(laid.size)
  const values = new Uint8Array(laid.size)
  pairs.forEach((pair, key) => {
    const slot = laid.slots[key] ?? 0
    prints[slot] = pairPrint(pairAgain(...both(pair)))
    values[slot] = valueOf.get(model.bigram[pair] ?? 0) ?? 0
  })
  const syllables = [...new Set([...spoken.values()].flat())].sort()
  const syllable = new Map(syllables.map((name, index) => [name, index]))
  const readings = lists(words, (word) => (spoken.get(word) ?? []).map((name) => syllable.get(name) ?? 0))
  const general = generalGrams(model, alphabet, isDoubtful)
  return pack(
    { ...about, inModel, pairs: pairs.length, grams: general.size },
    {
      ones: general.ones,
      grams: general.grams,
      words: utf8(words.join('\n')),
      unigram,
      backoff,
      pairs: prints,
      pairValues: values,
      scale: scale.map((value) => value * Math.LN10),
      syllables: utf8(syllables.join(' ')),
      readingAt: readings.at,
      readings: readings.values,
    },
  )
}
