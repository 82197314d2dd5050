import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import type { Deps } from '../access/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'

/** The installation's own key, and what is handed to another one of it. */

const settingKey = 'exchange-key'
const context = 'installation/exchange-key'
// RFC 8410: what stands before the 32 bytes of an Ed25519 public key.
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex')

const stored = z.object({ wrappedKey: z.string(), sealed: z.string() })

/**
 * The key this installation signs with: made at first use, sealed by the vault, never shown. Two programs that make one at
 * once keep the first.
 */
export async function ownKey(
  deps: Pick<Deps, 'db' | 'vault' | 'wall'>,
): Promise<{ privateKey: KeyObject; raw: Buffer }> {
  const known = (await readKey(deps)) ?? (await makeKey(deps))
  const privateKey = createPrivateKey({ key: known, format: 'der', type: 'pkcs8' })
  return { privateKey, raw: rawOf(createPublicKey(privateKey)) }
}

/** Our public key where one was made; a page that is only looked at makes none. */
export async function knownKey(deps: Pick<Deps, 'db' | 'vault'>): Promise<Buffer | undefined> {
  const known = await readKey(deps)
  return known && rawOf(createPublicKey(createPrivateKey({ key: known, format: 'der', type: 'pkcs8' })))
}

async function readKey({ db, vault }: Pick<Deps, 'db' | 'vault'>): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('installation_setting')
    .select('value')
    .where('key', '=', settingKey)
    .executeTakeFirst()
  if (!row) return undefined
  const { wrappedKey, sealed } = stored.parse(row.value)
  return vault.openBytes(
    { wrappedKey: Buffer.from(wrappedKey, 'base64'), sealed: Buffer.from(sealed, 'base64') },
    context,
  )
}

async function makeKey(deps: Pick<Deps, 'db' | 'vault' | 'wall'>): Promise<Buffer> {
  const { privateKey } = generateKeyPairSync('ed25519')
  const { wrappedKey, sealed } = deps.vault.sealBytes(privateKey.export({ format: 'der', type: 'pkcs8' }), context)
  await deps.db
    .insertInto('installation_setting')
    .values({
      key: settingKey,
      value: JSON.stringify({ wrappedKey: wrappedKey.toString('base64'), sealed: sealed.toString('base64') }),
      changed_at: deps.wall.now(),
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
  return (await readKey(deps))!
}

const rawOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' }).subarray(spkiHead.length)

/** A public key out of its 32 bytes. */
export const publicKeyOf = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([spkiHead, raw]), format: 'der', type: 'spki' })

/** What two people compare by telephone: over the office's code and its key, so that no key can be given to another office. */
export const fingerprintOf = (code: string, raw: Uint8Array): string =>
  createHash('sha256').update(`govmedia-key 1 ${code}\n`).update(raw).digest('hex')

/** Half of it in fours, to be read out: 128 bits. */
export const spokenFingerprint = (fingerprint: string): string => fingerprint.slice(0, 32).match(/.{4}/g)!.join(' ')

/** What was typed from hearing, as it is compared. */
export const heardFingerprint = (typed: string): string => typed.toLowerCase().replaceAll(/[^0-9a-f]/g, '')

const keyFile = z.strictObject({
  format: z.literal('govmedia-key/1'),
  code: z.string().regex(/^[1-9]\d{5}$/),
  name: z.string().min(1).max(80),
  publicKey: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
})

/** The file that is handed to the other office. */
export const writeKeyFile = (office: { code: string; name: string }, raw: Uint8Array): string =>
  `${JSON.stringify({ format: 'govmedia-key/1', ...office, publicKey: Buffer.from(raw).toString('base64') }, null, 2)}\n`

/** A key file of another office. Refuses `exchange.key-unreadable`. */
export function readKeyFile(bytes: Uint8Array): { code: string; name: string; raw: Buffer } {
  try {
    if (bytes.byteLength > 4096) throw new RangeError('too long for a key')
    const { code, name, publicKey } = keyFile.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
    const raw = Buffer.from(publicKey, 'base64')
    publicKeyOf(raw)
    return { code, name, raw }
  } catch (cause) {
    throw Object.assign(refuse('exchange.key-unreadable'), { cause })
  }
}
