/** Lists of small numbers by a key below 2^53, in flat arrays: a Map of arrays takes five times the memory and time. */
export class NumberIndex {
  readonly #keys: Float64Array
  readonly #at: Uint32Array
  readonly #lengths: Uint16Array
  readonly #mask: number
  readonly values: Uint32Array

  constructor(keys: ArrayLike<number>, values: ArrayLike<number>) {
    const room = 2 ** Math.ceil(Math.log2(keys.length * 2 + 8))
    this.#mask = room - 1
    this.#keys = new Float64Array(room).fill(-1)
    this.#at = new Uint32Array(room)
    this.#lengths = new Uint16Array(room)
    this.values = new Uint32Array(values.length)
    const places = new Uint32Array(keys.length)
    for (let index = 0; index < keys.length; index++) {
      const place = this.#place(keys[index] as number)
      this.#keys[place] = keys[index] as number
      this.#lengths[place]!++
      places[index] = place
    }
    let at = 0
    for (let place = 0; place < room; place++) {
      this.#at[place] = at
      at += this.#lengths[place] as number
    }
    const filled = new Uint16Array(room)
    for (let index = 0; index < keys.length; index++) {
      const place = places[index] as number
      this.values[(this.#at[place] as number) + (filled[place] as number)] = values[index] as number
      filled[place]!++
    }
  }

  #place(key: number): number {
    const high = Math.floor(key / 0x1_0000_0000)
    let mixed = Math.imul((key - high * 0x1_0000_0000) ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1)
    mixed ^= mixed >>> 15
    let place = (mixed >>> 0) & this.#mask
    while (this.#keys[place] !== -1 && this.#keys[place] !== key) place = (place + 1) & this.#mask
    return place
  }

  /** First and last + 1 place of a key's list in `values`, as place * 65536 + length; 0 where there is none. */
  find(key: number): { at: number; end: number } {
    const place = this.#place(key)
    const at = this.#at[place] as number
    return { at, end: this.#keys[place] === -1 ? at : at + (this.#lengths[place] as number) }
  }
  /** The first number under a key, or -1. */
  first(key: number): number {
    const place = this.#place(key)
    return this.#keys[place] === -1 ? -1 : (this.values[this.#at[place] as number] as number)
  }
}
