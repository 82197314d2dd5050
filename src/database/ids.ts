import { createHash, randomUUID } from 'node:crypto'

/** Makes the ids of new rows: UUIDv7 (RFC 9562), so that they sort by the time they were made. */
export type Ids = { next(): string }

const SEQUENCE_SIZE = 0x1000 // the 12 bits of rand_a

/** Ids of a running installation: never repeated, strictly increasing within one process. */
export function systemIds(): Ids {
  return sortedIds(
    () => Date.now(),
    // The random half of a version 4: node draws those from the system in large pieces.
    () => randomUUID().slice(19),
  )
}

/**
 * Ids that come out the same on every run with one seed and one clock: the demo district and tests.
 * `clock.now()` is an ISO-8601 instant; the same shape as the calendar room's Clock.
 */
export function seededIds(seed: string, clock: { now(): string }): Ids {
  let drawn = 0
  return sortedIds(
    () => Date.parse(clock.now()),
    () => randomHalf(createHash('sha256').update(`${seed}:${drawn++}`).digest()),
  )
}

function sortedIds(now: () => number, random: () => string): Ids {
  let millisecond = 0
  let sequence = 0
  return {
    next() {
      const current = now()
      if (current > millisecond) [millisecond, sequence] = [current, 0]
      else if (++sequence === SEQUENCE_SIZE) [millisecond, sequence] = [millisecond + 1, 0]
      return uuidV7(millisecond, sequence, random())
    },
  }
}

const uuidV7 = (millisecond: number, sequence: number, random: string): string => {
  const time = millisecond.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-${(0x7000 | sequence).toString(16)}-${random}`
}

/** The second half of an id out of its first eight bytes, the variant of RFC 9562 set. */
function randomHalf(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x80, 0)
  return `${bytes.toString('hex', 0, 2)}-${bytes.toString('hex', 2, 8)}`
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for an id as the database takes it; 36 characters alone (`-` thirty-six times) are none. */
export const isUuid = (text: string): boolean => uuid.test(text)

/** What came in an address or a form, where it is an id; undefined for all else. */
export const uuidIn = (found: string | undefined): string | undefined =>
  found !== undefined && isUuid(found) ? found : undefined
