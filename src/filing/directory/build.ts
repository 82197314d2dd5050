import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Actor, type Deps, findDistrict, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { qrSvg } from '../../files/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type DirectoryEntry, directoryEntries } from './entries.ts'
import { directoryAtom, directoryCss, directoryHtml, directoryJs } from './pages.ts'

type Manifest = { district: string; day: string; accounts: number; files: Record<string, string> }

/**
 * Builds the public directory of a district as a folder that works without any server: page, JSON, Atom, a QR code an
 * account, a manifest of hashes and its Ed25519 signature. The folder appears whole or not at all; the same filings on
 * the same day give the same bytes. Refuses `directory.folder-not-empty`.
 */
export async function buildDirectory(
  deps: Deps,
  actor: Actor,
  { districtId, out }: { districtId: string; out: string },
): Promise<{ accounts: number; manifest: string }> {
  permit(actor, 'directory.build', { districtId })
  const district = await findDistrict(deps.db, districtId)
  const entries = await directoryEntries(deps.db, districtId)
  const about = { district: district.name, office: district.officeName, day: deps.clock.today() }
  const key = await signingKey(deps.dataDir)
  const files = await filesOf(about, entries)
  const manifest: Manifest = {
    district: district.name,
    day: about.day,
    accounts: entries.length,
    files: Object.fromEntries(
      [...files].map(([path, bytes]) => [path, createHash('sha256').update(bytes).digest('hex')]),
    ),
  }
  const printed = `${JSON.stringify(manifest, null, 2)}\n`
  files.set('MANIFEST.json', printed)
  files.set('MANIFEST.sig', `${sign(null, Buffer.from(printed), key.privateKey).toString('base64')}\n`)
  files.set('public-key.pem', key.publicPem)
  await writeFolder(out, files)
  const hash = createHash('sha256').update(printed).digest('hex')
  await inTransaction(deps.db, (tx) =>
    append(tx, deps.ids, {
      districtId,
      actor,
      action: 'directory.built',
      subject: { kind: 'district', id: districtId },
      after: { accounts: entries.length, manifest: hash },
      at: deps.wall.now(),
    }),
  )
  return { accounts: entries.length, manifest: hash }
}

async function filesOf(
  about: Parameters<typeof directoryHtml>[0],
  entries: readonly DirectoryEntry[],
): Promise<Map<string, string>> {
  const files = new Map<string, string>([
    ['index.html', directoryHtml(about, entries)],
    ['directory.css', directoryCss],
    ['directory.js', directoryJs],
    ['accounts.json', `${JSON.stringify({ ...about, accounts: entries }, null, 2)}\n`],
    ['accounts.atom', directoryAtom(about, entries)],
  ])
  // What a phone reads: the account's own page where it has one, else its name as filed.
  for (const { id, url, name, unit } of entries) files.set(`qr/${id}.svg`, await qrSvg(url ?? `${name}（${unit}）`))
  return files
}

// Built beside its place and moved in at once; an earlier directory goes only when the new one stands whole.
async function writeFolder(out: string, files: ReadonlyMap<string, string>): Promise<void> {
  if (existsSync(out) && !existsSync(join(out, 'MANIFEST.json')))
    throw refuse('directory.folder-not-empty', { folder: out })
  await mkdir(dirname(join(out, '.')), { recursive: true })
  const made = await mkdtemp(`${out}.new-`)
  for (const [path, text] of files) {
    await mkdir(dirname(join(made, path)), { recursive: true })
    await writeFile(join(made, path), text)
  }
  const old = `${made}.old`
  if (existsSync(out)) await rename(out, old)
  await rename(made, out)
  await rm(old, { recursive: true, force: true })
}

async function signingKey(dataDir: string) {
  const path = join(dataDir, 'keys', 'directory-ed25519.pem')
  if (!existsSync(path)) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const { privateKey } = generateKeyPairSync('ed25519')
    await writeFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  }
  const privateKey = createPrivateKey(await readFile(path))
  const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()
  return { privateKey, publicPem }
}

/** Files of a built directory that are missing or not as signed; empty: it is whole. The signature itself counts as a file. */
export async function directoryFaults(folder: string): Promise<string[]> {
  const printed = await readFile(join(folder, 'MANIFEST.json'))
  const signature = Buffer.from((await readFile(join(folder, 'MANIFEST.sig'), 'utf8')).trim(), 'base64')
  const key = createPublicKey(await readFile(join(folder, 'public-key.pem')))
  const faults = verify(null, printed, key, signature) ? [] : ['MANIFEST.sig']
  const { files } = JSON.parse(printed.toString('utf8')) as Manifest
  for (const [path, hash] of Object.entries(files)) {
    const bytes = await readFile(join(folder, path)).catch(() => undefined)
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== hash) faults.push(path)
  }
  return faults
}
