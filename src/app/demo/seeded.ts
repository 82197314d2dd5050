import { createHash } from 'node:crypto'
import { type Clock, dayOf, type Instant, instant, instantOf } from '../../calendar/index.ts'

/** Bytes that come out the same for the same seed: a hash over a counter. For the demonstration only, never for secrets. */
export function seededRandom(seed: string): (size: number) => Buffer {
  let counter = 0
  return (size) => {
    const blocks: Buffer[] = []
    for (let have = 0; have < size; have += 32)
      blocks.push(createHash('sha256').update(`${seed}/${counter++}`).digest())
    return Buffer.concat(blocks).subarray(0, size)
  }
}

/** Whole numbers below a bound, the same for the same seed. */
export function seededPick(seed: string): (below: number) => number {
  const random = seededRandom(seed)
  return (below) => random(4).readUInt32BE() % below
}

/** The clock of the demonstration's story. */
export type Stage = Clock & {
  /** The moment of the next scene; a moment that is over throws, so that the trail is told in the order of its days. */
  to(moment: string): void
}

/** A clock that the story sets; every look at it takes a second. */
export function stagedClock(): Stage {
  let at = 0
  const now = (): Instant => {
    at += 1_000
    return instantOf(new Date(at))
  }
  const to = (moment: string) => {
    const next = Date.parse(instant(moment))
    if (next < at) throw new Error(`the story is already at ${instantOf(new Date(at))}, after ${moment}`)
    at = next
  }
  return { now, today: () => dayOf(instantOf(new Date(at))), to }
}
