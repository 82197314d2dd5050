import { createHash, type Hash } from 'node:crypto'
import { zipArchive, type ZipPart } from '../../../documents/index.ts'
import { type ArchiveHead, MANIFEST, type ManifestEntry, manifestText } from './manifest.ts'
import { whole } from './parts.ts'

/** What the files room keeps, less room for the lists and the manifest, which come last. */
const PACKED_MOST = 18 * 1024 * 1024

/**
 * Packs what comes, part by part, and the manifest of their digests behind it: nothing is held but the package itself,
 * which stays below what the files room keeps. `room` tells the parts how many bytes are left to them.
 */
export async function packArchive(
  head: ArchiveHead,
  partsWith: (room: () => number) => AsyncIterable<ZipPart>,
  most = PACKED_MOST,
): Promise<{ bytes: Buffer; entries: number }> {
  const pieces: Buffer[] = []
  const entries: ManifestEntry[] = []
  let packed = 0
  const parts = withManifest(
    head,
    partsWith(() => most - packed),
    entries,
  )
  for await (const piece of zipArchive(parts)) {
    pieces.push(piece)
    packed += piece.length
  }
  return { bytes: Buffer.concat(pieces), entries: entries.length }
}

async function* withManifest(
  head: ArchiveHead,
  parts: AsyncIterable<ZipPart>,
  entries: ManifestEntry[],
): AsyncGenerator<ZipPart> {
  for await (const { path, text } of parts) {
    const hash = createHash('sha256')
    const entry = { path, bytes: 0, sha256: '' }
    yield { path, text: hashed(text, hash, entry) }
    entries.push({ ...entry, sha256: hash.digest('hex') })
  }
  yield whole(MANIFEST, manifestText(head, entries))
}

async function* hashed(text: ZipPart['text'], hash: Hash, entry: { bytes: number }): AsyncGenerator<Uint8Array> {
  for await (const piece of text) {
    const bytes = Buffer.from(piece)
    hash.update(bytes)
    entry.bytes += bytes.length
    yield bytes
  }
}
