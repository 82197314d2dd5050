import { findDistrict, permittedScope } from '../../access/index.ts'
import { type CivilDate, isCivilDate } from '../../calendar/index.ts'
import { renderFormsPdf, writeWorkbook } from '../../documents/index.ts'
import { readUnit } from '../../registry/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { contentDisposition, type RouteDefinition, type WebContext } from '../../web/index.ts'
import { listItems } from '../items/queries.ts'
import { type SheetContent, sheetBook, sheetForm, sheetTitle } from './print.ts'

/** A district with more accounts to decide in one day than this prints them by unit. */
const MOST_ROWS = 5000

const printers = {
  pdf: { mediaType: 'application/pdf', print: (content: SheetContent) => renderFormsPdf(sheetForm(content)) },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    print: (content: SheetContent) => writeWorkbook(sheetBook(content)),
  },
} as const

async function contentOf(c: WebContext, asOf: CivilDate): Promise<SheetContent> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'cleanup.read', districtId)
  const { rows } = await listItems(deps.db, scope, deps.clock.today(), { asOf, offset: 0, limit: MOST_ROWS })
  if (rows.length === 0) throw refuse('record.not-found', { what: '判定日的清理事项' })
  const unit = scope.unitId === undefined ? undefined : await readUnit(deps.db, districtId, scope.unitId)
  return {
    district: await findDistrict(deps.db, districtId),
    asOf,
    unitName: unit?.name,
    items: rows,
    notice: c.var.demo ? '演示数据' : undefined,
  }
}

async function sheet(c: WebContext): Promise<Response> {
  const day = c.req.param('day') ?? ''
  const format = c.req.param('format') === 'xlsx' ? 'xlsx' : 'pdf'
  if (!isCivilDate(day)) throw refuse('record.not-found', { what: '判定日的清理事项' })
  const content = await contentOf(c, day)
  const { mediaType, print } = printers[format]
  return c.body(new Uint8Array(await print(content)), 200, {
    'Content-Type': mediaType,
    'Content-Disposition': contentDisposition(`${sheetTitle(content)}（${day}）.${format}`),
    'Cache-Control': 'private, no-store',
  })
}

/** 清理整合审定表: of a district for the office, of its own accounts for a unit. */
export const sheetRoutes: RouteDefinition[] = [
  { method: 'get', path: '/cleanup/days/:day/sheet/:format', door: 'cleanup.read', handle: sheet },
]
