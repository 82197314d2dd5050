import { permit } from '../../access/index.ts'
import { mediaTypes, readStoredFile } from '../../files/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { WebContext } from '../../web/index.ts'
import { isScreenshot } from '../page-queries.ts'
import { idParam } from './bench.tsx'

const pictures: readonly string[] = [mediaTypes.png, mediaTypes.jpg, mediaTypes.webp]

/** A patrol's screenshot as a picture. Nothing else that is stored can be had here. */
export async function screenshot(c: WebContext): Promise<Response> {
  const { actor, session, deps } = c.var
  permit(actor, 'review.read', { districtId: session.districtId })
  const id = idParam(c, 'fileId')
  if (!(await isScreenshot(deps.db, session.districtId, id))) throw refuse('record.not-found', { what: '截图' })
  const { bytes, mediaType } = await readStoredFile(deps, session.districtId, id)
  if (!pictures.includes(mediaType)) throw refuse('record.not-found', { what: '截图' })
  return c.body(new Uint8Array(bytes), 200, { 'Content-Type': mediaType, 'Cache-Control': 'private, max-age=600' })
}
