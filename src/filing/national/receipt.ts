import { readStoredFile } from '../../files/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { keepLook, sendDownload, type WebContext } from '../../web/index.ts'
import type { NationalEntry } from './queries/entries.ts'

/** Whose 回执 it is: a case's, or an account's own. */
type OfReceipt = { kind: 'case' | 'account'; id: string }

/**
 * Hands the 回执 of an entry (`:entryId` of the address) out to who was found allowed to see it; the trail says who saw it,
 * once an hour. Refuses `record.not-found`.
 */
export async function sendReceipt(
  c: WebContext,
  of: OfReceipt,
  entries: readonly Pick<NationalEntry, 'id' | 'receiptFileId'>[],
): Promise<Response> {
  const entry = entries.find(({ id }) => id === c.req.param('entryId'))
  if (!entry?.receiptFileId) throw refuse('record.not-found', { what: '回执' })
  const file = await readStoredFile(c.var.deps, c.var.session.districtId, entry.receiptFileId)
  await keepLook(c, { action: 'national.receipt-seen', subject: of, after: { entry: entry.id } })
  return sendDownload(c, file)
}
