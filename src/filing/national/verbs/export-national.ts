import {
  type Actor,
  type Deps,
  exportedBy,
  findDistrict,
  permit,
  permitFullPhones,
  permittedScope,
  type Watermark,
} from '../../../access/index.ts'
import { inTransaction } from '../../../database/index.ts'
import { packFiles, writeWorkbook } from '../../../documents/index.ts'
import { append, digestOf } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import type { NationalAccount } from '../model.ts'
import { ledgerOfSheet } from '../queries/ledger.ts'
import { belongsInNationalSheet } from '../rules.ts'
import { nationalBook, type SheetPlan } from '../sheet.ts'

export type NationalExport = {
  districtId: string
  /** One unit's accounts alone. */
  unitId?: string
  /** `unit`: one sheet a unit (一个单位一张表); `all`: one sheet. */
  layout: 'unit' | 'all'
  /** Phones in full, for a purpose that is written down; else masked. */
  purpose?: string
}
/** `fileName` ends in .xlsx, or in .zip where the sheets of all units don't fit into one workbook. */
export type NationalSheet = {
  fileName: string
  mediaType: string
  accounts: number
  phones: 'full' | 'masked'
  bytes: Uint8Array
}

// What goes out must come back: a workbook of more than 256 sheets is not read here (LIMITS.sheets), and 导出说明 is one.
export const SHEETS_A_BOOK = 250
const TITLE = '全国政务新媒体信息报送表'

/**
 * The ledger as the flat sheet that the national system's users type from. Phones are masked unless the reader may see
 * them and says what for: such a book carries user, time and purpose on every page, and its trace says the purpose.
 * Of more units than a workbook holds there are several, in one zip. Refuses `access.denied`, `people.purpose-required`,
 * `national.nothing-to-export`.
 */
export async function exportNational(deps: Deps, actor: Actor, input: NationalExport): Promise<NationalSheet> {
  const { districtId, layout } = input
  const scope = input.unitId ? { districtId, unitId: input.unitId } : permittedScope(actor, 'ledger.export', districtId)
  permit(actor, 'ledger.export', scope)
  const purpose = permitFullPhones(actor, scope, input.purpose)
  const district = await findDistrict(deps.db, districtId)
  const made = await exportedBy(deps, actor, districtId)
  const { accounts: all } = await ledgerOfSheet(
    deps.db,
    deps.vault,
    districtId,
    scope.unitId ? { unitId: scope.unitId } : {},
  )
  const accounts = all.filter(belongsInNationalSheet)
  const watermark: Watermark | null = purpose === null ? null : { ...made, purpose }
  const unitName = scope.unitId === undefined ? undefined : accounts[0]?.unitName
  const title = `${district.name}${TITLE}`
  const parts = partsOf(accounts, layout)
  const name = `${title}${unitName ? `（${unitName}）` : ''}`
  const file = await fileOf(name, { title, parts, watermark, made })
  await inTransaction(deps.db, (tx) =>
    append(tx, deps.ids, {
      districtId,
      actor,
      action: 'national.exported',
      subject: scope.unitId ? { kind: 'unit', id: scope.unitId } : { kind: 'district', id: districtId },
      after: {
        layout,
        accounts: accounts.length,
        phones: watermark ? 'full' : 'masked',
        ...(purpose && { purpose }),
        digest: digestOf(accounts.map(({ id }) => id).sort()),
      },
      at: deps.wall.now(),
    }),
  )
  return {
    ...file,
    accounts: accounts.length,
    phones: watermark ? 'full' : 'masked',
  }
}

function partsOf(accounts: readonly NationalAccount[], layout: NationalExport['layout']) {
  if (accounts.length === 0) throw refuse('national.nothing-to-export')
  if (layout === 'all') return [{ label: TITLE, accounts }]
  const units = [...Map.groupBy(accounts, ({ unitId }) => unitId).values()]
  return units.map((own) => ({ label: own[0]?.unitName ?? '', accounts: own }))
}

async function fileOf(name: string, plan: SheetPlan): Promise<Pick<NationalSheet, 'fileName' | 'mediaType' | 'bytes'>> {
  const count = Math.ceil(plan.parts.length / SHEETS_A_BOOK)
  const books = Array.from({ length: count }, (_, at) => ({
    ...plan,
    parts: plan.parts.slice(at * SHEETS_A_BOOK, (at + 1) * SHEETS_A_BOOK),
    volume: { number: at + 1, of: count },
  }))
  const written = await Promise.all(books.map((book) => writeWorkbook(nationalBook(book))))
  const [only] = written
  if (only && written.length === 1)
    return {
      fileName: `${name}.xlsx`,
      mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      bytes: only,
    }
  const files = written.map((bytes, at) => ({ path: `${name}（第${at + 1}册，共${count}册）.xlsx`, bytes }))
  return { fileName: `${name}.zip`, mediaType: 'application/zip', bytes: await packFiles(files) }
}
