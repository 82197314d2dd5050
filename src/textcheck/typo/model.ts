import { alphabetOf } from './alphabet.ts'
import { Beside } from './beside.ts'
import { Candidates, type WordReadings } from './candidates.ts'
import { countsOf, type CharacterCounts } from './characters.ts'
import { Confusions } from './confusions.ts'
import type { Forest } from './forest.ts'
import { Lexicon } from './lexicon.ts'
import { Grams } from './ngrams.ts'
import { unpack } from './pack.ts'

/** What was learnt of characters (of the statutes and public tables) and of words (of libime; kept in a file of its own). */
export type Language = {
  readonly counts: CharacterCounts
  readonly confusions: Confusions
  readonly lexicon: Lexicon
  readonly candidates: Candidates
  readonly beside: Beside
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** What the packed file of characters holds. */
export function charactersOf(
  bytes: Uint8Array,
  wordBytes?: Uint8Array,
): { counts: CharacterCounts; confusions: Confusions } {
  const characters = unpack(bytes)
  const alphabet = alphabetOf([...text(characters.u8('characters'))])
  const ones = Float64Array.from(characters.u32('ones'))
  const words = wordBytes && unpack(wordBytes)
  const generalOnes = Float64Array.from(words?.u32('ones') ?? new Uint32Array(ones.length))
  const counts = countsOf({
    alphabet,
    ones,
    generalOnes,
    total: ones.reduce((sum, count) => sum + count, 0) + generalOnes.reduce((sum, count) => sum + count, 0),
    grams: new Grams(characters.u16('grams')),
    general: new Grams(words?.u16('grams') ?? new Uint16Array(4)),
    thinning: 1,
  })
  const confusions = new Confusions(alphabet, {
    syllables: text(characters.u8('syllables')).split(' '),
    readingAt: characters.u32('readingAt'),
    readings: characters.u16('readings'),
    shapeAt: characters.u32('shapeAt'),
    shapes: characters.u16('shapes'),
    alike: characters.u8('alike'),
  })
  return { counts, confusions }
}

/** Makes the language out of the two packed files. */
export function languageOf(characterBytes: Uint8Array, wordBytes: Uint8Array): Language {
  const { counts, confusions } = charactersOf(characterBytes, wordBytes)
  const words = unpack(wordBytes)
  const { alphabet } = counts
  const lexicon = new Lexicon(alphabet, {
    text: text(words.u8('words')),
    unigram: words.f32('unigram'),
    backoff: words.f32('backoff'),
    pairs: words.u16('pairs'),
    pairValues: words.u8('pairValues'),
    scale: words.f32('scale'),
  })
  const readings: WordReadings = {
    syllables: text(words.u8('syllables')).split(' '),
    at: words.u32('readingAt'),
    readings: words.u16('readings'),
  }
  return {
    counts,
    confusions,
    lexicon,
    candidates: new Candidates(lexicon, confusions, readings),
    beside: new Beside(counts, lexicon, confusions),
  }
}

export function forestOf(bytes: Uint8Array): Forest & { about: Readonly<Record<string, unknown>> } {
  const packed = unpack(bytes)
  return {
    about: packed.about,
    roots: packed.u32('roots'),
    feature: packed.u8('feature'),
    split: packed.f32('split'),
    right: packed.u32('right'),
  }
}

/**
 * The language as if its statutes were so many times fewer and this share of rarer words and pairs had never been met:
 * how foreign text looks to it.
 */
export function foreign(language: Language, thinning: number, hidden: number): Language {
  const { counts, lexicon } = language
  const ones = counts.ones.map((count) => count / thinning)
  const total = counts.ones.reduce((sum, count) => sum + count, 0)
  const thinned = countsOf({ ...counts, ones, total: counts.total - total * (1 - 1 / thinning), thinning })
  const less = hidden === 0 ? lexicon : new Lexicon(counts.alphabet, lexicon.table, hidden)
  return { ...language, counts: thinned, lexicon: less, beside: new Beside(thinned, less, language.confusions) }
}
