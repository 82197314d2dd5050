import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, sep } from 'node:path'

export const MANIFEST = 'MANIFEST.json'
export const SIGNATURE = 'MANIFEST.sig'
export const PUBLIC_KEY = 'public-key.pem'

export type SigningKey = { privateKey: KeyObject; publicPem: string; fingerprint: string }

/** The installation's Ed25519 key for what it publishes, made on first use (`keys/directory-ed25519.pem`, for the owner only). */
export async function directoryKey(dataDir: string): Promise<SigningKey> {
  const path = join(dataDir, 'keys', 'directory-ed25519.pem')
  const privateKey = createPrivateKey(await readFile(path).catch(() => makeKey(dataDir, path)))
  const publicKey = createPublicKey(privateKey)
  return {
    privateKey,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    fingerprint: fingerprintOf(publicKey),
  }
}

// Of two programs that make it at once the slower one takes the faster one's.
async function makeKey(dataDir: string, path: string): Promise<Buffer> {
  await mkdir(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  await writeFile(path, pem, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  return readFile(path)
}

const fingerprintOf = (key: KeyObject): string =>
  (
    createHash('sha256')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest('hex')
      .match(/.{4}/g) ?? []
  ).join(' ')

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The signature over a manifest: 64 bytes, as openssl takes them. */
export const signed = (manifest: string, { privateKey }: SigningKey): Uint8Array =>
  sign(null, Buffer.from(manifest), privateKey)

/** `faults`: files that are missing, changed, or that nobody signed; empty: the folder is as it was signed. */
export type DirectoryVerdict = { whole: boolean; faults: string[]; fingerprint: string | null }

/**
 * Verifies a built directory wherever it lies. Whoever exchanges the folder can exchange the public key in it as well:
 * `publicKey` (PEM), kept from elsewhere, or the fingerprint compared by a person, tells who signed. Reads only.
 */
export async function verifyDirectory(folder: string, publicKey?: string): Promise<DirectoryVerdict> {
  const read = (path: string) => readFile(join(folder, path)).catch(() => undefined)
  const [manifest, signature, pem] = await Promise.all([read(MANIFEST), read(SIGNATURE), read(PUBLIC_KEY)])
  const key = keyFrom(publicKey ?? pem?.toString())
  const faults = []
  if (!sameKey(keyFrom(pem?.toString()), key)) faults.push(PUBLIC_KEY)
  if (!manifest || !signature || !key || !verify(null, manifest, key, signature)) faults.push(SIGNATURE)
  const files = listedIn(manifest)
  for (const [path, hash] of files) {
    const bytes = await read(path)
    if (!bytes || sha256(bytes) !== hash) faults.push(path)
  }
  const known = new Set([...files.keys(), MANIFEST, SIGNATURE, PUBLIC_KEY])
  faults.push(...(await filesIn(folder)).filter((path) => !known.has(path)))
  return { whole: faults.length === 0, faults, fingerprint: key ? fingerprintOf(key) : null }
}

function keyFrom(pem: string | undefined): KeyObject | undefined {
  try {
    const key = pem === undefined ? undefined : createPublicKey(pem)
    return key?.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    return undefined
  }
}

const sameKey = (one: KeyObject | undefined, other: KeyObject | undefined) =>
  one !== undefined && other !== undefined && one.equals(other)

function listedIn(manifest: Buffer | undefined): Map<string, string> {
  try {
    const { files } = JSON.parse(manifest?.toString('utf8') ?? '{}') as { files?: Record<string, string> }
    return new Map(Object.entries(files ?? {}))
  } catch {
    return new Map()
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.replace(/[/\\]+$/, '').length + 1)
        .replaceAll(sep, '/'),
    )
    .sort()
}
