import { may } from '../../access/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type RouteDefinition, type WebContext } from '../../web/index.ts'
import { sendPersonalPaper, sendScanPage } from '../sent-papers.ts'
import { readHandoverPrint } from './content.ts'
import { handoverBook } from './paper.ts'
import type { LoadedHandover } from './queries/handovers.ts'
import { handoverScans } from './queries/papers.ts'

/** The sheet carries names and signatures: for who works on it or confirms it. */
export function seesPapers(c: WebContext, unitId: string): boolean {
  const target = { districtId: c.var.session.districtId, unitId }
  return may(c.var.actor, 'filing.fill', target) || may(c.var.actor, 'handover.confirm', target)
}

type Own = (c: WebContext) => Promise<LoadedHandover>

async function readable(c: WebContext, own: Own): Promise<LoadedHandover> {
  const loaded = await own(c)
  if (!seesPapers(c, loaded.one.unitId)) throw refuse('access.denied', { action: '查看交接材料' })
  return loaded
}

async function paper(c: WebContext, own: Own): Promise<Response> {
  const { deps, session } = c.var
  const { one, unitName } = await readable(c, own)
  const wanted = { handoverId: one.id, number: one.printNumber }
  const content = await readHandoverPrint(deps.db, deps.vault, session.districtId, wanted)
  if (!content) throw refuse('record.not-found', { what: '交接单' })
  const book = await handoverBook({ ...wanted, content, ...(c.var.demo && { notice: '演示数据' }) })
  return sendPersonalPaper(c, book, {
    of: { kind: 'handover', id: one.id },
    unitId: one.unitId,
    title: `${unitName}${book.title}`,
    told: { print: one.printNumber },
  })
}

async function scan(c: WebContext, own: Own): Promise<Response> {
  const { deps, session } = c.var
  const { one } = await readable(c, own)
  const scans = await handoverScans(deps.db, session.districtId, one)
  return sendScanPage(
    c,
    { kind: 'handover', id: one.id },
    scans.find(({ id }) => id === c.req.param('scanId')),
  )
}

/** The 交接单 as paper, and its scans page by page. */
export const paperRoutes = (own: Own): RouteDefinition[] => [
  { method: 'get', path: '/handovers/:id/paper/:format', door: 'filing.read', handle: (c) => paper(c, own) },
  { method: 'get', path: '/handovers/:id/scans/:scanId/:page', door: 'filing.read', handle: (c) => scan(c, own) },
]
