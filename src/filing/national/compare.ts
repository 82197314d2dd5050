import { readPlatform } from '../../vocabulary/platforms.ts'
import { plainCreditCode } from './credit-code.ts'
import { folded, identifierKeys, linkKey, phoneKeys } from './keys.ts'
import { matchRows, type Pair, type PlacedRow } from './matching.ts'
import {
  type ComparedField,
  comparedFields,
  type Difference,
  type Extent,
  type NationalAccount,
  runningWord,
  type SheetRow,
} from './model.ts'
import { belongsInNationalSheet, valuesOf } from './rules.ts'

export type Units = {
  /** The unit of the ledger that a name means; undefined: none. */
  idOf: (name: string) => string | undefined
  /** A phone as readers see it who may not see it whole. */
  masked: (phone: string) => string
}
export type Comparison = { differences: Difference[]; matched: number }

/**
 * Holds the rows of a sheet against the ledger, field by field. Nothing is changed. A column that the sheet hasn't is
 * not compared; an empty cell where the ledger knows something is a difference. `extent`: whose accounts the sheet
 * should hold. Differences come in the order of the sheet, what only the ledger has behind them.
 */
export function compareWithLedger(
  rows: readonly SheetRow[],
  ledger: readonly NationalAccount[],
  { extent, units }: { extent: Extent; units: Units },
): Comparison {
  const placed = rows.map((row): PlacedRow => ({ ...row, unitId: unitOf(row, units) ?? null }))
  const { pairs, accounts } = matchRows(placed, ledger)
  const byRow = new Map(pairs.map((pair) => [pair.row, pair]))
  const codes = new Set<string>()
  const told = placed.flatMap((row) => {
    const pair = byRow.get(row)
    return pair ? fieldDifferences(pair, units, codes) : [onlySheet(row)]
  })
  const named = new Set([...placed.map(({ unitId }) => unitId), ...pairs.map(({ account }) => account.unitId)])
  const missing = accounts.filter(
    (account) => belongsInNationalSheet(account) && (extent === 'district' || named.has(account.unitId)),
  )
  return { differences: [...told, ...missing.map(onlyLedger)], matched: pairs.length }
}

const unitOf = ({ values }: SheetRow, units: Units): string | undefined =>
  (values.unitName ? units.idOf(values.unitName) : undefined) ??
  (values.sponsor ? units.idOf(values.sponsor) : undefined)

const onlySheet = ({ sheet, row, unitId, values }: PlacedRow): Difference => ({
  kind: 'only-sheet',
  field: null,
  unitId,
  accountId: null,
  unitName: values.unitName ?? values.sponsor ?? '',
  accountName: values.name ?? values.identifier ?? '',
  platform: readPlatform(values.platform ?? '') ?? null,
  place: { sheet, row },
  sheetValue: null,
  ledgerValue: null,
  row: values,
})

const ofAccount = (account: NationalAccount) => ({
  accountId: account.id,
  unitName: account.unitName,
  accountName: account.name,
  platform: account.platform,
})

const onlyLedger = (account: NationalAccount): Difference => ({
  ...ofAccount(account),
  kind: 'only-ledger',
  field: null,
  unitId: account.unitId,
  place: null,
  sheetValue: null,
  ledgerValue: null,
  row: null,
})

function fieldDifferences({ row, account }: Pair, units: Units, codes: Set<string>): Difference[] {
  const ledger = valuesOf(account)
  return comparedFields.flatMap((field): Difference[] => {
    const sheetValue = row.values[field]
    if (sheetValue === undefined || saysTheSame(field, sheetValue, ledger[field], units)) return []
    if (field === 'sponsor' && isSaidByUnitName(row, units)) return []
    if (field === 'creditCode' && saidBefore(codes, account.unitId, sheetValue)) return []
    const difference = { kind: 'field' as const, field, sheetValue, ledgerValue: ledger[field], row: null }
    const place = { sheet: row.sheet, row: row.row }
    return [{ ...ofAccount(account), ...difference, place, unitId: meantUnit(field, sheetValue, account, units) }]
  })
}

// A unit has one code, however many accounts it has: it is told once.
function saidBefore(codes: Set<string>, unitId: string, code: string | null): boolean {
  const key = `${unitId}|${code ?? ''}`
  if (codes.has(key)) return true
  codes.add(key)
  return false
}

// 单位名称 and 主办单位 that name the same office differ from the ledger in one thing, not in two.
function isSaidByUnitName({ values: { unitName, sponsor } }: PlacedRow, units: Units): boolean {
  if (unitName == null || sponsor == null) return false
  return folded(unitName) === folded(sponsor) || (units.idOf(unitName) ?? '-') === units.idOf(sponsor)
}

const meantUnit = (field: ComparedField, value: string | null, account: NationalAccount, units: Units) =>
  field === 'unitName' || field === 'sponsor' ? ((value && units.idOf(value)) ?? null) : account.unitId

function saysTheSame(field: ComparedField, sheet: string | null, ledger: string | null, units: Units): boolean {
  // 主办单位 left empty says what 单位名称 says.
  if (field === 'sponsor' && sheet === null) return true
  if (sheet === null || ledger === null) return sheet === ledger
  return sheet === ledger || alike[field](sheet, ledger, units)
}

type Alike = (sheet: string, ledger: string, units: Units) => boolean
const sameUnit: Alike = (sheet, ledger, { idOf }) => idOf(sheet) !== undefined && idOf(sheet) === idOf(ledger)
const sameWord: Alike = (sheet, ledger) => folded(sheet) === folded(ledger)

const alike: Readonly<Record<ComparedField, Alike>> = {
  unitName: sameUnit,
  sponsor: sameUnit,
  creditCode: (sheet, ledger) => plainCreditCode(sheet) === plainCreditCode(ledger),
  name: sameWord,
  // 公众号 alone says less than 订阅号 and nothing else.
  platform: (sheet, ledger) => readPlatform(sheet) === readPlatform(ledger),
  identifier: (sheet, ledger) => identifierKeys(sheet).some((key) => identifierKeys(ledger).includes(key)),
  certifiedEntity: sameWord,
  openedOn: (sheet, ledger) => sheet === ledger,
  profileUrl: (sheet, ledger) => linkKey(sheet) === linkKey(ledger),
  // There is no 注销 in the national system: 关停 is its last word. Until it is closed, an account runs there.
  runningState: (sheet, ledger) =>
    (sheet === runningWord('closed') && ledger === runningWord('deregistered')) ||
    (sheet === runningWord('running') && ledger === runningWord('closing')),
  contactName: sameWord,
  contactPhone: (sheet, ledger, { masked }) => samePhones(sheet, ledger, masked),
  nationalStatus: (sheet, ledger) => sheet === ledger,
}

// A number that came masked out of an export is the same where it would be masked the same.
function samePhones(sheet: string, ledger: string, masked: Units['masked']): boolean {
  const known = phoneKeys(ledger)
  const said = phoneKeys(sheet)
  return said.length === known.length && said.every((one) => known.includes(one) || known.map(masked).includes(one))
}
