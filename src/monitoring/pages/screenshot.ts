import { permit } from '../../access/index.ts'
import { mediaTypes, readStoredFile } from '../../files/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { keepLook, type WebContext, idFrom } from '../../web/index.ts'
import { patrolOfScreenshot } from '../page-queries.ts'

const pictures: readonly string[] = [mediaTypes.png, mediaTypes.jpg, mediaTypes.webp]

/** A patrol's screenshot as a picture; the trail says who saw it. Nothing else that is stored can be had here. */
export async function screenshot(c: WebContext): Promise<Response> {
  const { actor, session, deps } = c.var
  permit(actor, 'review.read', { districtId: session.districtId })
  const id = idFrom(c, '截图', 'fileId')
  const patrol = await patrolOfScreenshot(deps.db, session.districtId, id)
  if (!patrol) throw refuse('record.not-found', { what: '截图' })
  const { bytes, mediaType } = await readStoredFile(deps, session.districtId, id)
  if (!pictures.includes(mediaType)) throw refuse('record.not-found', { what: '截图' })
  await keepLook(c, {
    action: 'patrol.screenshot-seen',
    subject: { kind: 'patrol', id: patrol.id },
    after: { file: id },
  })
  return c.body(new Uint8Array(bytes), 200, { 'Content-Type': mediaType, 'Cache-Control': 'private, no-store' })
}
