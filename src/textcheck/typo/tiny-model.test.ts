import { beforeAll, describe, expect, it } from 'vitest'
import type { WordModel } from '../../../scripts/typo-model/kenlm.ts'
import { packCharacters, packWords } from '../../../scripts/typo-model/language.ts'
import { partOf, sentencesOf, sharesClause } from '../../../scripts/typo-model/statutes.ts'
import { grow } from '../../../scripts/typo-model/grow.ts'
import { chanceOf } from '../../../scripts/typo-model/noise.ts'
import type { TypoEngine } from '../model.ts'
import { typoEngine } from './engine.ts'
import { LEAF, logOdds, type Forest } from './forest.ts'
import { idsOf } from './alphabet.ts'
import { hashesOf } from './ngrams.ts'
import { FEATURE } from './features.ts'
import { charactersOf, languageOf } from './model.ts'
import { pack, unpack } from './pack.ts'

const sentences = Array.from({ length: 40 }, () => [
  '市政府应当公布办事指南。',
  '县级人民政府负责监督检查。',
  '有关部门应当依法公开信息。',
]).flat()
const sounds = new Map([
  ['政', ['zheng4']],
  ['攻', ['gong1']],
  ['正', ['zheng4']],
  ['府', ['fu3']],
  ['公', ['gong1']],
  ['监', ['jian1']],
  ['鉴', ['jian4']],
])
const strokes = new Map([
  ['政', 'jfjfdsjsl'],
  ['攻', 'jfdsjsl'],
  ['正', 'jfjfj'],
  ['府', 'kjssfjfk'],
  ['鉴', 'ffsjksljjfksj'],
])

/** A word model of a few words, as KenLM's binary would give it. */
const words = ['<unk>', '政府', '市政府', '人民', '公开', '监督', '检查', '信息', '应当', '部门', '有关']
const model: WordModel = {
  words,
  unigram: Float32Array.from(words, () => -3),
  backoff: Float32Array.from(words, () => -0.3),
  first: Uint32Array.of(3, 5),
  second: Uint32Array.of(1, 6),
  bigram: Float32Array.of(-0.5, -0.7),
  triplePair: new Uint32Array(0),
  tripleFirst: new Uint32Array(0),
  trigram: new Float32Array(0),
}
const made = () => {
  const characters = packCharacters(sentences, sounds, strokes, new Map(), {})
  const { counts } = charactersOf(characters)
  const spoken = new Map([['政府', ['zheng', 'fu']]])
  const sources = { spoken, frequency: new Map<string, number>(), isDoubtful: () => false, alphabet: counts.alphabet }
  return { characters, words: packWords(model, sources, {}) }
}
/** Believes in a change that makes the sentence likelier by far. */
const stump: Forest = {
  roots: Uint32Array.of(0),
  feature: Uint8Array.of(FEATURE.sum, LEAF, LEAF),
  split: Float32Array.of(12, -5, 5),
  right: Uint32Array.of(2, 0, 0),
}

describe('a model of a few sentences', () => {
  let engine: TypoEngine
  beforeAll(() => {
    const { characters, words: packed } = made()
    engine = typoEngine(languageOf(characters, packed), stump, { advise: 0, confirm: 4 })
  })

  it('is the same, byte for byte, when it is built again', () => {
    const [one, two] = [made(), made()]
    expect(Buffer.from(one.characters).equals(Buffer.from(two.characters))).toBe(true)
    expect(Buffer.from(one.words).equals(Buffer.from(two.words))).toBe(true)
  })

  it('knows each n-gram it counted, and hardly any other', () => {
    const { counts } = charactersOf(made().characters)
    const read = (text: string) => counts.grams.count(...hashesOf(idsOf(counts.alphabet, text), 0, text.length))
    expect(['政府', '办事指南', '依法公开', '监督'].map(read)).toEqual([66, 38, 38, 38])
    expect(['府政', '南指', '法部', '开息'].map(read)).toEqual([0, 0, 0, 0])
  })

  it('finds a character that looks alike, marks the word and says why', () => {
    const [finding, ...rest] = engine.find('通知：\n县级人民攻府负责监督检查。')
    expect(rest).toEqual([])
    expect(finding).toMatchObject({
      start: 8,
      end: 10,
      observed: '攻府',
      suggestion: '政府',
      rule: 'typo:same-shape',
      kind: 'typo',
      gate: 'wording',
      severity: 'confirm',
    })
    expect(finding?.why).toContain('“攻”与“政”字形相近')
    expect(finding?.confidence).toBeGreaterThan(0.9)
  })

  it('is silent on clean, empty, foreign and broken text, whatever its length', () => {
    const odd = [
      '',
      '\u202e\u200b\ud83d\ude00\ud800',
      'abc 123 ،',
      '。。；\n\n',
      '市政府应当公布办事指南，'.repeat(200),
    ]
    for (const text of [...sentences.slice(0, 3), ...odd]) expect(engine.find(text)).toEqual([])
  })

  it('counts offsets in a sentence longer than what is read at once', () => {
    const before = '有关部门应当依法公开信息，'.repeat(30)
    const [finding] = engine.find(`${before}县级人民攻府负责监督检查`)
    expect(finding?.start).toBe(before.length + 4)
  })
})

describe('what a model is made of', () => {
  it('leaves out what shares ten characters in a row with a test sentence, marks aside', () => {
    const isShared = sharesClause(['当事人可以向人民法院提起诉讼'])
    expect(isShared('第三条当事人，可以向人民法院提起复议')).toBe(true)
    expect(isShared('第三条当事人可以向人民检察院申诉')).toBe(false)
  })

  it('keeps a twentieth of the statutes for each purpose beside counting, in blocks', () => {
    const parts = Array.from({ length: 8000 }, (_, line) => partOf(line))
    const share = (part: string) => parts.filter((one) => one === part).length
    expect([share('clean'), share('noised'), share('threshold')]).toEqual([400, 400, 400])
    expect(sentencesOf('一是。二是；三')).toEqual(['一是。', '二是；', '三'])
  })

  it('packs and unpacks arrays of all kinds as they were', () => {
    const packed = unpack(
      pack({ bars: 1 }, { a: Uint8Array.of(1, 2, 3), b: Float32Array.of(0.5), c: Uint16Array.of(7) }),
    )
    expect([[...packed.u8('a')], [...packed.f32('b')], [...packed.u16('c')], packed.about]).toEqual([
      [1, 2, 3],
      [0.5],
      [7],
      { bars: 1 },
    ])
    expect(() => packed.u8('b')).toThrow('no section b')
    expect(() => unpack(new Uint8Array(40))).toThrow('not a packed typo model')
  })

  it('grows trees that tell apart what one feature alone does not', () => {
    const chance = chanceOf(1)
    const rows = Array.from({ length: 2000 }, () => Float32Array.of(chance(), chance()))
    const isWanted = (row: Float32Array) => (row[0] ?? 0) > 0.5 !== (row[1] ?? 0) > 0.5
    const growth = { trees: 30, leaves: 8, rate: 0.3, leastWeight: 1, ridge: 1, sample: 1, features: 1 }
    const wanted = rows.map((row) => Number(isWanted(row)))
    const forest = grow({ rows, wanted, weight: rows.map(() => 1) }, growth, chance)
    const right = rows.filter((row) => logOdds(forest, row) > 0 === isWanted(row)).length
    expect(right).toBeGreaterThan(1900)
  })
})
