import { platforms } from '../../vocabulary/platforms.ts'
import { familyOf, identifierKeys, linkKey, folded } from './keys.ts'
import type { NationalAccount, SheetRow } from './model.ts'

/** A row with the unit of the ledger that its name means; null: the ledger knows none. */
export type PlacedRow = SheetRow & { unitId: string | null }
export type Pair = { row: PlacedRow; account: NationalAccount }

type Way = { ofRow: (row: PlacedRow) => string[]; ofAccount: (account: NationalAccount) => string[]; unless?: Doubt }
type Doubt = (row: PlacedRow, account: NationalAccount) => boolean

const rowFamily = ({ values }: PlacedRow) => familyOf(values.platform ?? '')
const family = ({ platform }: NationalAccount) => platforms[platform].family
const rowIdentifiers = ({ values }: PlacedRow) => identifierKeys(values.identifier ?? '')
const identifiers = ({ identifier }: NationalAccount) => identifierKeys(identifier ?? '')

/**
 * Ways to find a row's account, the surest first: its identifier; unit and name; link; its name alone; at last the one
 * account that a unit has left on a platform, which then has been renamed.
 */
const ways: readonly Way[] = [
  {
    ofRow: (row) => rowIdentifiers(row).map((id) => `${rowFamily(row)}|${id}`),
    ofAccount: (account) => identifiers(account).map((id) => `${family(account)}|${id}`),
  },
  {
    ofRow: (row) =>
      row.unitId && row.values.name ? [`${row.unitId}|${rowFamily(row)}|${folded(row.values.name)}`] : [],
    ofAccount: (account) => [`${account.unitId}|${family(account)}|${folded(account.name)}`],
  },
  {
    ofRow: ({ values }) => (values.profileUrl ? [linkKey(values.profileUrl)] : []),
    ofAccount: ({ profileUrl }) => (profileUrl ? [linkKey(profileUrl)] : []),
  },
  {
    ofRow: (row) => (row.values.name ? [`${rowFamily(row)}|${folded(row.values.name)}`] : []),
    ofAccount: (account) => [`${family(account)}|${folded(account.name)}`],
    unless: contradicted,
  },
  {
    ofRow: (row) => (row.unitId && rowFamily(row) !== 'other' ? [`${row.unitId}|${rowFamily(row)}`] : []),
    ofAccount: (account) => (couldBeRenamed(account) ? [`${account.unitId}|${family(account)}`] : []),
    unless: contradicted,
  },
]

// What was deregistered is gone; a new account in its place is a new account.
const couldBeRenamed = (account: NationalAccount) =>
  family(account) !== 'other' && account.runningState !== 'deregistered'

// Two identifiers that have nothing in common are two accounts.
function contradicted(row: PlacedRow, account: NationalAccount): boolean {
  const [said, known] = [rowIdentifiers(row), identifiers(account)]
  return said.length > 0 && known.length > 0 && !said.some((id) => known.includes(id))
}

/** Which row speaks of which account. A key that two rows or two accounts share finds nobody. */
export function matchRows(
  rows: readonly PlacedRow[],
  accounts: readonly NationalAccount[],
): { pairs: Pair[]; rows: PlacedRow[]; accounts: NationalAccount[] } {
  const pairs: Pair[] = []
  let left = { rows: [...rows], accounts: [...accounts] }
  for (const way of ways) {
    const found = pairUp(left, way)
    pairs.push(...found)
    const [taken, known] = [new Set(found.map(({ row }) => row)), new Set(found.map(({ account }) => account))]
    left = {
      rows: left.rows.filter((row) => !taken.has(row)),
      accounts: left.accounts.filter((one) => !known.has(one)),
    }
  }
  return { pairs, ...left }
}

function pairUp({ rows, accounts }: { rows: PlacedRow[]; accounts: NationalAccount[] }, way: Way): Pair[] {
  const byKey = only(accounts, way.ofAccount)
  const rowsByKey = only(rows, way.ofRow)
  const taken = new Set<NationalAccount>()
  return rows.flatMap((row) => {
    const account = way
      .ofRow(row)
      .filter((key) => rowsByKey.get(key) === row)
      .map((key) => byKey.get(key))
      .find((one) => one && !taken.has(one) && !way.unless?.(row, one))
    if (!account) return []
    taken.add(account)
    return [{ row, account }]
  })
}

/** Keys with the one thing that has them; a key of two things has none. */
function only<T>(things: readonly T[], keysOf: (thing: T) => string[]): Map<string, T | undefined> {
  const found = new Map<string, T | undefined>()
  for (const thing of things)
    for (const key of new Set(keysOf(thing))) found.set(key, found.has(key) ? undefined : thing)
  return found
}
