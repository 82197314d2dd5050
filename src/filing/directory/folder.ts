import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { MANIFEST } from './signing.ts'

/**
 * Puts a folder of files in the place of an earlier one: written beside it, moved in whole. Where moving fails the
 * earlier one is put back, and nothing half-made is left. Refuses `directory.folder-not-empty`: what is in the way and
 * was not built here is never touched.
 */
export async function swapIn(out: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  const place = resolve(out)
  if (!(await isFree(place))) throw refuse('directory.folder-not-empty', { folder: out })
  await mkdir(dirname(place), { recursive: true })
  const made = await mkdtemp(`${place}.new-`)
  try {
    await writeAll(made, files)
    // A temporary folder is its owner's alone; this one is for everybody.
    await chmod(made, 0o755)
    await exchange(place, made)
  } finally {
    await rm(made, { recursive: true, force: true })
  }
}

async function isFree(place: string): Promise<boolean> {
  if (!existsSync(place) || existsSync(join(place, MANIFEST))) return true
  return (await readdir(place).catch(() => ['a file'])).length === 0
}

async function writeAll(folder: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  const folders = new Set([...files.keys()].map((path) => dirname(join(folder, path))))
  for (const one of folders) await mkdir(one, { recursive: true, mode: 0o755 })
  for (const [path, content] of files) await writeFile(join(folder, path), content, { mode: 0o644 })
}

async function exchange(place: string, made: string): Promise<void> {
  const old = `${made}.old`
  const had = existsSync(place)
  if (had) await rename(place, old)
  try {
    await rename(made, place)
  } catch (error) {
    if (had) await rename(old, place)
    throw error
  }
  await rm(old, { recursive: true, force: true })
}
