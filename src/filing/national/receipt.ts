import { readStoredFile } from '../../files/index.ts'
import { contentDisposition, type WebContext } from '../../web/index.ts'

/** Hands a 回执 out to who was found allowed to see it. */
export async function sendReceipt(c: WebContext, fileId: string): Promise<Response> {
  const file = await readStoredFile(c.var.deps, c.var.session.districtId, fileId)
  return c.body(new Uint8Array(file.bytes), 200, {
    'Content-Type': file.mediaType,
    'Content-Disposition': contentDisposition(file.name),
    'Cache-Control': 'private, no-store',
  })
}
