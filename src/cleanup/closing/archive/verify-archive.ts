import { unpackEach } from '../../../documents/index.ts'
import { Refusal, refuse } from '../../../vocabulary/refusals/index.ts'
import { type ArchiveFault, holdAgainstManifest, type Manifest, sha256 } from './manifest.ts'

// Sheets and texts of a package that stays below 20 MB; each is unpacked, held and let go on its own.
const ARCHIVE_LIMITS = { zipEntries: 20_000, unpackedBytes: 1024 * 1024 * 1024 }

export type ArchiveVerdict = {
  whole: boolean
  /** Of the whole package, to be compared with what the page and the trail say. */
  sha256: string
  manifest: Omit<Manifest, 'files'>
  files: number
  faults: ArchiveFault[]
}

/** Verifies an archive wherever it lies; needs no database. Refuses `closing.archive-unreadable`. */
export function verifyArchive(name: string, bytes: Uint8Array): ArchiveVerdict {
  const held = heldOf(name, bytes)
  if (!held) throw refuse('closing.archive-unreadable', { file: name })
  const { files, ...manifest } = held.manifest
  return {
    whole: held.faults.length === 0,
    sha256: sha256(bytes),
    manifest,
    files: files.length,
    faults: held.faults,
  }
}

function heldOf(name: string, bytes: Uint8Array) {
  try {
    return holdAgainstManifest(unpackEach(bytes, ARCHIVE_LIMITS))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw Object.assign(refuse('closing.archive-unreadable', { file: name }), { cause: error })
  }
}
