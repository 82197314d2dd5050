import { may, permittedScope } from '../../access/index.ts'
import { isUuid } from '../../database/index.ts'
import { readUnits } from '../../registry/index.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import { refusalOf, render, type RouteDefinition, sendDownload, typedValues, type WebContext } from '../../web/index.ts'
import { SheetPage } from './pages/sheet.tsx'
import { exportNational } from './verbs/export-national.ts'

type Refused = { problem: string; status: number; typed: Record<string, string> }

async function sheetPage(c: WebContext, refused?: Refused): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'ledger.export', districtId)
  const units = (await readUnits(deps.db, districtId)).filter(
    ({ id, kind }) => unitKinds[kind].inScope && (scope.unitId === undefined || scope.unitId === id),
  )
  const body = (
    <SheetPage
      csrf={session.csrf}
      units={units}
      mayReveal={may(actor, 'people.reveal', scope)}
      problem={refused?.problem}
      typed={refused?.typed ?? {}}
    />
  )
  return render(c, body, { title: '导出报送表', current: '/national' }, refused?.status)
}

async function exportSheet(c: WebContext): Promise<Response> {
  const typed = await typedValues(c)
  const { unitId = '', layout, phones, purpose = '' } = typed
  try {
    const { bytes, fileName, mediaType } = await exportNational(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      layout: layout === 'all' ? 'all' : 'unit',
      ...(isUuid(unitId) && { unitId }),
      ...(phones === 'full' && { purpose }),
    })
    return sendDownload(c, { bytes, mediaType, name: fileName })
  } catch (error) {
    const { message: problem, status } = refusalOf(error)
    return sheetPage(c, { problem, status, typed })
  }
}

/** The flat sheet that the national system's users type from. */
export const sheetRoutes: RouteDefinition[] = [
  { method: 'get', path: '/national/sheet', door: 'ledger.export', handle: (c) => sheetPage(c) },
  { method: 'post', path: '/national/sheet', door: 'ledger.export', handle: exportSheet },
]
