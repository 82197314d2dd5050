import { unpackFiles } from '../../../documents/index.ts'
import { Refusal, refuse } from '../../../vocabulary/refusals/index.ts'
import { type ArchiveFault, holdAgainstManifest, type Manifest, sha256 } from './manifest.ts'

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
  const held = holdAgainstManifest(unpacked(name, bytes))
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

function unpacked(name: string, bytes: Uint8Array) {
  try {
    return unpackFiles(bytes)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw Object.assign(refuse('closing.archive-unreadable', { file: name }), { cause: error })
  }
}
