import type { CivilDate } from '../../calendar/index.ts'
import { coreName, foldName, identityKey, likeness, pairsOf } from './keys.ts'
import { type KnownBy, knownBy } from './known-by.ts'
import type { Discovered, Ledger, LedgerAccount, LedgerUnit } from './model.ts'
import { nearNames } from './near-names.ts'
import { type UnitNames, unitNames } from './unit-names.ts'

/** A text of names and addresses as it is compared. */
export type Keyed = KnownBy & { family: string; core: string }
/** `sponsor` is the unit as registered, `unit` the one that answers today: they differ where a unit was merged. */
export type Entry = Keyed & {
  account: LedgerAccount
  sponsor: LedgerUnit
  unit: LedgerUnit
  former: string[]
  closed: boolean
}

export type LedgerIndex = {
  district: Ledger['district']
  units: UnitNames
  entries: ReadonlyMap<string, Entry>
  keyed(found: Discovered): Keyed
  /** Registered accounts on the same platform with an identity, a page, a name or a former name in common. */
  samePlatform(found: Keyed): Entry[]
  /** Registered accounts on any platform whose present name is the same. */
  named(folded: string): Entry[]
  /** Registered accounts of the same core on any platform. */
  cored(core: string): Entry[]
  /** Registered accounts of a unit, those of units merged into it among them. */
  ofUnit(unitId: string): Entry[]
  /** Whether a name speaks of the district, or is long enough to be nobody else's. */
  isLocal(folded: string): boolean
  /** The district's own word that stands in a name. */
  districtWord(folded: string): string | undefined
  /** Registered accounts, and units, from whose name another parts by one letter. */
  nearTo(found: Keyed): { entries: Entry[]; units: LedgerUnit[] }
  /** Whether the ledger holds an identity or page of this one at all. */
  holds(found: Keyed): boolean
  /** The registered name most like another, and how like: 0 to 1. */
  mostLike(folded: string): { entries: Entry[]; value: number }
}

/** Reads a ledger as it stood on a day into maps: whatever is asked afterwards looks at a few accounts, never at all. */
export function indexLedger(ledger: Ledger, asOf: CivilDate): LedgerIndex {
  const { district } = ledger
  const units = unitNames(ledger)
  const local = [district.name, district.shortName].map(foldName).filter(Boolean)
  const unitsById = new Map(ledger.units.map((unit) => [unit.id, unit]))
  const entries = ledger.accounts
    .flatMap((account) => {
      const sponsor = unitsById.get(account.unitId)
      return sponsor ? [entryOf(account, { sponsor, unit: units.today(sponsor) }, { district, asOf })] : []
    })
    .sort((one, other) => (one.account.id < other.account.id ? -1 : 1))
  const byIdentity = grouped(entries, ({ identities, family }) =>
    identities.map((one) => `${family} ${identityKey(one)}`),
  )
  const byPage = grouped(entries, ({ page, family }) => (page ? [`${family} ${page}`] : []))
  const byName = grouped(entries, ({ folded }) => [folded])
  const byFormer = grouped(entries, ({ former, family }) => former.map((name) => `${family} ${name}`))
  const byUnit = Map.groupBy(entries, ({ unit }) => unit.id)
  const byCore = grouped(entries, ({ core }) => [core])
  const near = {
    name: nearNames(entries.flatMap((entry) => [entry.folded, ...entry.former].map((name) => [name, entry] as const))),
    core: nearNames(entries.map((entry) => [entry.core, entry] as const)),
    unit: nearNames(units.asAccounts),
  }
  const districtWord = (folded: string) => local.find((word) => folded.includes(word))
  const identical = ({ identities, family, page }: Keyed) => [
    ...identities.flatMap((one) => byIdentity.get(`${family} ${identityKey(one)}`) ?? []),
    ...(page ? (byPage.get(`${family} ${page}`) ?? []) : []),
  ]
  return {
    district,
    units,
    entries: new Map(entries.map((entry) => [entry.account.id, entry])),
    keyed: (found) => keysOf(found, found.identifiers, district),
    samePlatform: (found) => [
      ...new Set([
        ...identical(found),
        ...(byName.get(found.folded) ?? []).filter(({ family }) => family === found.family),
        ...(byFormer.get(`${found.family} ${found.folded}`) ?? []),
        ...(byCore.get(found.core) ?? []).filter(({ family }) => family === found.family),
      ]),
    ],
    named: (folded) => byName.get(folded) ?? [],
    cored: (core) => byCore.get(core) ?? [],
    ofUnit: (unitId) => byUnit.get(unitId) ?? [],
    isLocal: (folded) => Array.from(folded).length >= 6 || local.some((word) => folded.includes(word)),
    districtWord,
    nearTo: ({ folded, core }) => ({
      // Without the district's word a core is a common word.
      entries: [...new Set([...near.name.find(folded), ...(districtWord(folded) ? near.core.find(core) : [])])],
      units: near.unit.find(folded),
    }),
    holds: (found) => identical(found).length > 0,
    mostLike: likenessTo(byName),
  }
}

