import { platforms } from '../../vocabulary/platforms.ts'
import type { ReadRow } from './shapes.ts'
import type { SystemRow } from './system-fields.ts'

/**
 * Puts 系统字段 beside the rows they belong to: first by what a row says (rows may have been sorted), then by the place
 * where the export had printed it (a name may have been changed, on purpose), within one unit and platform family.
 */
export function attachSystemRows(rows: readonly ReadRow[], system: readonly SystemRow[]): void {
  if (system.length === 0) return
  const bySaying = new Map(system.map((one) => [sayingOf(one.unitName, one.name, one.platform), one]))
  const used = new Set<SystemRow>()
  const attach = (row: ReadRow, found: SystemRow | undefined) => {
    if (!found || used.has(found)) return
    used.add(found)
    row.system = found
    applySystem(row, found)
  }
  for (const row of rows)
    attach(
      row,
      bySaying.get(sayingOf(row.unit.found, row.nameFound, row.facts.platform)) ??
        bySaying.get(sayingOf(row.unit.found, row.facts.name, row.facts.platform)),
    )
  const byPlace = new Map(system.filter((one) => !used.has(one)).map((one) => [`${one.sheet}\n${one.row}`, one]))
  for (const row of rows.filter((one) => !one.system)) {
    const found = byPlace.get(`${row.sheet}\n${row.row}`)
    if (found && found.unitName === row.unit.found && sameFamily(found, row)) attach(row, found)
  }
}

const sayingOf = (unit: string, name: string, platform: string) => `${unit}\n${name}\n${platform}`
const sameFamily = (one: SystemRow, row: ReadRow) =>
  platforms[one.platform].family === platforms[row.facts.platform].family

// What is printed wins wherever a person changed it; where it is as exported, the exact facts behind it come back.
function applySystem(row: ReadRow, system: SystemRow): void {
  const { facts } = row
  if (row.nameFound === system.name) facts.name = system.name
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
