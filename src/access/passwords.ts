import { argon2 as argon2Callback, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const argon2 = promisify(argon2Callback)

// OWASP's second profile for argon2id: 19 MiB, 2 passes, 1 lane; some 50 ms on an office PC.
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }

/** Hashes a password with argon2id; the answer names algorithm, cost, salt and tag in PHC form. */
export async function hashPassword(password: string, salt: Buffer = randomBytes(16)): Promise<string> {
  const tag = await argon2('argon2id', { message: password.normalize('NFC'), nonce: salt, ...cost })
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${salt.toString('base64url')}$${tag.toString('base64url')}`
}

/** True when the password belongs to the hash; compares in constant time. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(stored)
  if (!match) return false
  const [, memory, passes, parallelism, salt = '', tag = ''] = match
  const expected = Buffer.from(tag, 'base64url')
  const found = await argon2('argon2id', {
    message: password.normalize('NFC'),
    nonce: Buffer.from(salt, 'base64url'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  })
  return timingSafeEqual(found, expected)
}

/** Work for a sign-in with an unknown name, so that its duration tells nothing. */
export async function spendPasswordTime(password: string): Promise<false> {
  await hashPassword(password)
  return false
}

// No l, 1, O, 0: a one-time password is read from a screen and typed.
const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** A one-time password of 14 characters (over 80 bits). */
export function oneTimePassword(pick: (below: number) => number = (below) => randomInt(below)): string {
  return Array.from({ length: 14 }, () => alphabet[pick(alphabet.length)]).join('')
}
