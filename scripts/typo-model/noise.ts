import { FIRST_CHARACTER, isHan, isHanId, type Alphabet } from '../../src/textcheck/typo/alphabet.ts'
import type { Language } from '../../src/textcheck/typo/model.ts'

/** Repeatable chance (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

export type Pair = { readonly source: string; readonly target: string }

const pick = <T>(list: readonly T[], weight: (one: T) => number, chance: () => number): T | undefined => {
  let rest = list.reduce((sum, one) => sum + weight(one), 0) * chance()
  for (const one of list) {
    rest -= weight(one)
    if (rest <= 0) return one
  }
  return list.at(-1)
}

const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤'.split(
    '',
  )
const GIVEN =
  '伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂红玉兰凤洁梅琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉建国华文志斌宇浩凯健俊帆雨鑫辉力峰永彬德江海山仁波宁贵福生龙元全胜学祥才发武新利清飞富顺信子良成康星光天达安岩中茂进林有坚和博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲超亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以建家致树炎'.split(
    '',
  )
const PLACES = ['镇', '村', '街道', '社区', '县', '乡', '公司', '小区', '路']
const TITLES = ['', '', '', '同志', '介绍', '说', '表示', '等人', '某', '书记', '局长']

/** The sentence with a made-up name of a person or a place in it, as statutes have none and news are full of them. */
export function named(sentence: string, characters: readonly string[], chance: () => number): string {
  const one = <T>(list: readonly T[]) => list[Math.floor(chance() * list.length)] as T
  // Often used characters come first; a place has any of the commoner ones.
  const any = () => characters[Math.floor(chance() ** 2 * Math.min(2500, characters.length))] ?? ''
  const given = () => (chance() < 0.6 ? one(GIVEN) : any())
  const name =
    chance() < 0.6
      ? `${one(SURNAMES)}${given()}${chance() < 0.6 ? given() : ''}${one(TITLES)}`
      : `${any()}${any()}${chance() < 0.3 ? any() : ''}${one(PLACES)}`
  const places = [...sentence.matchAll(/^|(?<=[，、：])|(?<=[由向对为与和])/g)].map(({ index }) => index)
  const at = one(places)
  return sentence.slice(0, at) + name + sentence.slice(at)
}

/** Makes slips as people make them: homophones of the input method, near sounds, like shapes, a homophone word. */
export class Slips {
  readonly #language: Language
  readonly #chance: () => number
  readonly #homophones: Map<string, string[]>

  constructor(language: Language, spoken: ReadonlyMap<string, readonly string[]>, chance: () => number) {
    this.#language = language
    this.#chance = chance
    this.#homophones = new Map()
    const { lexicon } = language
    const rare = lexicon.table.unigram.reduce((least, value) => Math.min(least, value), 0)
    lexicon.table.text.split('\n').forEach((word, index) => {
      if (word.length !== 2 || (lexicon.table.unigram[index] ?? 0) < rare + 2.5) return
      const key = spoken.get(word)?.join(' ')
      if (key) this.#homophones.set(key, [...(this.#homophones.get(key) ?? []), word])
    })
    this.#spoken = spoken
  }
  readonly #spoken: ReadonlyMap<string, readonly string[]>

  /** The sentence with as many slips as `often` asks for; a sentence in which none can be made comes back as it is. */
  make(target: string, slips: number): Pair {
    const units = [...target].map((unit) => unit)
    const done = new Set<number>()
    for (let tries = 0, made = 0; made < slips && tries < 30; tries++) {
      const at = Math.floor(this.#chance() * units.length)
      if (done.has(at) || !isHan(units[at] ?? '')) continue
      const slip = this.#chance() < 0.5 ? this.#word(units, at) : this.#character(units[at] ?? '')
      if (!slip || [...slip].some((_, index) => done.has(at + index))) continue
      ;[...slip].forEach((unit, index) => {
        units[at + index] = unit
        done.add(at + index)
      })
      made++
    }
    return { source: units.join(''), target }
  }

  #word(units: readonly string[], at: number): string | undefined {
    const word = `${units[at]}${units[at + 1] ?? ''}`
    const key = this.#spoken.get(word)?.join(' ')
    const others = (key ? (this.#homophones.get(key) ?? []) : []).filter((other) => other !== word)
    const { lexicon, counts } = this.#language
    return pick(
      others,
      (other) => Math.exp(0.5 * lexicon.alone(lexicon.at(idsFor(counts.alphabet, other), 0, 2))),
      this.#chance,
    )
  }

  #character(character: string): string | undefined {
    const { confusions, counts } = this.#language
    const id = counts.alphabet.ids[character.charCodeAt(0)] ?? 0
    if (!isHanId(counts.alphabet, id)) return undefined
    const draw = this.#chance()
    const kind = draw < 0.56 ? 'same' : draw < 0.66 ? 'near' : draw < 0.9 ? 'shape' : 'any'
    if (kind === 'any') return this.#any(id)
    const among = confusions
      .of(id)
      .filter(({ sound, shape }) => (kind === 'same' ? sound >= 2 : kind === 'near' ? sound === 1 : shape > 0.6))
    const power = this.#chance() < 0.5 ? 0.6 : 0.25
    const chosen = pick(
      among,
      ({ id: other, sound, shape }) => {
        const often = ((counts.ones[other] ?? 0) + 3) ** power
        // Of what sounds alike, what looks alike too is met more often than chance would have it.
        return often * (sound === 3 ? 1.8 : 1) * (kind === 'shape' ? shape ** 4 : 1 + 6 * shape)
      },
      this.#chance,
    )
    return chosen && counts.alphabet.characters[chosen.id]
  }

  /** A tenth of the slips in ECSpell's training sentences is alike in nothing that is known of: a key beside, a word begun anew. */
  #any(id: number): string | undefined {
    const { characters, hanEnd } = this.#language.counts.alphabet
    // Often used characters come first.
    const other = FIRST_CHARACTER + Math.floor(this.#chance() ** 2 * Math.min(3500, hanEnd - FIRST_CHARACTER))
    return other === id ? undefined : characters[other]
  }

  /** How many slips a wrong sentence has: as in ECSpell's training sentences, mostly one. */
  often(): number {
    const draw = this.#chance()
    return draw < 0.62 ? 1 : draw < 0.86 ? 2 : draw < 0.96 ? 3 : 4
  }
}

const idsFor = ({ ids }: Alphabet, word: string) =>
  Uint16Array.from(word, (character) => ids[character.charCodeAt(0)] ?? 0)
