import { type FormBook, renderFormsDocx, renderFormsPdf } from '../documents/index.ts'
import { readStoredFile, scanPage } from '../files/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { contentDisposition, type WebContext } from '../web/index.ts'

const formats = {
  pdf: { render: renderFormsPdf, mediaType: 'application/pdf' },
  docx: {
    render: renderFormsDocx,
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
} as const

/** Hands a printed form out in the format of the address (`:format`, pdf unless docx), to who was found allowed to see it. */
export async function sendPaper(c: WebContext, book: FormBook, title: string): Promise<Response> {
  const format = c.req.param('format') === 'docx' ? 'docx' : 'pdf'
  const { render, mediaType } = formats[format]
  return c.body(new Uint8Array(await render(book)), 200, {
    'Content-Type': mediaType,
    'Content-Disposition': contentDisposition(`${title}.${format}`),
    'Cache-Control': 'private, no-store',
  })
}

/** A page of a scan (`:page` of the address) as a picture; nothing else that is stored can be had here. Refuses `record.not-found`. */
export async function sendScanPage(
  c: WebContext,
  scan: { fileId: string; pages: number } | undefined,
): Promise<Response> {
  const page = Number(c.req.param('page'))
  if (!scan || !Number.isInteger(page) || page < 1 || page > scan.pages)
    throw refuse('record.not-found', { what: '扫描件' })
  const { bytes } = await readStoredFile(c.var.deps, c.var.session.districtId, scan.fileId)
  const picture = await scanPage(bytes, page)
  return c.body(new Uint8Array(picture.bytes), 200, {
    'Content-Type': picture.mediaType,
    'Cache-Control': 'private, max-age=600',
  })
}
