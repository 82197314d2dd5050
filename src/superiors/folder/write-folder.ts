import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { PackedFolder } from './pack-folder.ts'

/** Writes a folder to a file; one that breaks off is removed, for it may hold whole phone numbers already. */
export async function writeFolder({ pieces }: PackedFolder, path: string): Promise<void> {
  try {
    await pipeline(pieces, createWriteStream(path, { mode: 0o600 }))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}
