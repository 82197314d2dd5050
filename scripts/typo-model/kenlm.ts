/**
 * Reads a KenLM binary of the kind libime ships: order 3, trie, quantised, pointers chopped into an array (model type 5).
 * Layout after kenlm's lm/binary_format, trie_sort, quantize, bhiksha and bit_packing; what doesn't fit is refused.
 */
export type WordModel = {
  readonly words: readonly string[]
  /** log10, by word index. */
  readonly unigram: Float32Array
  readonly backoff: Float32Array
  /** Bigrams: first and second word, log10 of the second after the first, backoff of the pair. */
  readonly first: Uint32Array
  readonly second: Uint32Array
  readonly bigram: Float32Array
  /** Triples: the pair they end with (an index into the pairs), the word before it, log10 of the last word after both. */
  readonly triplePair: Uint32Array
  readonly tripleFirst: Uint32Array
  readonly trigram: Float32Array
}

const requiredBits = (max: number) => (max === 0 ? 0 : Math.floor(Math.log2(max)) + 1)

export function readWordModel(bytes: Buffer): WordModel {
  if (!bytes.subarray(0, 52).toString('latin1').startsWith('mmap lm http://kheafield.com/code format version 5'))
    throw new Error('not a KenLM binary of format 5')
  const order = bytes.readUInt8(88)
  const type = bytes.readUInt32LE(96)
  if (order !== 3 || type !== 5) throw new Error(`order ${order}, type ${type}: only order 3, type 5 is read`)
  const counts = [0, 1, 2].map((index) => Number(bytes.readBigUInt64LE(108 + 8 * index)))
  const [words = 0, pairs = 0, triples = 0] = counts
  let at = Math.ceil((108 + 24) / 8) * 8
  at += 8 + 8 * words
  // Quantisation: 8 bytes of header, then probability and backoff tables of the middle order.
  const probBits = bytes.readUInt8(at + 1)
  const backoffBits = bytes.readUInt8(at + 2)
  const table = (offset: number, bits: number) =>
    Float32Array.from({ length: 1 << bits }, (_, index) => bytes.readFloatLE(offset + 4 * index))
  const probOf = table(at + 8, probBits)
  const longest = (1 << probBits) * 4
  const longestProbOf = table(at + 8 + longest + (1 << backoffBits) * 4, probBits)
  at += 8 + longest + (1 << backoffBits) * 4 + longest

  const unigram = new Float32Array(words)
  const backoff = new Float32Array(words)
  const next = new Float64Array(words + 1)
  for (let word = 0; word <= words; word++) {
    if (word < words) {
      unigram[word] = bytes.readFloatLE(at + 16 * word)
      backoff[word] = bytes.readFloatLE(at + 16 * word + 4)
    }
    next[word] = Number(bytes.readBigUInt64LE(at + 16 * word + 8))
  }
  at += 16 * (words + 2)

  const { chop, size } = bhiksha(pairs + 1, triples, bytes.readUInt8(at + 1))
  const inline = requiredBits(triples) - chop
  const wordBits = requiredBits(words)
  const total = wordBits + probBits + backoffBits + inline
  const pairsAt = at + size
  const highAt = at
  at = pairsAt + Math.floor(((1 + pairs) * total + 7) / 8) + 8
  const triplesAt = at
  // The longest order: words and probabilities alone.
  at += Math.floor(((1 + triples) * (wordBits + probBits) + 7) / 8) + 8

  const strings = bytes.subarray(at).toString('utf8').split('\0')
  if (strings[0] !== '<unk>' || strings.length < words) throw new Error('the words are not where they should be')
  const first = new Uint32Array(pairs)
  const second = new Uint32Array(pairs)
  const bigram = new Float32Array(pairs)
  for (let word = 0; word < words; word++)
    for (let pair = next[word] ?? 0; pair < (next[word + 1] ?? 0); pair++) {
      const bit = pair * total
      first[pair] = readBits(bytes, pairsAt, bit, wordBits)
      second[pair] = word
      bigram[pair] = probOf[readBits(bytes, pairsAt, bit + wordBits + backoffBits, probBits)] ?? 0
    }
  // Where a pair's triples begin: low bits beside the pair, high bits by the place among the array's first indexes.
  const held = size >= 15 ? Math.floor((size - 15) / 8) : 0
  const high = Float64Array.from({ length: held }, (_, index) =>
    Number(bytes.readBigUInt64LE(Math.ceil(highAt / 8) * 8 + 8 + 8 * index)),
  )
  const begins = new Float64Array(pairs + 1)
  let part = 0
  for (let pair = 0; pair <= pairs; pair++) {
    while (part + 1 < held && (high[part + 1] as number) <= pair) part++
    const low = readBits(bytes, pairsAt, pair * total + wordBits + backoffBits + probBits, inline)
    begins[pair] = part * 2 ** inline + low
  }
  const triplePair = new Uint32Array(triples)
  const tripleFirst = new Uint32Array(triples)
  const trigram = new Float32Array(triples)
  for (let pair = 0; pair < pairs; pair++)
    for (let triple = begins[pair] as number; triple < (begins[pair + 1] as number); triple++) {
      const bit = triple * (wordBits + probBits)
      triplePair[triple] = pair
      tripleFirst[triple] = readBits(bytes, triplesAt, bit, wordBits)
      trigram[triple] = longestProbOf[readBits(bytes, triplesAt, bit + wordBits, probBits)] ?? 0
    }
  return { words: strings.slice(0, words), unigram, backoff, first, second, bigram, triplePair, tripleFirst, trigram }
}

/** How many high bits of the pointers stand in an array of their own, and how many bytes that array takes. */
function bhiksha(entries: number, maxNext: number, allowed: number) {
  const required = requiredBits(maxNext)
  let chop = 0
  let lowest = Infinity
  for (let tried = 0; tried <= Math.min(required, allowed); tried++) {
    const change = Math.floor(maxNext / 2 ** (required - tried)) * 64 - entries * tried
    if (change < lowest) [lowest, chop] = [change, tried]
  }
  const held = Math.floor(maxNext / 2 ** (required - chop)) + 1
  return { chop, size: 8 * (1 + held) + 7 }
}

/** Up to 25 bits, least significant first. */
function readBits(bytes: Buffer, base: number, bit: number, length: number): number {
  const at = base + Math.floor(bit / 8)
  return (bytes.readUInt32LE(at) >>> (bit % 8)) & ((1 << length) - 1)
}
