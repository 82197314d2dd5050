import { platforms } from '../../vocabulary/platforms.ts'
import { printedName } from './read-platform.ts'
import type { ReadRow } from './shapes.ts'
import type { SystemRow } from './system-fields.ts'

/**
 * Puts 系统字段 beside the rows they belong to, within one unit: first by what a row says (rows may have been sorted), then
 * by the place where the export had printed it (a name may have been changed, on purpose).
 */
export function attachSystemRows(rows: readonly ReadRow[], system: readonly SystemRow[]): void {
  if (system.length === 0) return
  const used = new Set<SystemRow>()
  const attach = (
    keyOfSystem: (one: SystemRow) => string,
    keyOfRow: (row: ReadRow) => string,
    fits: (one: SystemRow, row: ReadRow) => boolean = () => true,
  ) => {
    const byKey = Map.groupBy(
      system.filter((one) => !used.has(one)),
      (one) => `${one.unitName}\n${keyOfSystem(one)}`,
    )
    for (const row of rows.filter((one) => !one.system)) {
      const known = byKey.get(`${row.unit.found}\n${keyOfRow(row)}`) ?? []
      const fitting = known.filter((one) => !used.has(one) && fits(one, row))
      const found = fitting.find((one) => isPlaceOf(one, row)) ?? fitting[0]
      if (!found) continue
      used.add(found)
      row.system = found
      applySystem(row, found)
    }
  }
  attach(
    (one) => `${oneLine(printedName(one))}\n${one.platform}`,
    ({ nameFound, facts }) => `${nameFound}\n${facts.platform}`,
  )
  attach(
    ({ name }) => oneLine(name),
    ({ nameFound }) => nameFound,
    isWholeName,
  )
  attach(
    (one) => `${oneLine(one.name)}\n${one.platform}`,
    ({ facts }) => `${facts.name}\n${facts.platform}`,
  )
  attach(
    ({ sheet, row }) => `${sheet}\n${row}`,
    ({ sheet, row }) => `${sheet}\n${row}`,
    (one, row) => platforms[one.platform].family === platforms[row.facts.platform].family,
  )
}

/** The names under which the accounts of one sheet were printed. */
export const namesListed = (system: readonly SystemRow[], sheet: string): ReadonlySet<string> =>
  new Set(system.filter((one) => one.sheet === sheet).flatMap((one) => [oneLine(one.name), oneLine(printedName(one))]))

// A cell says a name with single blanks, whichever and however many the register has.
const oneLine = (name: string) => name.replaceAll(/\s+/g, ' ').trim()

const isPlaceOf = (one: SystemRow, row: ReadRow) => one.sheet === row.sheet && one.row === row.row

// Brackets that belong to the name itself, printed without the platform behind them: they say nothing of the platform.
const isWholeName = (one: SystemRow, { nameFound, facts }: ReadRow) =>
  nameFound !== facts.name && (facts.vendorFound ?? '') === platforms[one.platform].vendor

// What is printed wins wherever a person changed it; where it is as exported, the exact facts behind it come back.
function applySystem(row: ReadRow, system: SystemRow): void {
  const { facts } = row
  if (row.nameFound === oneLine(system.name) && isWholeName(system, row)) facts.platform = system.platform
  if ([system.name, printedName(system)].map(oneLine).includes(row.nameFound)) facts.name = system.name
  if (facts.platform === system.platform) {
    facts.platformFound = system.platformFound
    facts.vendorFound = system.vendorFound
  }
  if (facts.followersFound === system.followersText && system.followersText !== null) {
    facts.followersFound = system.followersFound
    facts.followersPrecision = system.followersPrecision
    facts.followersOn = system.followersOn
  }
  if (facts.readsFound === system.readsText && system.readsText !== null) {
    facts.readsFound = system.readsFound
    facts.readsPrecision = system.readsPrecision
    facts.readsOn = system.readsOn
  }
  for (const key of ['purpose', 'identifier', 'profileUrl', 'readsScope', 'renamedFrom', 'renamedOn'] as const)
    if (facts[key] === undefined && system[key] !== null) Object.assign(facts, { [key]: system[key] })
}
