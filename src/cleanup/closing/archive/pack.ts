import { createHash, type Hash } from 'node:crypto'
import { type CsvValue, writeCsv, zipArchive } from '../../../documents/index.ts'
import { type ArchiveHead, MANIFEST, type ManifestEntry, manifestText } from './manifest.ts'
import { type Part, whole } from './parts.ts'

/** Where a volume ends: what no longer fits begins the next. A scan may be larger, and has a volume of its own then. */
const VOLUME_MOST = 16 * 1024 * 1024

export type Volume = { number: number; bytes: Buffer; entries: number }

/**
 * Packs what comes, part by part, into one volume or as many as it takes, each with the manifest of its own digests
 * behind it; the last of several lists which file lies in which. No more than one volume is held at a time.
 */
export async function* packArchive(
  head: ArchiveHead,
  parts: AsyncIterable<Part>,
  most = VOLUME_MOST,
): AsyncGenerator<Volume> {
  const coming = parts[Symbol.asyncIterator]()
  const places: CsvValue[][] = [['文件', '卷', '字节', 'SHA-256']]
  let next = await coming.next()
  for (let number = 1; !next.done; number++) {
    const pieces: Buffer[] = []
    const entries: ManifestEntry[] = []
    let packed = 0
    async function* volume(): AsyncGenerator<Part> {
      do {
        const part: Part = next.value
        yield* counted(part, entries)
        next = await coming.next()
      } while (!next.done && packed + (next.value.size ?? 0) <= most)
      places.push(...entries.map(({ path, bytes, sha256 }) => [path, number, bytes, sha256]))
      if (next.done && number > 1) yield* counted(whole('分卷目录.csv', writeCsv(places)), entries)
      yield whole(MANIFEST, manifestText({ ...head, ...((number > 1 || !next.done) && { volume: number }) }, entries))
    }
    for await (const piece of zipArchive(volume())) {
      pieces.push(piece)
      packed += piece.length
    }
    yield { number, bytes: Buffer.concat(pieces), entries: entries.length }
  }
}

/** The part, and then its line of the manifest. */
async function* counted({ path, text }: Part, entries: ManifestEntry[]): AsyncGenerator<Part> {
  const hash = createHash('sha256')
  const entry = { path, bytes: 0, sha256: '' }
  yield { path, text: hashed(text, hash, entry) }
  entries.push({ ...entry, sha256: hash.digest('hex') })
}

async function* hashed(text: Part['text'], hash: Hash, entry: { bytes: number }): AsyncGenerator<Uint8Array> {
  for await (const piece of text) {
    const bytes = Buffer.from(piece)
    hash.update(bytes)
    entry.bytes += bytes.length
    yield bytes
  }
}
