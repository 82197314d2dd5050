import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { WebContext } from './context.ts'
import { contentDisposition } from './disposition.ts'

export type MadeFile = { fileName: string; mediaType: string; writeTo(path: string): Promise<void> }

/**
 * Sends a file that is made for one answer, of any size: whole on the disk before its first byte goes, so that what breaks off
 * while it is made reaches nobody. From then on it has no name: whoever hangs up or never reads, no whole phone number is left.
 */
export async function sendMade(c: WebContext, { fileName, mediaType, writeTo }: MadeFile): Promise<Response> {
  const folder = await mkdtemp(join(tmpdir(), 'govmedia-made-'))
  try {
    const path = join(folder, 'made')
    await writeTo(path)
    const stream = createReadStream(path)
    await once(stream, 'open')
    return c.body(Readable.toWeb(stream) as ReadableStream, 200, {
      'Content-Type': mediaType,
      'Content-Disposition': contentDisposition(fileName),
      'Cache-Control': 'private, no-store',
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
