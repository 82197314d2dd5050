import { createHash, randomBytes } from 'node:crypto'

/** Makes the ids of new rows: UUIDv7 (RFC 9562), so that they sort by the time they were made. */
export type Ids = { next(): string }

const SEQUENCE_SIZE = 0x1000 // the 12 bits of rand_a

/** Ids of a running installation: never repeated, strictly increasing within one process. */
export function systemIds(): Ids {
  return sortedIds(
    () => Date.now(),
    () => randomBytes(8),
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
    () => createHash('sha256').update(`${seed}:${drawn++}`).digest().subarray(0, 8),
  )
}

function sortedIds(now: () => number, random: () => Buffer): Ids {
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

function uuidV7(millisecond: number, sequence: number, random: Buffer): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(millisecond, 0, 6)
  bytes.writeUInt16BE(0x7000 | sequence, 6)
  random.copy(bytes, 8, 0, 8)
  bytes.writeUInt8((random.readUInt8(0) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for an id as the database takes it; 36 characters alone (`-` thirty-six times) are none. */
export const isUuid = (text: string): boolean => uuid.test(text)
