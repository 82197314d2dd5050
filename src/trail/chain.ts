import { createHash } from 'node:crypto'
import type { Instant } from '../calendar/index.ts'

/** The chain of the installation itself (users, calendar, districts); a district's chain carries its own code. */
export const systemChain = '000000'

/** Hash algorithms a link may name; a record keeps its own name for ever, so that old links verify after a change. */
export type ChainAlgorithm = 'sm3' | 'sha256'

/** What a link binds: everything a reader of the trail is shown, in the order of the chain. */
export type ChainRecord = {
  districtId: string
  seq: number
  id: string
  occurredAt: Instant
  actorKind: string
  actorId: string
  action: string
  subjectKind: string
  subjectId: string
  before: unknown
  after: unknown
  requestId: string
  /** Whose act it is when a deputy acts for somebody; absent elsewhere, as in every link from before there were deputies. */
  onBehalfOf?: string
  algorithm: ChainAlgorithm
  previousHash: string
}

/** The hash before the first link. */
export const genesisHash = '0'.repeat(64)

/** JSON with sorted keys and no blanks: the same value gives the same bytes, also after a round trip through jsonb. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined)
    entries.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
  }
  return JSON.stringify(value ?? null)
}

/** Digest of a value in canonical form, hexadecimal, prefixed with the algorithm: `sm3:ab12…`. */
export function digestOf(value: unknown, algorithm: ChainAlgorithm = 'sm3'): string {
  return `${algorithm}:${createHash(algorithm).update(canonicalJson(value)).digest('hex')}`
}

/** Hash of one link, hexadecimal, over the canonical record including the previous hash. */
export function linkHash(record: ChainRecord): string {
  return createHash(record.algorithm).update(canonicalJson(record)).digest('hex')
}
