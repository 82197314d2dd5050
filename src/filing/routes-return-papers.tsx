import { permit } from '../access/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { refusalOf, requireUpload, type RouteDefinition, typedValues, type WebContext, idFrom } from '../web/index.ts'
import { putScanAside, uploadScan } from './returns/hand-in.ts'
import { formsOf } from './returns/papers.ts'
import { readPrint } from './returns/print.ts'
import { findScan } from './returns/scans.ts'
import { ownReturn, returnPage, returnStep, shown } from './routes-returns.tsx'
import { sendPersonalPaper, sendScanPage } from './sent-papers.ts'

const upload = returnStep(async (c) => {
  const file = await requireUpload(c, 'file')
  await uploadScan(c.var.deps, c.var.actor, { ...(await shown(c)), ...file })
})

async function putAside(c: WebContext): Promise<Response> {
  const { one } = await ownReturn(c)
  const scanId = idFrom(c, '扫描件', 'scanId')
  const { reason = '' } = await typedValues(c)
  try {
    await putScanAside(c.var.deps, c.var.actor, { ...(await shown(c)), scanId, reason })
  } catch (error) {
    const { message, status } = refusalOf(error)
    return returnPage(c, message, status, { puttingAside: { scanId, reason } })
  }
  return c.redirect(`/filing/returns/${one.id}`, 303)
}

// Papers and scans carry phones in full.
function permitPapers(c: WebContext, unitId: string): void {
  const { districtId } = c.var.session
  permit(c.var.actor, 'filing.papers', { districtId, unitId })
}

async function papers(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const { one, unitName } = await ownReturn(c)
  permitPapers(c, one.unitId)
  const number = Number(c.req.query('print') ?? one.printNumber)
  const content = await readPrint(deps.db, deps.vault, session.districtId, { returnId: one.id, number })
  if (!content) throw refuse('record.not-found', { what: '打印件' })
  const only = c.req.query('paper')
  const notice = c.var.demo ? '演示数据' : undefined
  const book = await formsOf({ returnId: one.id, number, content, ...(notice && { notice }) }, only)
  if (book.forms.length === 0) throw refuse('record.not-found', { what: '打印件' })
  return sendPersonalPaper(c, book, {
    of: { kind: 'return', id: one.id },
    unitId: one.unitId,
    title: `${unitName}报送表（第${number}次打印）`,
    told: { print: number, ...(only !== undefined && { paper: only }) },
  })
}

async function scanPicture(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const { one } = await ownReturn(c)
  permitPapers(c, one.unitId)
  const scanId = idFrom(c, '扫描件', 'scanId')
  const of = { kind: 'return', id: one.id } as const
  return sendScanPage(c, of, await findScan(deps.db, session.districtId, { returnId: one.id, scanId }))
}

/** The papers of a return, as they were printed and as their scans come back. */
export const returnPaperRoutes: RouteDefinition[] = [
  { method: 'get', path: '/filing/returns/:id/papers/:format', door: 'filing.read', handle: papers },
  { method: 'post', path: '/filing/returns/:id/scans', door: 'filing.fill', upload: true, handle: upload },
  { method: 'get', path: '/filing/returns/:id/scans/:scanId/:page', door: 'filing.read', handle: scanPicture },
  { method: 'post', path: '/filing/returns/:id/scans/:scanId/put-aside', door: 'filing.fill', handle: putAside },
]
