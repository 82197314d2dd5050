import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { canonicalJson } from '../trail/index.ts'

/** A sealed record as stored: the record's own key wrapped by the installation's, the sealed text, the salt of its digests. */
export type SealedRecord = { wrappedKey: Buffer; sealed: Buffer; salt: Buffer }

/**
 * Seals personal values. Each record has a key of its own (AES-256-GCM), wrapped by the installation's key; `context`
 * (district and record id) is authenticated, so a sealed text can't be moved to another record. Destroying a record's
 * wrapped key erases it in every copy of the sealed text.
 */
export type Vault = {
  seal(values: unknown, context: string): SealedRecord
  open(record: { wrappedKey: Buffer; sealed: Buffer }, context: string): unknown
  /** The same for bytes: an uploaded sheet or scan. */
  sealBytes(bytes: Uint8Array, context: string): { wrappedKey: Buffer; sealed: Buffer }
  openBytes(record: { wrappedKey: Buffer; sealed: Buffer }, context: string): Buffer
  /** Salted digest of a personal value for the trail: equal values of one record give equal digests, and nothing can be guessed without the salt. */
  digest(value: unknown, salt: Buffer): string
  /** A keyed digest of 32 bytes: the same text gives the same bytes, and nobody without the key can try what text it was. */
  mac(text: string, purpose: string): Buffer
}

/** The vault over a given 32-byte key; `random` can be seeded for a demonstration that must come out the same twice. */
export function vaultWith(secret: Buffer, random: (size: number) => Buffer = pooledRandom()): Vault {
  // A key object is prepared once; bare bytes would be prepared anew for each of the many records of an export.
  const key = createSecretKey(secret)
  const sealBytes: Vault['sealBytes'] = (bytes, context) => {
    const own = random(32)
    return {
      sealed: encrypt(createSecretKey(own), bytes, context, random),
      wrappedKey: encrypt(key, own, context, random),
    }
  }
  const openBytes: Vault['openBytes'] = (record, context) =>
    decrypt(createSecretKey(decrypt(key, record.wrappedKey, context)), record.sealed, context)
  return {
    sealBytes,
    openBytes,
    seal: (values, context) => ({ ...sealBytes(Buffer.from(canonicalJson(values)), context), salt: random(16) }),
    open: (record, context) => JSON.parse(openBytes(record, context).toString('utf8')),
    digest(value, salt) {
      return `sm3:${createHash('sm3').update(salt).update(canonicalJson(value)).digest('hex')}`
    },
    mac(text, purpose) {
      const derived = Buffer.from(hkdfSync('sha256', secret, '', `mac/${purpose}`, 32))
      return createHmac('sha256', derived).update(text).digest()
    },
  }
}

const POOL = 16 * 1024

/** Random bytes drawn from the system in large pieces: asking for each record's few costs more than sealing it. */
function pooledRandom(): (size: number) => Buffer {
  let pool = Buffer.alloc(0)
  return (size) => {
    if (pool.length < size) pool = randomBytes(Math.max(POOL, size))
    const drawn = Buffer.from(pool.subarray(0, size))
    // Bytes are given out once and don't stay readable here.
    pool.fill(0, 0, size)
    pool = pool.subarray(size)
    return drawn
  }
}

function encrypt(key: KeyObject, plain: Uint8Array, context: string, random: (size: number) => Buffer): Buffer {
  const nonce = random(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: KeyObject, boxed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, boxed.subarray(0, 12)).setAAD(Buffer.from(context))
  decipher.setAuthTag(boxed.subarray(boxed.length - 16))
  return Buffer.concat([decipher.update(boxed.subarray(12, boxed.length - 16)), decipher.final()])
}
