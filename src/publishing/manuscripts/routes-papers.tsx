import { refuse } from '../../vocabulary/refusals/index.ts'
import { sendDownload, type WebContext } from '../../web/index.ts'
import { deskOf } from './desk.ts'
import { bylinesOf } from './papers/bylines.ts'
import { exportFormats, exportText } from './papers/export-text.ts'
import { printReviewSheet } from './papers/review-sheet.ts'

export async function exportPage(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const desk = await deskOf(c)
  const format = exportFormats.find((one) => one === c.req.param('format'))
  if (!format) throw refuse('record.not-found', { what: '导出格式' })
  const { text, manuscript } = desk
  return sendDownload(
    c,
    await exportText(deps, {
      districtId: session.districtId,
      unitName: manuscript.unitName,
      text,
      bylines: bylinesOf(desk),
      day: deps.clock.today(),
      format,
    }),
  )
}

export async function sheetPage(c: WebContext): Promise<Response> {
  const desk = await deskOf(c)
  const format = c.req.param('format')
  if (desk.rounds.length === 0 || (format !== 'pdf' && format !== 'docx'))
    throw refuse('record.not-found', { what: '发布审签单' })
  return sendDownload(c, await printReviewSheet(c.var.deps, desk, { demo: c.var.demo, format }))
}
