import { sql } from 'kysely'
import { findDistrict } from '../../access/index.ts'
import { type Db, isUuid, type Tx } from '../../database/index.ts'
import { readAccounts, readUnits, survivingUnit, type Unit } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import { type SimilarDecision, type SimilarPair, type SimilarSide, type SimilarState, similarStateOf } from './model.ts'
import { type Compared, signsOf } from './rules.ts'

/**
 * Pairs of accounts that look alike, by unit (pinyin), those that nobody has told apart first; `unitId`: those of this
 * unit and of whom it was merged with alone. An agency's accounts are held against those of the agency it was merged
 * into: what was renamed there is found here.
 */
export async function similarPairs(db: Db | Tx, districtId: string, unitId?: string): Promise<SimilarPair[]> {
  const district = await findDistrict(db, districtId)
  const units = new Map((await readUnits(db, districtId)).map((unit) => [unit.id, unit]))
  const decisions = await lastDecisions(db, districtId)
  const only = unitId === undefined ? undefined : { unitIds: mergedWith(unitId, units) }
  const sides = (await readAccounts(db, districtId, only)).flatMap((account): Known[] => {
    const unit = units.get(account.unitId)
    if (!unit || account.runningState === 'deregistered' || !unitKinds[unit.kind].inScope) return []
    const heir = survivingUnit(unit, units)
    return [{ side: { ...account, unitName: unit.name }, unit, heir, family: platforms[account.platform].family }]
  })
  const order = new Map([...units.keys()].map((id, at) => [id, at]))
  return [...Map.groupBy(sides, ({ heir, family }) => `${heir.id}|${family}`).values()]
    .flatMap((group) => pairsIn(group, district))
    .map(({ pair, heir }) => ({ pair: { ...pair, decision: decisions.get(keyOf(pair)) ?? null }, heir }))
    .toSorted(
      (x, y) =>
        Number(x.pair.decision !== null) - Number(y.pair.decision !== null) ||
        (order.get(x.heir.id) ?? 0) - (order.get(y.heir.id) ?? 0) ||
        (keyOf(x.pair) < keyOf(y.pair) ? -1 : 1),
    )
    .map(({ pair }) => pair)
}

// Units that became one with this one, itself among them.
function mergedWith(unitId: string, units: ReadonlyMap<string, Unit>): string[] {
  const heirOf = (unit: Unit) => survivingUnit(unit, units).id
  const own = units.get(unitId)
  return own ? [...units.values()].filter((unit) => heirOf(unit) === heirOf(own)).map(({ id }) => id) : []
}

export type PairFilter = {
  /** Of a unit, what is its own on both sides. */
  unitId?: string | undefined
  state?: SimilarState | undefined
  search: string
  offset: number
  limit: number
}

/** A page of the pairs that a filter leaves, how many it leaves, and how many of all nobody has told apart. */
export async function listPairs(
  db: Db,
  districtId: string,
  { unitId, state, search, offset, limit }: PairFilter,
): Promise<{ rows: SimilarPair[]; total: number; open: number }> {
  const all = (await similarPairs(db, districtId, unitId)).filter(
    ({ a, b }) => unitId === undefined || (a.unitId === unitId && b.unitId === unitId),
  )
  const found = all
    .filter((pair) => state === undefined || similarStateOf(pair) === state)
    .filter(({ unitName, a, b }) => [unitName, a.name, b.name].some((words) => words.includes(search)))
  const open = all.filter((pair) => similarStateOf(pair) === 'open').length
  return { rows: found.slice(offset, offset + limit), total: found.length, open }
}

type Known = { side: SimilarSide; unit: Unit; heir: Unit; family: string }

const keyOf = ({ a, b }: Pick<SimilarPair, 'a' | 'b'>) => `${a.id}|${b.id}`

function pairsIn(group: readonly Known[], district: { name: string; shortName: string }) {
  const ordered = group.toSorted((x, y) => (x.side.id < y.side.id ? -1 : 1))
  return ordered.flatMap((one, at) =>
    ordered.slice(at + 1).flatMap((other) => {
      const signs = signsOf(comparedOf(one), comparedOf(other), district)
      const pair = { a: one.side, b: other.side, unitName: one.heir.name, signs, decision: null }
      return signs.length === 0 ? [] : [{ pair, heir: one.heir }]
    }),
  )
}

const comparedOf = ({ side, heir, unit }: Known): Compared => ({
  name: side.name,
  formerly: side.renamedFrom,
  identifier: side.identifier,
  profileUrl: side.profileUrl,
  unit: { name: heir.name, shortName: heir.shortName ?? unit.shortName },
})

async function lastDecisions(db: Db | Tx, districtId: string): Promise<Map<string, SimilarDecision>> {
  const { rows } = await sql<SimilarDecision>`
    select distinct on (account_id, other_id) account_id as "accountId", other_id as "otherId", number, verdict, reason,
      decided_by as "decidedBy", decided_at as "decidedAt"
    from similar_decision where district_id = ${districtId}
    order by account_id, other_id, number desc`.execute(db)
  return new Map(rows.map((row) => [`${row.accountId}|${row.otherId}`, row]))
}

/** One pair, in either order; undefined where the two do not look alike (any more). */
export async function findPair(
  db: Db | Tx,
  districtId: string,
  one: string,
  other: string,
): Promise<SimilarPair | undefined> {
  const [a = '', b = ''] = [one, other].toSorted()
  const [account] = isUuid(a) && isUuid(b) ? await readAccounts(db, districtId, { orIds: [a] }) : []
  if (!account) return undefined
  return (await similarPairs(db, districtId, account.unitId)).find((pair) => pair.a.id === a && pair.b.id === b)
}

/** The item of each account that is not settled, by account; of several the newest. */
export async function openItemByAccount(
  db: Db | Tx,
  districtId: string,
  accountIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('cleanup_item')
    .select(['id', 'account_id as accountId'])
    .where('district_id', '=', districtId)
    .where('account_id', 'in', [...accountIds])
    .where('state', '<>', 'closed')
    .orderBy('as_of')
    .execute()
  // The newest is set last, and stays.
  return new Map(rows.map(({ accountId, id }) => [accountId, id]))
}
