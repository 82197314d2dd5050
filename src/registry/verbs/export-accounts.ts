import type { Writable } from 'node:stream'
import {
  type Actor,
  type Deps,
  type District,
  exportedBy,
  findDistrict,
  openPeople,
  permit,
  permitFullPhones,
  permittedScope,
  type Watermark,
} from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { writeWorkbookTo } from '../../documents/index.ts'
import { append, digestOf } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { maskedPerson } from '../annex2/printed-row.ts'
import { FORM_TITLE, SUMMARY_TITLE } from '../annex2/printed-form.ts'
import { annex2Book, type BookPlan, type Layout, type PlannedSheet } from '../annex2/write-annex2.ts'
import { countAccounts, idsToPrint, printedAccounts, unitsWithAccounts } from '../queries/ledger.ts'
import { readSheetForms } from '../queries/people.ts'
import { readUnit, readUnits } from '../queries/units.ts'
import type { Unit } from '../model.ts'

export type ExportInput = {
  districtId: string
  layout?: Layout
  /** One unit's sheet alone. */
  unitId?: string
  /** These accounts alone. */
  accountIds?: readonly string[]
  /** Phones in full, for a purpose that is written down; else masked. */
  purpose?: string
}

/** A book ready to be written; its rows are fetched while it is. */
export type ExportedBook = {
  fileName: string
  accounts: number
  phones: 'full' | 'masked'
  writeTo(target: string | Writable): Promise<void>
}

/** Excel opens more; the reader takes 256 sheets of a book. */
const MOST_UNIT_SHEETS = 250

/**
 * 附件2 as the notice prints it: one sheet a unit, or the district's 汇总表; 系统字段 behind. Phones are masked unless the
 * reader may see them and says what for: such a book carries user, time and purpose in header and footer of every page,
 * never in the notice's table (rulebook (h)4). Every export leaves an event: how many accounts, a digest over their ids,
 * which phones, what for. Refuses `access.denied`, `people.purpose-required`, `record.not-found`, `annex2.too-many-sheets`.
 */
export async function exportAccounts(deps: Deps, actor: Actor, input: ExportInput): Promise<ExportedBook> {
  const scope =
    input.unitId === undefined
      ? permittedScope(actor, 'ledger.export', input.districtId)
      : { districtId: input.districtId, unitId: input.unitId }
  permit(actor, 'ledger.export', scope)
  const purpose = permitFullPhones(actor, scope, input.purpose)
  const made = await exportedBy(deps, actor, input.districtId)
  const watermark: Watermark | null = purpose === null ? null : { ...made, purpose }
  const only: Narrowed = { layout: input.layout ?? 'units', unitId: scope.unitId, ids: input.accountIds, watermark }
  const district = await findDistrict(deps.db, input.districtId)
  const unit = scope.unitId === undefined ? undefined : await readUnit(deps.db, input.districtId, scope.unitId)
  if (scope.unitId !== undefined && !unit) throw refuse('record.not-found', { what: '单位' })
  const { accounts, units } = await countAccounts(deps.db, input.districtId, only)
  if (only.layout === 'units' && units > MOST_UNIT_SHEETS)
    throw refuse('annex2.too-many-sheets', { units, most: MOST_UNIT_SHEETS })
  await inTransaction(deps.db, (tx) => recordExport(tx, deps, actor, { district, only, accounts }))
  return {
    fileName: fileNameOf(district, only.layout, unit?.name),
    accounts,
    phones: phonesIn(only),
    // All sheets come out of one snapshot, however long the writing takes.
    writeTo: (target) =>
      deps.db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (tx) => writeWorkbookTo(target, annex2Book(await planOf(tx, deps, district, only)))),
  }
}

type Narrowed = {
  layout: Layout
  unitId: string | undefined
  ids: readonly string[] | undefined
  /** Null: phones are masked. */
  watermark: Watermark | null
}

const phonesIn = ({ watermark }: Narrowed) => (watermark ? 'full' : 'masked')

const fileNameOf = (district: District, layout: Layout, unit: string | undefined) =>
  `${district.name}${layout === 'units' ? FORM_TITLE : SUMMARY_TITLE}${unit === undefined ? '' : `（${unit}）`}.xlsx`

async function planOf(tx: Tx, deps: Deps, district: District, only: Narrowed): Promise<BookPlan> {
  const { layout, watermark } = only
  const sheets =
    layout === 'district' ? [await summarySheet(tx, deps, district, only)] : await unitSheets(tx, deps, district, only)
  return { layout, districtName: district.name, sheets, watermark }
}

async function summarySheet(tx: Tx, deps: Deps, district: District, only: Narrowed): Promise<PlannedSheet> {
  const days = (await readSheetForms(tx, district.id)).flatMap(({ countedUntil }) => countedUntil ?? [])
  const countedUntil = days.sort().at(-1) ?? null
  const accounts = printedAccounts(tx, deps.vault, district.id, { ...only, full: only.watermark !== null })
  return { label: '汇总表', unit: district.officeName, reporter: null, countedUntil, accounts }
}

async function unitSheets(tx: Tx, deps: Deps, district: District, only: Narrowed): Promise<PlannedSheet[]> {
  const { unitId } = only
  const full = only.watermark !== null
  const all = await readUnits(tx, district.id)
  const filled = await unitsWithAccounts(tx, district.id, only.ids)
  const units = all.filter(({ id }) => (unitId === undefined ? filled.has(id) : id === unitId))
  const unitIds = units.map(({ id }) => id)
  const forms = new Map((await readSheetForms(tx, district.id, unitIds)).map((form) => [form.unitId, form]))
  const reporters = await openPeople(
    tx,
    deps.vault,
    district.id,
    [...forms.values()].flatMap(({ reporterPersonId }) => reporterPersonId ?? []),
  )
  if (units.length === 0) return [{ label: '附件2', unit: '', reporter: null, countedUntil: null, accounts: [] }]
  return units.map((unit: Unit) => {
    const form = forms.get(unit.id)
    const reporter = form?.reporterPersonId ? (reporters.get(form.reporterPersonId) ?? null) : null
    return {
      label: unit.shortName ?? unit.name,
      unit: unit.name,
      reporter: reporter && !full ? maskedPerson(reporter) : reporter,
      countedUntil: form?.countedUntil ?? null,
      accounts: printedAccounts(tx, deps.vault, district.id, { ...only, full, unitId: unit.id }),
    }
  })
}

type Recorded = { district: District; only: Narrowed; accounts: number }

async function recordExport(tx: Tx, deps: Deps, actor: Actor, { district, only, accounts }: Recorded): Promise<void> {
  await append(tx, deps.ids, {
    districtId: district.id,
    actor,
    action: 'accounts.exported',
    subject: only.unitId === undefined ? { kind: 'district', id: district.id } : { kind: 'unit', id: only.unitId },
    after: {
      layout: only.layout,
      accounts,
      phones: phonesIn(only),
      ...(only.watermark && { purpose: only.watermark.purpose }),
      digest: digestOf(await idsToPrint(tx, district.id, only)),
    },
    at: deps.wall.now(),
  })
}
