import { createHmac, randomBytes } from 'node:crypto'
import type { Instant } from '../calendar/index.ts'

const prefix = 'whsec_'

/** A key of 32 random bytes, as receivers' libraries take it (Standard Webhooks, “Symmetric”: 24 to 64 bytes). */
export const newSecret = (random: (size: number) => Buffer = randomBytes): string =>
  `${prefix}${random(32).toString('base64')}`

/** Headers of one try. The same message has the same id with every try; its time, and so its signature, are the try's own. */
export function signedHeaders(
  secret: string,
  { id, body, at }: { id: string; body: string; at: Instant },
): Record<string, string> {
  const seconds = String(Math.floor(Date.parse(at) / 1_000))
  const key = Buffer.from(secret.slice(prefix.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${signature}`,
  }
}
