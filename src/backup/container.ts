import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { PassThrough, Readable, type Transform, type Writable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { createZstdCompress, createZstdDecompress, constants } from 'node:zlib'
import { Decrypter, Encrypter } from 'age-encryption'
import { extract, pack, type Pack } from 'tar-stream'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'

/**
 * The file a backup lies in: a tar archive, compressed (zstd), then sealed with a passphrase by the age format
 * (age-encryption.org/v1) unless nobody gave one. With `age -d FILE | zstd -d | tar x` it is opened without this program.
 */

/** Puts one thing into the archive; the length has to be known. */
export type Put = (name: string, content: Uint8Array | { bytes: number; from: Readable }) => Promise<void>

// scrypt with N = 2^17: what OWASP asks of a passphrase, 128 MB for half a second.
const WORK_FACTOR = 17

/** `workFactor`: log2 of scrypt's N; less than the default is for tests alone. */
export type Sealing = { passphrase: string | undefined; workFactor?: number | undefined }

/** Writes the archive to `into` as `fill` puts things into it. Nothing is held but what is on its way. */
export async function writeArchive(
  into: Writable,
  { passphrase, workFactor = WORK_FACTOR }: Sealing,
  fill: (put: Put) => Promise<void>,
): Promise<void> {
  const archive = pack()
  const put: Put = async (name, content) => {
    const sized = 'from' in content ? content : { bytes: content.byteLength, from: Readable.from([content]) }
    await pipeline(sized.from, archive.entry({ name, size: sized.bytes }))
  }
  const compress = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } })
  const sealed = new PassThrough()
  const written = pipeline(sealed, into)
  const flowing =
    passphrase === undefined
      ? pipeline(archive, compress, sealed)
      : seal(archive, compress, sealed, { passphrase, workFactor })
  const filled = fill(put).then(
    () => archive.finalize(),
    (error: unknown) => {
      archive.destroy(error as Error)
      throw error
    },
  )
  // Whatever failed first says why; all else only breaks off because of it.
  const all = [filled, flowing, written]
  const first = Promise.all(all)
  first.catch(() => undefined)
  await Promise.allSettled(all)
  await first
}

// The streams of the web, as whichever library of types is in force calls them.
type AgeStream = Parameters<Encrypter['encrypt']>[0]
const toAge = Readable.toWeb as unknown as (stream: Readable) => AgeStream
const fromAge = Readable.fromWeb as unknown as (stream: AgeStream) => Readable

async function seal(
  archive: Pack,
  compress: Transform,
  into: Writable,
  { passphrase, workFactor }: { passphrase: string; workFactor: number },
) {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  encrypter.setScryptWorkFactor(workFactor)
  const compressed = pipeline(archive, compress)
  const sealed = await encrypter.encrypt(toAge(compress))
  await Promise.all([compressed, pipeline(fromAge(sealed), into)])
}

export type ArchiveEntry = { name: string; bytes: number; content: AsyncIterable<Buffer> }

const ageMark = 'age-encryption.org/v1\n'
const zstdMark = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

/** Whether a file is sealed. Refuses `backup.foreign` where it is no archive at all, and `file.unreadable`. */
export async function isSealed(path: string): Promise<boolean> {
  const handle = await open(path).catch((cause: unknown) => {
    throw Object.assign(refuse('file.unreadable', { name: path }), { cause })
  })
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(ageMark.length), 0, ageMark.length, 0)
    const head = buffer.subarray(0, bytesRead)
    if (head.toString('latin1') === ageMark) return true
    if (head.subarray(0, zstdMark.length).equals(zstdMark)) return false
    throw refuse('backup.foreign', { name: path })
  } finally {
    await handle.close()
  }
}

/**
 * What an archive holds, one thing after the other; each has to be read before the next. Refuses `backup.foreign`,
 * `backup.passphrase-wanted`, `backup.passphrase-wrong`, `backup.cut`, `backup.damaged`.
 */
export async function* readArchive(path: string, passphrase: string | undefined): AsyncGenerator<ArchiveEntry> {
  const sealed = await isSealed(path)
  if (sealed && passphrase === undefined) throw refuse('backup.passphrase-wanted', { name: path })
  const read = { all: false }
  const source = createReadStream(path)
  source.once('end', () => (read.all = true))
  const [plain, archive] = [createZstdDecompress(), extract()]
  const whole = finished(plain)
  // Told below, or by the thing whose bytes it breaks off.
  whole.catch((error: unknown) => archive.destroy(error as Error))
  const opened = sealed ? unseal(source, passphrase!, path) : Promise.resolve(source)
  opened.then((bytes) => pipeline(bytes, plain)).catch((error: unknown) => plain.destroy(error as Error))
  plain.pipe(archive as unknown as Writable)
  const failed = (cause: unknown) =>
    cause instanceof Refusal
      ? cause
      : Object.assign(refuse(read.all ? 'backup.cut' : 'backup.damaged', { name: path }), { cause })
  try {
    for await (const entry of archive) {
      yield {
        name: entry.header.name,
        bytes: entry.header.size ?? 0,
        content: contentOf(entry as AsyncIterable<Buffer>, failed),
      }
      entry.resume()
    }
    // The archive ends before its last bytes, which bear the sum over all of it.
    plain.resume()
    await whole
  } catch (error) {
    throw failed(error)
  } finally {
    source.destroy()
    plain.destroy()
    archive.destroy()
  }
}

// A break within a thing is met by whoever reads it, and has the same name there.
async function* contentOf(entry: AsyncIterable<Buffer>, failed: (cause: unknown) => Refusal): AsyncGenerator<Buffer> {
  try {
    yield* entry
  } catch (error) {
    throw failed(error)
  }
}

async function unseal(source: Readable, passphrase: string, path: string): Promise<Readable> {
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  const plain = await decrypter.decrypt(toAge(source)).catch((error: Error) => {
    if (/no identity matched/.test(error.message)) throw refuse('backup.passphrase-wrong', { name: path })
    throw error
  })
  return fromAge(plain)
}
