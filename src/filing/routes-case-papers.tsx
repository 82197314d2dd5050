import { may } from '../access/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { type RouteDefinition, type WebContext, idFrom } from '../web/index.ts'
import { readCasePrint } from './cases/file-case.ts'
import { caseBook } from './cases/paper.ts'
import { findCaseScan } from './cases/scans.ts'
import type { LoadedCase } from './cases/records.ts'
import { entriesOf } from './national/queries/entries.ts'
import { sendReceipt } from './national/receipt.ts'
import { revealContact } from './reveal-contact.ts'
import { sendPersonalPaper, sendScanPage } from './sent-papers.ts'

/** Papers and scans carry phones in full: for the unit and for who handles the case. */
export function seesPapers(c: WebContext, unitId: string): boolean {
  const { actor, session } = c.var
  const { districtId } = session
  return may(actor, 'filing.papers', { districtId, unitId }) || may(actor, 'filing.review', { districtId })
}

type Own = (c: WebContext) => Promise<LoadedCase>
type Show = (c: WebContext) => Promise<Response>

async function readable(c: WebContext, own: Own): Promise<LoadedCase> {
  const loaded = await own(c)
  if (!seesPapers(c, loaded.one.unitId)) throw refuse('access.denied', { action: '查看备案材料' })
  return loaded
}

async function paper(c: WebContext, own: Own): Promise<Response> {
  const { deps, session } = c.var
  const { one, unit } = await readable(c, own)
  const content = await readCasePrint(deps.db, deps.vault, session.districtId, {
    caseId: one.id,
    number: one.printNumber,
  })
  if (!content) throw refuse('record.not-found', { what: '打印件' })
  const book = await caseBook({
    caseId: one.id,
    number: one.printNumber,
    content,
    ...(c.var.demo && { notice: '演示数据' }),
  })
  return sendPersonalPaper(c, book, {
    of: { kind: 'case', id: one.id },
    unitId: one.unitId,
    title: `${unit.name}${book.title}`,
    told: { print: one.printNumber },
  })
}

async function scanPicture(c: WebContext, own: Own): Promise<Response> {
  const { deps, session } = c.var
  const { one } = await readable(c, own)
  const scanId = idFrom(c, '扫描件', 'scanId')
  const scan = await findCaseScan(deps.db, session.districtId, { caseId: one.id, scanId })
  return sendScanPage(c, { kind: 'case', id: one.id }, scan)
}

async function receiptFile(c: WebContext, own: Own): Promise<Response> {
  const { deps, session } = c.var
  const { one } = await readable(c, own)
  const entries = await entriesOf(deps.db, session.districtId, { caseId: one.id })
  return sendReceipt(c, { kind: 'case', id: one.id }, entries)
}

async function reveal(c: WebContext, own: Own, revealed: Show): Promise<Response> {
  const { one } = await own(c)
  await revealContact(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, caseId: one.id })
  return revealed(c)
}

/** The papers of a case, as they were printed, scanned, and receipted; and its contact's whole number, for once. */
export const casePaperRoutes = (own: Own, revealed: Show): RouteDefinition[] => [
  { method: 'post', path: '/cases/:id/reveal', door: 'people.reveal', handle: (c) => reveal(c, own, revealed) },
  { method: 'get', path: '/cases/:id/scans/:scanId/:page', door: 'filing.read', handle: (c) => scanPicture(c, own) },
  { method: 'get', path: '/cases/:id/receipts/:entryId', door: 'filing.read', handle: (c) => receiptFile(c, own) },
  { method: 'get', path: '/cases/:id/paper/:format', door: 'filing.read', handle: (c) => paper(c, own) },
]
