import { readZipDirectory, unpack, type ZipLimits } from './zip-directory.ts'
import { zipArchive } from './zip-writer.ts'

/** One file of an archive, whole. */
export type PackedFile = { path: string; bytes: Uint8Array }

/** Puts files into one ZIP, in the order given; the same files give the same bytes. */
export async function packFiles(files: readonly PackedFile[]): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of zipArchive(parts(files))) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Takes them out again. Refuses `table.damaged`, `table.cut-off`, `table.expands-too-far`, `table.password-protected`. */
export const unpackFiles = (bytes: Uint8Array): PackedFile[] => [...unpackEach(bytes)]

/** Takes them out one by one, so that memory holds the largest, never all; `limits` where tables are not what is packed. */
export function* unpackEach(
  bytes: Uint8Array,
  limits?: ZipLimits,
  wanted: (path: string) => boolean = () => true,
): Generator<PackedFile> {
  for (const entry of readZipDirectory(bytes, limits))
    if (wanted(entry.name)) yield { path: entry.name, bytes: unpack(bytes, entry) }
}

async function* parts(files: readonly PackedFile[]) {
  for (const { path, bytes } of files) yield { path, text: once(bytes) }
}

async function* once(bytes: Uint8Array) {
  yield bytes
}
