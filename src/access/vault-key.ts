import { hkdfSync, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { type Vault, vaultWith } from './vault.ts'

const keyBytes = 32
const checkKey = 'vault-check'
const checkContext = 'installation/vault-check'
const checkText = '本数据库的个人信息和文件由此密钥加密'

/** Where the key of a data directory lies. */
const pathOf = (dataDir: string) => join(dataDir, 'keys', 'vault.key')

/**
 * Opens the vault of a data directory (`keys/vault.key`, readable by its owner only). A key is made only where nothing
 * was sealed yet: a new key in the place of a lost one would close every name, phone and scan for ever. Refuses
 * `vault.key-lost` and `vault.key-wrong`.
 */
export async function openVault(dataDir: string, db: Db, at: Instant): Promise<Vault> {
  const key = readVaultKey(dataDir) ?? (await makeFirstKey(dataDir, db))
  const vault = key.byteLength === keyBytes ? vaultWith(key) : undefined
  if (!vault) throw refuse('vault.key-wrong', { path: pathOf(dataDir) })
  await requireOwnVault(dataDir, db, vault)
  await keepCheck(db, key, at)
  return vault
}

/** The bytes of the key, or undefined where there is none. Refuses `vault.unreadable` where there is one and it can't be read. */
export function readVaultKey(dataDir: string): Buffer | undefined {
  try {
    return readFileSync(pathOf(dataDir))
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw Object.assign(refuse('vault.unreadable', { path: pathOf(dataDir), code }), { cause: error })
  }
}

/** Tries the key on what the database keeps for this, or, before there was such a thing, on a sealed record. Refuses `vault.key-wrong`. */
export async function requireOwnVault(dataDir: string, db: Db, vault: Vault): Promise<void> {
  const sealed = (await storedCheck(db)) ?? (await anyPerson(db))
  if (!sealed) return
  try {
    vault.openBytes(sealed, sealed.context)
  } catch (cause) {
    throw Object.assign(refuse('vault.key-wrong', { path: pathOf(dataDir) }), { cause })
  }
}

type Sealed = { wrappedKey: Buffer; sealed: Buffer; context: string }

async function storedCheck(db: Db): Promise<Sealed | undefined> {
  const row = await db.selectFrom('installation_setting').select('value').where('key', '=', checkKey).executeTakeFirst()
  if (!row) return undefined
  const { wrappedKey, sealed } = row.value as { wrappedKey: string; sealed: string }
  return {
    wrappedKey: Buffer.from(wrappedKey, 'base64'),
    sealed: Buffer.from(sealed, 'base64'),
    context: checkContext,
  }
}

async function anyPerson(db: Db): Promise<Sealed | undefined> {
  const row = await db
    .selectFrom('person')
    .select(['district_id as districtId', 'id', 'wrapped_key as wrappedKey', 'sealed'])
    .where('sealed', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  if (!row?.wrappedKey || !row.sealed) return undefined
  return { wrappedKey: row.wrappedKey, sealed: row.sealed, context: `${row.districtId}/${row.id}` }
}

// Nonce and inner key come from the key itself, which seals this one text once: a demonstration comes out the same twice.
async function keepCheck(db: Db, key: Buffer, at: Instant): Promise<void> {
  let drawn = 0
  const derived = (size: number) => Buffer.from(hkdfSync('sha256', key, '', `${checkContext}/${drawn++}`, size))
  const { wrappedKey, sealed } = vaultWith(key, derived).sealBytes(Buffer.from(checkText), checkContext)
  const value = JSON.stringify({ wrappedKey: wrappedKey.toString('base64'), sealed: sealed.toString('base64') })
  await db
    .insertInto('installation_setting')
    .values({ key: checkKey, value, changed_at: at })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
}

async function makeFirstKey(dataDir: string, db: Db): Promise<Buffer> {
  if (await holdsSealedRecords(db)) {
    // Another program may have made the first key since this one looked for it.
    const made = readVaultKey(dataDir)
    if (!made) throw refuse('vault.key-lost', { path: pathOf(dataDir) })
    return made
  }
  writeKeyDurably(dataDir, randomBytes(keyBytes))
  return readFileSync(pathOf(dataDir))
}

async function holdsSealedRecords(db: Db): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from installation_setting where key = ${checkKey})
      or exists (select from person where sealed is not null)
      or exists (select from stored_file where wrapped_key is not null)
      or exists (select from filing_entry) or exists (select from filing_case) as any`.execute(db)
  return rows[0]?.any ?? true
}

// A key that a power cut could take away again must not seal anything: file and folders are on the disk first. Two
// programs that start at once keep the key of the first: a link is made once.
function writeKeyDurably(dataDir: string, key: Buffer): void {
  const folder = join(dataDir, 'keys')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const part = join(folder, `vault.key.${process.pid}`)
  writeFileSync(part, key, { mode: 0o600, flush: true })
  try {
    linkSync(part, pathOf(dataDir))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(part)
  }
  for (const each of [folder, dataDir]) syncFolder(each)
}

function syncFolder(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
