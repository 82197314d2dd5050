import { type Actor, type Deps, findDistrict } from '../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { raiseTrigger } from '../../filing/index.ts'
import { readAccounts, readUnits } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { lineOf } from './changes.ts'
import { type CircularLevel, circularLevels, type Named } from './model.ts'
import { type ReadLine, readLines } from './read-lines.ts'

/** What is typed of a circular. */
export type CircularFields = {
  level: CircularLevel
  issuer: string
  title: string
  number: string
  issuedOn: CivilDate
  pointsDeducted: boolean
  /** Whom it names, a line each: 单位｜账号｜平台｜通报内容. */
  named: string
}

/** The fields as they are kept. Refuses `circular.not-complete`, `circular.in-future`. */
export function checkedFields({ level, pointsDeducted, issuedOn, ...typed }: CircularFields, today: CivilDate) {
  const [issuer, title, number] = [typed.issuer.trim(), typed.title.trim(), typed.number.trim()]
  if (issuer === '' || title === '') throw refuse('circular.not-complete', { what: '通报机关和标题' })
  if (issuedOn > today) throw refuse('circular.in-future', { day: formatDayZh(issuedOn) })
  return { level, issuer, title, number: number || null, issuedOn, pointsDeducted }
}

export const namedLine = (one: Named): string => lineOf(one, (platform) => platforms[platform].label)

/**
 * Whom the lines name. A line that stood already means whom it meant, also where the ledger has moved on since. Refuses
 * `circular.lines-unreadable`, `circular.not-complete`.
 */
export async function checkedLines(
  tx: Tx,
  districtId: string,
  text: string,
  known: readonly Named[] = [],
): Promise<ReadLine[]> {
  const stood = new Map(known.map((one) => [namedLine(one), one]))
  const ledger = {
    district: await findDistrict(tx, districtId),
    units: await readUnits(tx, districtId),
    accounts: await readAccounts(tx, districtId),
  }
  const faults: string[] = []
  const lines = text.split(/\r?\n/u).flatMap((line, at): ReadLine[] => {
    const one = stood.get(line.trim())
    if (one) return [{ unitId: one.unitId, accountId: one.accountId, note: one.note }]
    const read = readLines(line, ledger)
    faults.push(...read.faults.map((fault) => fault.replace(/^第1行/u, `第${at + 1}行`)))
    return read.lines
  })
  if (faults.length > 0) throw refuse('circular.lines-unreadable', { faults: faults.join('；') })
  if (lines.length === 0) throw refuse('circular.not-complete', { what: '通报涉及的单位' })
  return lines
}

type Raised = {
  districtId: string
  id: string
  level: CircularLevel
  title: string
  issuedOn: CivilDate
  /** The version of the circular that took the points, where it wasn't the first. */
  version?: number
}

/** F-11 of each unit: once a circular, and anew where a correction takes points that a person had ruled out before. */
export async function raisePoints(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  units: readonly string[],
  { districtId, id, level, title, issuedOn, version }: Raised,
): Promise<void> {
  for (const unitId of units)
    await raiseTrigger(tx, deps, actor, {
      districtId,
      rule: 'F-11',
      unitId,
      accountId: null,
      subject: { kind: 'circular', id: `${id}/${unitId}` },
      ...(version !== undefined && { event: { id: `第${version}次`, earlierOverBy: null } }),
      facts: { fact: `被${circularLevels[level]}通报扣分`, circular: title, discoveredOn: formatDayZh(issuedOn) },
    })
}

export const unitsOf = (lines: readonly { unitId: string }[]): string[] => [
  ...new Set(lines.map(({ unitId }) => unitId)),
]
