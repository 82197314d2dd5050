import { findDistrict, permittedScope } from '../../access/index.ts'
import { type CivilDate, isCivilDate } from '../../calendar/index.ts'
import { renderFormsPdf, writeWorkbook } from '../../documents/index.ts'
import { readUnit } from '../../registry/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { contentDisposition, type RouteDefinition, type WebContext } from '../../web/index.ts'
import { filterOf } from '../filter.ts'
import { listItems } from '../items/queries.ts'
import { type SheetContent, sheetBook, sheetTitle, mostRows, workingBook } from './print.ts'

const printers = {
  pdf: { mediaType: 'application/pdf', print: (content: SheetContent) => renderFormsPdf(workingBook(content)) },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    print: (content: SheetContent) => writeWorkbook(sheetBook(content)),
  },
} as const

// Of one day's proposals all items; without a day, what is still to be done, whatever day it was proposed on.
async function contentOf(c: WebContext, asOf: CivilDate | undefined): Promise<SheetContent> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'cleanup.read', districtId)
  const today = deps.clock.today()
  const { search } = filterOf(c, 1)
  const wanted = {
    search,
    ...(asOf ? { asOf } : { state: 'open' as const, onceAnAccount: true }),
    offset: 0,
    limit: mostRows,
  }
  const { rows, total } = await listItems(deps.db, scope, today, wanted)
  if (total === 0) throw refuse('cleanup.sheet-empty')
  if (total > mostRows) throw refuse('cleanup.sheet-too-long', { most: mostRows, found: total })
  const unit = scope.unitId === undefined ? undefined : await readUnit(deps.db, districtId, scope.unitId)
  return {
    district: await findDistrict(deps.db, districtId),
    of: asOf ? { asOf } : { openOn: today },
    search,
    unitName: unit?.name,
    items: rows,
    notice: c.var.demo ? '演示数据' : undefined,
  }
}

async function sheet(c: WebContext): Promise<Response> {
  const day = c.req.param('day')
  const format = c.req.param('format') === 'xlsx' ? 'xlsx' : 'pdf'
  if (day !== undefined && !isCivilDate(day)) throw refuse('record.not-found', { what: '判定日的清理事项' })
  const content = await contentOf(c, day)
  const { mediaType, print } = printers[format]
  const name = `${sheetTitle(content)}（${day ?? `截至${c.var.deps.clock.today()}`}）.${format}`
  return c.body(new Uint8Array(await print(content)), 200, {
    'Content-Type': mediaType,
    'Content-Disposition': contentDisposition(name),
    'Cache-Control': 'private, no-store',
  })
}

/** 清理整合审定表: of a district for the office, of its own accounts for a unit; of a day, or of all that is open now. */
export const sheetRoutes: RouteDefinition[] = [
  { method: 'get', path: '/cleanup/sheet/:format', door: 'cleanup.read', handle: sheet },
  { method: 'get', path: '/cleanup/days/:day/sheet/:format', door: 'cleanup.read', handle: sheet },
]
