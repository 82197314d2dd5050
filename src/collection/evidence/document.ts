import { createHash } from 'node:crypto'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Digests, Seen } from './model.ts'

/** Larger than any text that is packed here. */
const UNPACKED_MOST = 8 * 1024 * 1024

const TEXT_HEAD = '【提取的文字】\n'
const PART_HEAD = '\n\n【原件主要部分】\n'

/** What is kept: one plain text of two parts, so that whoever has it can read it, and compute its digests, without this program. */
export const documentOf = ({ text, part }: Pick<Seen, 'text' | 'part'>): Buffer =>
  Buffer.from(`${TEXT_HEAD}${text}${part === '' ? '' : `${PART_HEAD}${part}`}`)

const digestOf = (name: 'sha256' | 'sm3', bytes: Uint8Array) => createHash(name).update(bytes).digest('hex')
export const sha256Of = (bytes: Uint8Array): string => digestOf('sha256', bytes)
export const sm3Of = (bytes: Uint8Array): string => digestOf('sm3', bytes)

export const packed = (bytes: Uint8Array): Buffer => zstdCompressSync(bytes)

/** The text as it was packed; undefined where it isn't the one with these digests. */
export function unpacked(bytes: Uint8Array, wanted: Digests): Buffer | undefined {
  try {
    const plain = zstdDecompressSync(bytes, { maxOutputLength: UNPACKED_MOST })
    return sha256Of(plain) === wanted.sha256 && sm3Of(plain) === wanted.sm3 ? plain : undefined
  } catch {
    return undefined
  }
}

/** The extracted text alone, of the whole that is kept. */
export const textIn = (kept: string): string => (kept.split(PART_HEAD)[0] ?? '').slice(TEXT_HEAD.length)

/** The main part alone; empty where none was kept. */
export const partIn = (kept: string): string => kept.split(PART_HEAD).slice(1).join(PART_HEAD)
