import { plainUnitName } from '../../registry/index.ts'
import { foldName } from './keys.ts'
import type { Ledger, LedgerUnit } from './model.ts'

/** A unit that a text names: by its own words, or by what papers of the district make of them (区水务局, 简称). */
export type NamedUnit = { unit: LedgerUnit; exact: boolean }
export type UnitNames = {
  /** Units that a full text names; more than one where the short forms of two fall together. */
  named(text: string): NamedUnit[]
  /** Whether two texts are one name but for district, level and 人民政府. */
  isOneName(one: string, other: string): boolean
  /** Units of which the name of an account speaks, the most telling words only: 临湖水务便民 speaks of 水务局. */
  spokenOf(foldedName: string): { units: LedgerUnit[]; words: string }
  /** Folded names under which an account of a unit may be looked for: its own, and the district's word before what it is called by. */
  asAccounts: readonly (readonly [string, LedgerUnit])[]
  /** The unit itself, or the one that took it over. */
  today(unit: LedgerUnit): LedgerUnit
}

/** Looks units up by full name, 简称, and without district, level and 人民政府. A merged unit leads to the one that took it over. */
export function unitNames({ units, district }: Pick<Ledger, 'units' | 'district'>): UnitNames {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const today = (unit: LedgerUnit) => successor(unit, byId)
  const exact = grouped(units.flatMap((unit) => [[foldName(unit.name), today(unit)]]))
  const plain = grouped(
    units.flatMap((unit) => ownNames(unit).map((name) => [plainKey(name, district), today(unit)] as const)),
  )
  const stems = grouped(
    units.flatMap((unit) =>
      ownNames(unit).flatMap((name) => stemsOf(plainKey(name, district)).map((stem) => [stem, today(unit)] as const)),
    ),
  )
  const local = [district.name, district.shortName].map(foldName).filter(Boolean)
  return {
    named(text) {
      const full = exact.get(foldName(text))
      if (full) return [...full].map((unit) => ({ unit, exact: true }))
      return [...(plain.get(plainKey(text, district)) ?? [])].map((unit) => ({ unit, exact: false }))
    },
    isOneName: (one, other) => plainKey(one, district) === plainKey(other, district),
    spokenOf: (folded) => spokenOf(folded, stems, local),
    asAccounts: [
      ...units.flatMap((unit) => ownNames(unit).map((name) => [foldName(name), today(unit)] as const)),
      ...[...stems].flatMap(([stem, of]) =>
        [...of].flatMap((unit) =>
          [...local.map((word) => `${word}${stem}`), ...(placed.test(stem) ? [stem] : [])].map(
            (name) => [name, unit] as const,
          ),
        ),
      ),
    ],
    today,
  }
}

const ownNames = ({ name, shortName }: LedgerUnit) => (shortName ? [name, shortName] : [name])

function grouped(pairs: readonly (readonly [string, LedgerUnit])[]): Map<string, Set<LedgerUnit>> {
  const groups = new Map<string, Set<LedgerUnit>>()
  for (const [key, unit] of pairs) groups.set(key, (groups.get(key) ?? new Set()).add(unit))
  return groups
}

// An account certified as an office that was merged belongs to the office that took its work over.
function successor(unit: LedgerUnit, byId: ReadonlyMap<string, LedgerUnit>): LedgerUnit {
  const seen = new Set([unit])
  for (let at = unit; ;) {
    const next = at.mergedInto === null ? undefined : byId.get(at.mergedInto)
    if (!next || seen.has(next)) return at
    seen.add(next)
    at = next
  }
}

// 某省某市临湖区水务局: what stands before the district's own name says only where it lies.
function plainKey(name: string, district: Ledger['district']): string {
  const folded = foldName(name)
  const at = folded.indexOf(foldName(district.name))
  return plainUnitName(at > 0 ? folded.slice(at) : folded, district)
}

const ending = /(?:监督管理局|管理委员会|管委会|管理局|委员会|办公室|局|委|办)$/u

// 水务局 -> 水务局, 水务; 石埠镇 -> 石埠镇, 石埠. Two letters at least: one says nothing.
const stemsOf = (plain: string): string[] =>
  [...new Set([plain, plain.replace(ending, ''), plain.replace(/(?:镇|乡|街道)$/u, '')])].filter(
    (stem) => Array.from(stem).length >= 2,
  )

// 石埠镇 says by itself where it lies.
const placed = /(?:镇|乡|街道|场)$/u

const longest = 12

// The district's own word must stand in the name, or the unit's place name with its kind: 教育 alone may be anywhere.
function spokenOf(folded: string, stems: ReadonlyMap<string, ReadonlySet<LedgerUnit>>, local: readonly string[]) {
  const isLocal = local.some((word) => folded.includes(word))
  const rest = local.reduce((text, word) => text.replaceAll(word, ''), folded)
  const letters = Array.from(rest)
  for (let length = Math.min(longest, letters.length); length >= 2; length--) {
    for (let from = 0; from + length <= letters.length; from++) {
      const words = letters.slice(from, from + length).join('')
      const units = stems.get(words)
      if (units && (isLocal || placed.test(words))) return { units: [...units], words }
    }
  }
  return { units: [], words: '' }
}
