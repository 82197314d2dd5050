import { createHash, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Instant } from '../../calendar/index.ts'

// RFC 6238 as every authenticator program takes it: SHA-1, six digits, half a minute.
const PERIOD_S = 30
/** A clock may be half a minute off, and somebody needs time to type. */
const WINDOW = 1

const totpOf = (secret: string, label = '') =>
  new TOTP({
    issuer: '政务新媒体监管平台',
    label,
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_S,
  })

/** A secret of 160 random bits (RFC 4226, section 4, R6), in base 32. */
export const newSecret = (): string => new Secret({ buffer: new Uint8Array(randomBytes(20)).buffer }).base32

/** The address that a QR code carries into the telephone. */
export const enrolmentUri = (secret: string, login: string): string => totpOf(secret, login).toString()

/** The time step a code belongs to, of those near the moment; undefined: it is none of them. */
export function stepOf(secret: string, code: string, at: Instant): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const timestamp = Date.parse(at)
  const delta = totpOf(secret).validate({ token: code, timestamp, window: WINDOW })
  return delta === null ? undefined : Math.floor(timestamp / 1000 / PERIOD_S) + delta
}

/** Whether a code of a step may be taken after one of the `last`. A step that no code of now can reach was taken by a clock that was ahead: it would keep its owner out until then. */
export const mayFollow = (step: number, last: number, at: Instant): boolean =>
  step > last || last > Math.floor(Date.parse(at) / 1000 / PERIOD_S) + WINDOW

/** The code that a telephone shows at a moment. */
export const codeAt = (secret: string, at: Instant): string => totpOf(secret).generate({ timestamp: Date.parse(at) })

// No l, o, 0, 1: a recovery code is read from paper. 24 of 32 signs are 120 bits (OWASP ASVS 5.0, 6.5.2: at least 112).
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'
const LENGTH = 24

/** A recovery code in groups of four: `abcd-efgh-…`. */
export function newRecoveryCode(): string {
  const signs = Array.from(randomBytes(LENGTH), (byte) => alphabet[byte % alphabet.length]).join('')
  return signs.match(/.{4}/g)!.join('-')
}

/** The digest under which a recovery code is kept, however its groups were typed. */
export const recoveryDigest = (typed: string): Buffer =>
  createHash('sha256').update(typed.toLowerCase().replaceAll(/[\s-]/g, '')).digest()