function entryOf(
  account: LedgerAccount,
  whose: Pick<Entry, 'sponsor' | 'unit'>,
  { district, asOf }: { district: Ledger['district']; asOf: CivilDate },
): Entry {
  const closed = account.runningState === 'closed' || account.runningState === 'deregistered'
  return {
    ...keysOf(account, account.identifier ? [account.identifier] : [], district),
    ...whose,
    account,
    former: account.formerNames.map(foldName),
    // One that was closed after the day was still running on it.
    closed: closed && (account.ceasedOn === null || account.ceasedOn <= asOf),
  }
}

function keysOf(
  { name, platform, profileUrl }: Pick<LedgerAccount, 'name' | 'platform' | 'profileUrl'>,
  identifiers: readonly string[],
  district: Ledger['district'],
): Keyed {
  const known = knownBy({ name, platform, profileUrl, identifiers })
  return { ...known, core: coreName(known.folded, district) }
}

function grouped(entries: readonly Entry[], keysFor: (entry: Entry) => readonly string[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries)
    for (const key of keysFor(entry)) {
      const group = groups.get(key)
      if (group) group.push(entry)
      else groups.set(key, [entry])
    }
  return groups
}

// The rarest pairs lead to the names worth comparing: 临湖 stands in thousands of names and leads nowhere.
const WORTH_COMPARING = 400

function likenessTo(byName: ReadonlyMap<string, Entry[]>): LedgerIndex['mostLike'] {
  const names = [...byName].map(([folded, entries]) => ({ folded, entries, pairs: pairsOf(folded) }))
  const postings = new Map<string, number[]>()
  names.forEach(({ pairs }, at) => {
    for (const pair of pairs) {
      const posting = postings.get(pair)
      if (posting) posting.push(at)
      else postings.set(pair, [at])
    }
  })
  return (folded) => {
    const pairs = pairsOf(folded)
    let best: { entries: Entry[]; value: number } = { entries: [], value: 0 }
    for (const at of worthComparing([...pairs], postings)) {
      const name = names[at]
      const value = name ? likeness(pairs, name.pairs) : 0
      if (!name || value < best.value || value === 0) continue
      best = { value, entries: value === best.value ? [...best.entries, ...name.entries] : name.entries }
    }
    return best
  }
}

function worthComparing(pairs: readonly string[], postings: ReadonlyMap<string, number[]>): Set<number> {
  const rarestFirst = pairs
    .flatMap((pair) => {
      const posting = postings.get(pair)
      return posting ? [{ pair, posting }] : []
    })
    .sort((one, other) => one.posting.length - other.posting.length || (one.pair < other.pair ? -1 : 1))
  const chosen = new Set<number>()
  for (const { posting } of rarestFirst) {
    if (chosen.size > 0 && chosen.size + posting.length > WORTH_COMPARING) break
    for (const at of posting) chosen.add(at)
  }
  return chosen
}
