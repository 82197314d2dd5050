import { createHmac, randomBytes } from 'node:crypto'
import type { Instant } from '../calendar/index.ts'

const prefix = 'whsec_'

/** A key of 32 random bytes, as receivers' libraries take it (Standard Webhooks, “Symmetric”: 24 to 64 bytes). */
export const newSecret = (random: (size: number) => Buffer = randomBytes): string =>
  `${prefix}${random(32).toString('base64')}`

/**
 * Headers of one try. The same message has the same id with every try; its time, and so its signature, are the try's own.
 * While a key is being changed there are two, and the header has a signature of each (Standard Webhooks, “Multiple
 * signatures”): the receiver takes what any of its keys proves.
 */
export function signedHeaders(
  secrets: readonly string[],
  { id, body, at }: { id: string; body: string; at: Instant },
): Record<string, string> {
  const seconds = String(Math.floor(Date.parse(at) / 1_000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
  })
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': signatures.join(' '),
  }
}
