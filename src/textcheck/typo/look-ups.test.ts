import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Beside } from './beside.ts'
import { LEAF, logOdds } from './forest.ts'
import { languageOf } from './model.ts'
import { BothGrams, hashesOf, ORDER } from './ngrams.ts'
import { lineOf } from './score.ts'

const read = (name: string) => readFileSync(new URL(`model/${name}`, import.meta.url))
const language = languageOf(read('characters.bin'), read('words.bin'))
const { counts, lexicon, confusions } = language
const line = lineOf(language, '各级人民政府应当严格内容发布审核制度，办事效率低的要通报')

describe('what the typo engine remembers', () => {
  it('says of every neighbour what the tables say, also after all was forgotten for want of room', () => {
    const most = Math.max(...Array.from(line, (id) => language.beside.alike(id).ids.length))
    const small = new Beside(counts, lexicon, confusions, 4 * most)
    const pair = (one: number, two: number) => {
      const hashes = hashesOf([one, two], 0, 2)
      return counts.grams.count(...hashes) + counts.general.count(...hashes)
    }
    const odds = (one: number, two: number) => {
      const word = lexicon.at(Uint16Array.of(one, two), 0, 2)
      return word < 0 ? -Infinity : lexicon.alone(word)
    }
    for (let round = 0; round < 2; round++)
      for (let place = 1; place < line.length - 1; place++) {
        const [first, id, last] = Array.from(line.subarray(place - 1, place + 2)) as [number, number, number]
        const { ids } = small.alike(id)
        small.begin(id)
        const behind = small.behind(first, id)
        const before = small.before(id, last)
        expect(small.values.subarray(behind, behind + ids.length)).toEqual(
          Float32Array.from(ids, (other) => pair(first, other)),
        )
        expect(small.values.subarray(before, before + ids.length)).toEqual(
          Float32Array.from(ids, (other) => pair(other, last)),
        )
        for (const [index, other] of ids.entries()) {
          const kept = before + ids.length + index
          expect(small.wordOdds(kept, other, last)).toBe(odds(other, last))
          expect(small.wordOdds(kept, other, last)).toBe(odds(other, last))
        }
      }
  })

  it('reads n-grams on from where they are known as it reads them from their beginning', () => {
    for (const thinning of [1, 10]) {
      const both = new BothGrams(counts.grams, counts.general, thinning)
      for (let start = 0; start < line.length; start++) {
        const whole = new Float64Array(ORDER + 1)
        const known = both.read(line, start, 2, 9, whole, 0, 1)
        for (let shortest = 3; shortest <= ORDER; shortest++) {
          const rest = new Float64Array(ORDER + 1)
          both.read(line, start, shortest, known, rest, 0, 1)
          expect(rest.subarray(shortest)).toEqual(whole.subarray(shortest))
        }
      }
    }
  })
})

it('trees stop early only below the threshold', () => {
  const forest = {
    roots: Uint32Array.of(0, 3, 6),
    feature: Uint8Array.of(0, LEAF, LEAF, 1, LEAF, LEAF, 0, LEAF, LEAF),
    split: Float32Array.of(0.5, -2, 1, 0.5, -1, 2, 0.5, -0.5, 0.25),
    right: Uint32Array.of(2, 0, 0, 5, 0, 0, 8, 0, 0),
  }
  for (const one of [0, 1])
    for (const two of [0, 1]) {
      const row = Float32Array.of(one, two)
      const odds = logOdds(forest, row)
      for (let bar = -4; bar <= 4; bar += 0.25) {
        const told = logOdds(forest, row, bar)
        expect(told === odds || (odds < bar && told < bar)).toBe(true)
      }
      expect(logOdds(forest, row, 10)).not.toBe(odds)
    }
})
