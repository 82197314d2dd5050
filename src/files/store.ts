import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor, Deps } from '../access/index.ts'
import type { Tx } from '../database/index.ts'
import { fileMegabytes } from '../vocabulary/hints.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { type FileKind, kindOf, mediaTypes } from './kinds.ts'

/** Largest upload, in bytes. */
export const fileMost = fileMegabytes * 1024 * 1024

const kindLabels: Readonly<Record<FileKind, string>> = {
  png: 'PNG 图片',
  jpg: 'JPG 图片',
  webp: 'WebP 图片',
  gif: 'GIF 图片',
  pdf: 'PDF',
  zip: 'xlsx 工作簿',
  cfb: 'xls 工作簿',
  text: '文本',
  unknown: '文件',
}

export type NewFile = {
  districtId: string
  name: string
  bytes: Uint8Array
  actor: Actor
  accept?: readonly FileKind[]
  mediaType?: string
  /** In bytes, of what the program makes itself and may be larger than what is uploaded. */
  most?: number
}

export type KeptFile = { id: string; sha256: string; mediaType: string }

/**
 * Keeps a file: its bytes sealed with a key of their own under `files/` of the data directory, its facts (name, kind by
 * content, size, SHA-256) in the caller's transaction. The bytes are on the disk before the row can be committed.
 * Refuses `file.empty`, `file.too-large`, `file.kind-not-accepted`.
 */
export async function saveFile(tx: Tx, deps: Deps, file: NewFile): Promise<KeptFile> {
  const [kept] = await saveFiles(tx, deps, [file])
  return kept!
}

/** Keeps files as `saveFile` does, in their order: written side by side, because each waits for the disk. */
export async function saveFiles(tx: Tx, deps: Deps, files: readonly NewFile[]): Promise<KeptFile[]> {
  const { kept, written } = await beginSavingFiles(tx, deps, files)
  await written
  return kept
}

/** As `saveFiles`, answered before the bytes are there: the caller awaits `written` before its transaction may commit. */
export async function beginSavingFiles(
  tx: Tx,
  deps: Deps,
  files: readonly NewFile[],
): Promise<{ kept: KeptFile[]; written: Promise<void> }> {
  if (files.length === 0) return { kept: [], written: Promise.resolve() }
  const sealed = files.map((file) => {
    const kind = checkedKind(file)
    const id = deps.ids.next()
    const sha256 = createHash('sha256').update(file.bytes).digest('hex')
    return { ...deps.vault.sealBytes(file.bytes, contextOf(file.districtId, id)), file, id, sha256, kind }
  })
  const written = Promise.all(sealed.map((one) => writeDurably(deps.dataDir, one.id, one.sealed))).then(() => undefined)
  // Who awaits it hears of its failure, also where something else fails first.
  written.catch(() => undefined)
  const rows = sealed.map(({ file, id, sha256, kind, wrappedKey }) => ({
    district_id: file.districtId,
    id,
    sha256,
    media_type: file.mediaType ?? mediaTypes[kind],
    byte_count: file.bytes.byteLength,
    name: file.name,
    wrapped_key: wrappedKey,
    created_by: file.actor.id,
    created_at: deps.wall.now(),
  }))
  await tx.insertInto('stored_file').values(rows).execute()
  return { kept: rows.map(({ id, sha256, media_type: mediaType }) => ({ id, sha256, mediaType })), written }
}

function checkedKind(file: NewFile): FileKind {
  const { name, bytes, accept, most = fileMost } = file
  if (bytes.byteLength === 0) throw refuse('file.empty', { name })
  if (bytes.byteLength > most) throw refuse('file.too-large', { name, most: `${most / 1024 / 1024} MB` })
  const kind = kindOf(bytes)
  if (accept && !accept.includes(kind))
    throw refuse('file.kind-not-accepted', { name, wanted: accept.map((one) => kindLabels[one]).join('、') })
  return kind
}

/** A kept file with its bytes. Refuses `record.not-found` (also when erased) and `file.lost` when the bytes are missing or don't match their digest. */
export async function readStoredFile(
  deps: Deps,
  districtId: string,
  id: string,
): Promise<{ name: string; mediaType: string; sha256: string; bytes: Uint8Array }> {
  const row = await deps.db
    .selectFrom('stored_file')
    .select(['name', 'media_type as mediaType', 'sha256', 'wrapped_key as wrappedKey'])
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row?.wrappedKey) throw refuse('record.not-found', { what: '文件' })
  const { name, mediaType, sha256, wrappedKey } = row
  const bytes = await openStored(deps, districtId, id, wrappedKey).catch((cause: unknown) => {
    throw Object.assign(refuse('file.lost', { name }), { cause })
  })
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw refuse('file.lost', { name })
  return { name, mediaType, sha256, bytes }
}

async function openStored(deps: Deps, districtId: string, id: string, wrappedKey: Buffer): Promise<Buffer> {
  return deps.vault.openBytes(
    { wrappedKey, sealed: await readFile(pathOf(deps.dataDir, id)) },
    contextOf(districtId, id),
  )
}

// A name that appears only after the bytes are on the disk: a power cut leaves a whole file or none.
async function writeDurably(dataDir: string, id: string, bytes: Uint8Array): Promise<void> {
  const path = pathOf(dataDir, id)
  const folder = join(path, '..')
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  const handle = await open(`${path}.part`, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${path}.part`, path)
  // The name too must be on the disk, and, the first time, the folder's own.
  for (const each of made === undefined ? [folder] : [folder, join(folder, '..'), dataDir]) await syncToDisk(each)
}

/** What a file, or a folder, says is on the disk when this has ended. */
export async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

// The last characters of a UUIDv7 are random, so they spread files over folders evenly.
export const pathOf = (dataDir: string, id: string) => join(dataDir, 'files', id.slice(-2), id)
export const contextOf = (districtId: string, id: string) => `file/${districtId}/${id}`
