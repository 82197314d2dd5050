/**
 * Tables of hashed keys that keep no keys: two buckets of four slots a key, and a fingerprint in each slot, as the tables
 * of n-grams and of pairs of words are read.
 */
const SLOTS = 4

/** Mixes one more number into a running 32-bit hash. */
export const mix = (hash: number, value: number): number => {
  const mixed = Math.imul(hash ^ value, 0x9e3779b1)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
const last = (hash: number) => {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (mixed ^ (mixed >>> 13)) >>> 0
}
/** A second hash, independent enough of the first for a second bucket. */
export const other = (hash: number, salt: number): number => last(Math.imul(hash, 0xc2b2ae35) ^ salt)

const bucketOf = (hash: number, buckets: number) => Math.floor((hash / 0x1_0000_0000) * buckets)

/** Lays `length` keys, in their order, into the fewest buckets that hold them; gives each key's slot. */
export function lay(length: number, hashes: (key: number) => readonly [number, number]) {
  for (let buckets = Math.ceil((length / SLOTS) * 1.04) + 1; ; buckets = Math.ceil(buckets * 1.02) + 1) {
    const slots = laidInto(buckets, length, hashes)
    if (slots) return { buckets, size: buckets * SLOTS, slots }
  }
}

function laidInto(buckets: number, length: number, hashes: (key: number) => readonly [number, number]) {
  const held = new Int32Array(buckets * SLOTS).fill(-1)
  let turn = 0
  for (let key = 0; key < length; key++) {
    let moving = key
    let from = -1
    for (let kicks = 0; moving >= 0; kicks++) {
      if (kicks > 2000) return undefined
      const [first, second] = hashes(moving)
      const one = bucketOf(first, buckets)
      const two = bucketOf(second, buckets)
      const free = freeSlot(held, one) ?? freeSlot(held, two)
      if (free !== undefined) {
        held[free] = moving
        moving = -1
      } else {
        // Whoever stands in the other bucket, in turn, has to move; no chance in it, so that a rebuild gives the same.
        const bucket = one === from ? two : one
        const slot = bucket * SLOTS + (turn++ % SLOTS)
        const evicted = held[slot] ?? -1
        held[slot] = moving
        moving = evicted
        from = bucket
      }
    }
  }
  const slots = new Int32Array(length)
  held.forEach((key, slot) => {
    if (key >= 0) slots[key] = slot
  })
  return slots
}

function freeSlot(held: Int32Array, bucket: number) {
  for (let slot = bucket * SLOTS; slot < (bucket + 1) * SLOTS; slot++) if (held[slot] === -1) return slot
  return undefined
}
