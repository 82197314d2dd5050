import { createHash, type KeyObject, sign, verify } from 'node:crypto'
import { fileMegabytes } from '../vocabulary/hints.ts'
import { refuse } from '../vocabulary/refusals/index.ts'

/**
 * A package between two installations, as bytes. Three lines and what follows them:
 *
 *     GOVMEDIA-PACKAGE 1
 *     ed25519 FINGERPRINT SIGNATURE
 *     {…}                                   what it says, one line of JSON; names, lengths and digests of the attachments
 *     bytes of the attachments, one behind the other
 *
 * Nothing in it is compressed, so that it is never larger than it looks, and nothing in it is a path: an attachment has a name
 * that is shown and never written to. What is signed is the third line, byte for byte; the attachments hang on it by digest.
 */
export const FORMAT = 1

/** Largest package and largest third line, in bytes. */
export const packageMost = fileMegabytes * 1024 * 1024
const saidMost = 1024 * 1024
const lineMost = 512

const MAGIC = 'GOVMEDIA-PACKAGE'
// What is signed says what it is: a signature made for anything else is none here.
const signedWords = (said: Uint8Array) => Buffer.concat([Buffer.from(`${MAGIC} ${FORMAT}\n`), said])

export type Signed = {
  fingerprint: string
  signature: Buffer
  /** The third line, as it was signed. */
  said: Buffer
  /** What follows it. */
  rest: Buffer
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** By what an answer names the request it answers: SHA-256 over the signed line, which holds the digests of all else. */
export const digestOfPackage = ({ said }: Pick<Signed, 'said'>): string => sha256(said)

/** Writes a package; `said` is one line without a break. */
export function writePackage(
  key: { privateKey: KeyObject; fingerprint: string },
  said: Uint8Array,
  attachments: readonly Uint8Array[],
): Buffer {
  const signature = sign(null, signedWords(said), key.privateKey).toString('base64')
  const bytes = Buffer.concat([
    Buffer.from(`${MAGIC} ${FORMAT}\ned25519 ${key.fingerprint} ${signature}\n`),
    said,
    Buffer.from('\n'),
    ...attachments,
  ])
  if (bytes.byteLength > packageMost || said.byteLength > saidMost)
    throw refuse('exchange.too-large', { most: `${fileMegabytes} MB` })
  return bytes
}

/**
 * Takes a package apart without believing a word of it. Refuses `exchange.too-large`, `exchange.not-a-package`,
 * `exchange.newer-format`.
 */
export function splitPackage(bytes: Uint8Array): Signed {
  if (bytes.byteLength > packageMost) throw refuse('exchange.too-large', { most: `${fileMegabytes} MB` })
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [first, afterFirst] = lineOf(all, 0, lineMost)
  const format = /^GOVMEDIA-PACKAGE ([1-9]\d{0,5})$/.exec(first.toString('latin1'))?.[1]
  if (format === undefined) throw refuse('exchange.not-a-package')
  if (Number(format) > FORMAT) throw refuse('exchange.newer-format', { format, known: FORMAT })
  const [second, afterSecond] = lineOf(all, afterFirst, lineMost)
  const key = /^ed25519 ([0-9a-f]{64}) ([A-Za-z0-9+/]{86}==)$/.exec(second.toString('latin1'))
  if (!key) throw refuse('exchange.not-a-package')
  const signature = Buffer.from(key[2]!, 'base64')
  // One signature has one spelling: bits that base64 passes over must not make another package of it.
  if (signature.toString('base64') !== key[2]) throw refuse('exchange.not-a-package')
  const [said, afterSaid] = lineOf(all, afterSecond, saidMost)
  return {
    fingerprint: key[1]!,
    signature,
    said,
    rest: all.subarray(afterSaid),
  }
}

function lineOf(all: Buffer, from: number, most: number): [line: Buffer, next: number] {
  const end = all.subarray(from, from + most + 1).indexOf(0x0a)
  if (end < 0) throw refuse('exchange.not-a-package')
  return [all.subarray(from, from + end), from + end + 1]
}

/** Whether the holder of a key signed exactly this. */
export const isSignedBy = ({ said, signature }: Signed, publicKey: KeyObject): boolean =>
  verify(null, signedWords(said), publicKey, signature)

export type Attachment = { name: string; bytes: number; sha256: string }

/** The attachments, each as long as it was said to be, with its digest, and nothing behind the last. Refuses `exchange.attachment-changed`. */
export function readAttachments(
  rest: Buffer,
  said: readonly Attachment[],
): { name: string; sha256: string; bytes: Uint8Array }[] {
  let at = 0
  const read = said.map(({ name, bytes, sha256: digest }) => {
    const own = rest.subarray(at, at + bytes)
    at += bytes
    if (own.byteLength !== bytes || sha256(own) !== digest) throw refuse('exchange.attachment-changed', { name })
    return { name, sha256: digest, bytes: new Uint8Array(own) }
  })
  if (at !== rest.byteLength) throw refuse('exchange.attachment-changed', { name: '附件以外的内容' })
  return read
}

export const attachmentOf = ({ name, bytes }: { name: string; bytes: Uint8Array }): Attachment => ({
  name,
  bytes: bytes.byteLength,
  sha256: sha256(bytes),
})
