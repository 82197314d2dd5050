import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

/** What stands in the address of a delivery. */
export type Signed = { signature: string; timestamp: string; nonce: string }

/** `msg_signature`: SHA-1 of token, timestamp, nonce and enciphered text, sorted and joined; compared in constant time. */
export function isSigned({ signature, timestamp, nonce }: Signed, token: string, encrypted: string): boolean {
  const wanted = createHash('sha1').update([token, timestamp, nonce, encrypted].toSorted(byUnit).join('')).digest()
  const given = Buffer.from(/^[0-9a-f]{40}$/i.test(signature) ? signature : '', 'hex')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

const byUnit = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

const BLOCK = 32
const RANDOM = 16

/**
 * Deciphers a text: AES-256-CBC under the EncodingAESKey, filled up to blocks of 32, holding 16 random bytes, the length of
 * the message, the message, and the AppID that it is meant for. Undefined where any of it isn't so.
 */
export function deciphered(encrypted: string, aesKey: string, appid: string): string | undefined {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  const cipherText = Buffer.from(encrypted, 'base64')
  if (key.length !== 32 || cipherText.length === 0 || cipherText.length % 16 !== 0) return undefined
  const cipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const plain = unfilled(Buffer.concat([cipher.update(cipherText), cipher.final()]))
  if (!plain || plain.length < RANDOM + 4) return undefined
  const from = RANDOM + 4
  const to = from + plain.readUInt32BE(RANDOM)
  if (to > plain.length || plain.subarray(to).toString('utf8') !== appid) return undefined
  return plain.subarray(from, to).toString('utf8')
}

function unfilled(plain: Buffer): Buffer | undefined {
  const fill = plain.at(-1) ?? 0
  if (fill < 1 || fill > BLOCK || fill > plain.length) return undefined
  const end = plain.length - fill
  return plain.subarray(end).every((byte) => byte === fill) ? plain.subarray(0, end) : undefined
}
