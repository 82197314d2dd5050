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
import { writeWorkbook } from '../../../documents/index.ts'
import { append, digestOf } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import type { NationalAccount } from '../model.ts'
import { ledgerOfSheet } from '../queries/ledger.ts'
import { belongsInNationalSheet } from '../rules.ts'
import { nationalBook } from '../sheet.ts'

export type NationalExport = {
  districtId: string
  /** One unit's accounts alone. */
  unitId?: string
  /** `unit`: one sheet a unit (一个单位一张表); `all`: one sheet. */
  layout: 'unit' | 'all'
  /** Phones in full, for a purpose that is written down; else masked. */
  purpose?: string
}
export type NationalSheet = { fileName: string; accounts: number; phones: 'full' | 'masked'; bytes: Uint8Array }

const MOST_SHEETS = 250
const TITLE = '全国政务新媒体信息报送表'

/**
 * The ledger as the flat sheet that the national system's users type from. Phones are masked unless the reader may see
 * them and says what for: such a book carries user, time and purpose on every page, and its trace says the purpose.
 * Refuses `access.denied`, `people.purpose-required`, `national.nothing-to-export`, `national.too-many-sheets`.
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
  const bytes = await writeWorkbook(
    nationalBook({ title: `${district.name}${TITLE}`, parts: partsOf(accounts, layout), watermark, made }),
  )
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
    fileName: `${district.name}${TITLE}${unitName ? `（${unitName}）` : ''}.xlsx`,
    accounts: accounts.length,
    phones: watermark ? 'full' : 'masked',
    bytes,
  }
}

function partsOf(accounts: readonly NationalAccount[], layout: NationalExport['layout']) {
  if (accounts.length === 0) throw refuse('national.nothing-to-export')
  if (layout === 'all') return [{ label: TITLE, accounts }]
  const units = [...Map.groupBy(accounts, ({ unitId }) => unitId).values()]
  if (units.length > MOST_SHEETS) throw refuse('national.too-many-sheets', { units: units.length, most: MOST_SHEETS })
  return units.map((own) => ({ label: own[0]?.unitName ?? '', accounts: own }))
}
