import { FIRST_CHARACTER, isHanId, type Alphabet } from './alphabet.ts'

/** How alike two characters are: 3 same sound and tone, 2 same sound, 1 near sound, 0 another; shape from 0 to 1. */
export type Likeness = { readonly sound: 0 | 1 | 2 | 3; readonly shape: number }
export type Confusion = Likeness & { readonly id: number }

/** Whether one is readily written for the other; what is less alike is only thought of where a longer word asks for it. */
export const isAlike = ({ sound, shape }: Likeness): boolean => sound > 0 || shape >= LEAST_SHAPE
const LEAST_SHAPE = 0.55

export type CharacterFacts = {
  readonly syllables: readonly string[]
  /** Readings of each character, syllable * 8 + tone, between two offsets. */
  readonly readingAt: Uint32Array
  readonly readings: Uint16Array
  /** Characters of similar strokes, with the likeness in 255ths. */
  readonly shapeAt: Uint32Array
  readonly shapes: Uint16Array
  readonly alike: Uint8Array
}

/** Sounds that dialects and input methods don't tell apart, as one: zh/z, ch/c, sh/s, n/l/r, f/h, -ng/-n. */
export const nearSound = (syllable: string): string =>
  syllable
    .replace(/^zh/, 'z')
    .replace(/^ch/, 'c')
    .replace(/^sh/, 's')
    .replace(/^[nr](?=.)/, 'l')
    .replace(/^hu(?=[aeo])/, 'f')
    .replace(/^hu$/, 'fu')
    .replace(/ng$/, 'n')

/** Which characters are taken for one another, by sound and by shape. */
export class Confusions {
  readonly alphabet: Alphabet
  readonly #facts: CharacterFacts
  /** Number of the near sound of each syllable. */
  readonly #near: Uint16Array
  readonly #numbers = new Map<string, number>()
  readonly #bySound: number[][] = []
  readonly #sounds: (readonly number[] | undefined)[] = []
  readonly #known = new Map<number, readonly Confusion[]>()

  constructor(alphabet: Alphabet, facts: CharacterFacts) {
    this.alphabet = alphabet
    this.#facts = facts
    this.#near = Uint16Array.from(facts.syllables, (syllable) => this.soundNumber(syllable))
    for (let id = FIRST_CHARACTER; id < alphabet.hanEnd; id++)
      for (const sound of this.sounds(id)) this.#bySound[sound]?.push(id)
  }

  /** One number for all syllables of a near sound, below 512. */
  soundNumber(syllable: string): number {
    const near = nearSound(syllable)
    const known = this.#numbers.get(near)
    if (known !== undefined) return known
    this.#numbers.set(near, this.#numbers.size)
    return this.#bySound.push([]) - 1
  }

  #readings(id: number): Uint16Array {
    return this.#facts.readings.subarray(this.#facts.readingAt[id] ?? 0, this.#facts.readingAt[id + 1] ?? 0)
  }
  /** The near sounds of a character, by number. */
  sounds(id: number): readonly number[] {
    return (this.#sounds[id] ??= [
      ...new Set(Array.from(this.#readings(id), (reading) => this.#near[reading >> 3] ?? 0)),
    ])
  }

  /** All that `id` may stand for by mistake, itself left out. */
  of(id: number): readonly Confusion[] {
    const known = this.#known.get(id)
    if (known) return known
    const found = new Set(this.sounds(id).flatMap((sound) => this.#bySound[sound] ?? []))
    const { shapeAt, shapes } = this.#facts
    for (let at = shapeAt[id] ?? 0; at < (shapeAt[id + 1] ?? 0); at++) found.add(shapes[at] ?? 0)
    found.delete(id)
    const confusions = [...found]
      .filter((other) => isHanId(this.alphabet, other))
      .map((other) => ({ id: other, ...this.likeness(id, other) }))
    this.#known.set(id, confusions)
    return confusions
  }

  likeness(one: number, two: number): Likeness {
    return { sound: this.#sound(one, two), shape: Math.max(this.#shape(one, two), this.#shape(two, one)) }
  }
  #sound(one: number, two: number): 0 | 1 | 2 | 3 {
    const { readingAt, readings } = this.#facts
    const endOne = readingAt[one + 1] ?? 0
    const endTwo = readingAt[two + 1] ?? 0
    let best: 0 | 1 | 2 | 3 = 0
    for (let atOne = readingAt[one] ?? 0; atOne < endOne; atOne++)
      for (let atTwo = readingAt[two] ?? 0; atTwo < endTwo; atTwo++) {
        const a = readings[atOne] as number
        const b = readings[atTwo] as number
        if (a === b) return 3
        if (a >> 3 === b >> 3) best = 2
        else if (best === 0 && this.#near[a >> 3] === this.#near[b >> 3]) best = 1
      }
    return best
  }
  #shape(one: number, two: number): number {
    const { shapeAt, shapes, alike } = this.#facts
    const end = shapeAt[one + 1] ?? 0
    for (let at = shapeAt[one] ?? 0; at < end; at++) if (shapes[at] === two) return (alike[at] as number) / 255
    return 0
  }
}
