import { isUuid } from '../database/index.ts'
import { may, permittedScope } from '../access/index.ts'
import { Refusal } from '../vocabulary/refusals/index.ts'
import { sendMade, typedValues, render, type RouteDefinition, type WebContext } from '../web/index.ts'
import { ExportPage } from './pages/export.tsx'
import { readUnits } from './queries/units.ts'
import { exportAccounts, type ExportedBook } from './verbs/export-accounts.ts'

type Typed = Readonly<Record<string, string>>

async function exportPage(c: WebContext, refused?: { problem: string; status: number; typed: Typed }) {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'ledger.export', session.districtId)
  const units = await readUnits(deps.db, session.districtId)
  const page = (
    <ExportPage
      csrf={session.csrf}
      units={scope.unitId ? units.filter(({ id }) => id === scope.unitId) : units}
      mayReveal={may(actor, 'people.reveal', scope)}
      problem={refused?.problem}
      typed={refused?.typed ?? c.req.query()}
    />
  )
  return render(c, page, { title: '导出附件2', current: '/accounts' }, refused?.status)
}

async function exportFile(c: WebContext): Promise<Response> {
  const typed = await typedValues(c)
  const { unitId = '', layout, phones, purpose = '' } = typed
  try {
    const book = await exportAccounts(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      layout: layout === 'district' ? 'district' : 'units',
      ...(isUuid(unitId) && { unitId }),
      ...(phones === 'full' && { purpose }),
    })
    return await sent(c, book)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    return exportPage(c, { problem: error.message, status: error.status, typed })
  }
}

const sent = (c: WebContext, book: ExportedBook): Promise<Response> =>
  sendMade(c, {
    fileName: book.fileName,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    writeTo: (path) => book.writeTo(path),
  })

/** 附件2 out of the ledger. */
export const exportRoutes: RouteDefinition[] = [
  { method: 'get', path: '/accounts/export', door: 'ledger.export', handle: (c) => exportPage(c) },
  { method: 'post', path: '/accounts/export', door: 'ledger.export', handle: exportFile },
]
