import { sql } from 'kysely'
import type { Deps } from '../../../access/index.ts'
import type { Instant } from '../../../calendar/index.ts'
import type { Db, Tx } from '../../../database/index.ts'
import type { ComparedField, Difference, DifferenceKind, DifferenceState, Extent, UnreadCell } from '../model.ts'

export type ComparisonRun = {
  id: string
  fileName: string
  extent: Extent
  rowCount: number
  matchedCount: number
  unread: UnreadCell[]
  comparedBy: string
  comparedAt: Instant
}

export type KeptDifference = Difference & {
  position: number
  state: DifferenceState
  reason: string | null
  decidedBy: string | null
  decidedAt: Instant | null
  version: number
}

const contextOf = (districtId: string, comparisonId: string, position: number) =>
  `${districtId}/national/${comparisonId}/${position}`

/** Keeps a comparison with all that differed, a thousand rows a statement. Values are sealed: people are among them. */
export async function keepComparison(
  tx: Tx,
  deps: Pick<Deps, 'vault'>,
  districtId: string,
  { run, fileId, differences }: { run: ComparisonRun; fileId: string; differences: readonly Difference[] },
): Promise<void> {
  await tx
    .insertInto('national_comparison')
    .values({
      district_id: districtId,
      id: run.id,
      file_id: fileId,
      file_name: run.fileName,
      extent: run.extent,
      row_count: run.rowCount,
      matched_count: run.matchedCount,
      unread: JSON.stringify(run.unread),
      compared_by: run.comparedBy,
      compared_at: run.comparedAt,
    })
    .execute()
  const rows = differences.map(({ kind, field, unitId, accountId, ...sealed }, index) => {
    const context = contextOf(districtId, run.id, index + 1)
    const kept = deps.vault.sealBytes(Buffer.from(JSON.stringify(sealed)), context)
    return {
      district_id: districtId,
      comparison_id: run.id,
      position: index + 1,
      kind,
      field,
      unit_id: unitId,
      account_id: accountId,
      wrapped_key: kept.wrappedKey,
      sealed: kept.sealed,
    }
  })
  for (let from = 0; from < rows.length; from += 1_000)
    await tx
      .insertInto('national_difference')
      .values(rows.slice(from, from + 1_000))
      .execute()
}

const runColumns = [
  'id',
  'file_name as fileName',
  'extent',
  'row_count as rowCount',
  'matched_count as matchedCount',
  'unread',
  'compared_by as comparedBy',
  'compared_at as comparedAt',
] as const

/** One comparison; undefined: none of this id. */
export async function readComparison(db: Db | Tx, districtId: string, id: string): Promise<ComparisonRun | undefined> {
  const row = await db
    .selectFrom('national_comparison')
    .select(runColumns)
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as ComparisonRun | undefined
}

export type RunSummary = Pick<ComparisonRun, 'id' | 'fileName' | 'rowCount' | 'comparedBy' | 'comparedAt'> & {
  differences: number
  open: number
}

/** Comparisons of a district with how many differences wait, the newest first. */
export async function listComparisons(
  db: Db | Tx,
  districtId: string,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ rows: RunSummary[]; total: number }> {
  const { rows } = await sql<RunSummary & { total: number }>`
    select c.id, c.file_name as "fileName", c.row_count as "rowCount", c.compared_by as "comparedBy",
      c.compared_at as "comparedAt", count(d.position)::int as differences,
      (count(*) filter (where d.state = 'open'))::int as open, count(*) over ()::int as total
    from national_comparison c
    left join national_difference d on d.district_id = c.district_id and d.comparison_id = c.id
    where c.district_id = ${districtId}
    group by c.district_id, c.id order by c.compared_at desc, c.id desc offset ${offset} limit ${limit}`.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

const differenceColumns = [
  'position',
  'kind',
  'field',
  'unit_id as unitId',
  'account_id as accountId',
  'wrapped_key as wrappedKey',
  'sealed',
  'state',
  'reason',
  'decided_by as decidedBy',
  'decided_at as decidedAt',
  'version',
] as const

type Where = { districtId: string; comparisonId: string }
type StoredRow = Omit<KeptDifference, keyof Difference> & {
  kind: string
  field: string | null
  unitId: string | null
  accountId: string | null
  wrappedKey: Buffer
  sealed: Buffer
}

function opened(vault: Deps['vault'], { districtId, comparisonId }: Where, row: StoredRow): KeptDifference {
  const { wrappedKey, sealed, ...plain } = row
  const context = contextOf(districtId, comparisonId, row.position)
  const values = JSON.parse(vault.openBytes({ wrappedKey, sealed }, context).toString('utf8')) as Difference
  return { ...values, ...plain, kind: plain.kind as DifferenceKind, field: plain.field as ComparedField | null }
}

/** One difference, locked for whoever decides on it. */
export async function lockDifference(
  tx: Tx,
  vault: Deps['vault'],
  where: Where & { position: number },
): Promise<KeptDifference | undefined> {
  const row = await tx
    .selectFrom('national_difference')
    .select(differenceColumns)
    .where('district_id', '=', where.districtId)
    .where('comparison_id', '=', where.comparisonId)
    .where('position', '=', where.position)
    .forUpdate()
    .executeTakeFirst()
  return row && opened(vault, where, row as StoredRow)
}

export type DifferenceFilter = {
  kind?: DifferenceKind
  field?: ComparedField
  state?: DifferenceState
  offset: number
  limit: number
}
export type DifferenceCounts = Readonly<Record<DifferenceKind | DifferenceState, number>>

/** Differences of a comparison in its order, and how many there are of each kind and state. */
export async function listDifferences(
  db: Db | Tx,
  vault: Deps['vault'],
  where: Where,
  { kind, field, state, offset, limit }: DifferenceFilter,
): Promise<{ rows: KeptDifference[]; total: number; counts: DifferenceCounts }> {
  let query = db
    .selectFrom('national_difference')
    .where('district_id', '=', where.districtId)
    .where('comparison_id', '=', where.comparisonId)
  const every = await query
    .select(({ fn }) => ['kind', 'field', 'state', fn.countAll<number>().as('count')])
    .groupBy(['kind', 'field', 'state'])
    .execute()
  if (kind) query = query.where('kind', '=', kind)
  if (field) query = query.where('field', '=', field)
  if (state) query = query.where('state', '=', state)
  const rows = await query.select(differenceColumns).orderBy('position').offset(offset).limit(limit).execute()
  const counts: Record<DifferenceKind | DifferenceState, number> = {
    field: 0,
    'only-sheet': 0,
    'only-ledger': 0,
    open: 0,
    accepted: 0,
    dismissed: 0,
  }
  let total = 0
  for (const one of every) {
    counts[one.kind as DifferenceKind] += one.count
    counts[one.state as DifferenceState] += one.count
    if ((!kind || kind === one.kind) && (!field || field === one.field) && (!state || state === one.state))
      total += one.count
  }
  return { rows: rows.map((row) => opened(vault, where, row as StoredRow)), total, counts }
}

/** Writes what was decided about a difference. */
export async function settleDifference(
  tx: Tx,
  where: Where & { position: number; version: number },
  decided: { state: DifferenceState; reason: string | null; by: string; at: Instant },
): Promise<void> {
  await tx
    .updateTable('national_difference')
    .set({
      state: decided.state,
      reason: decided.reason,
      decided_by: decided.by,
      decided_at: decided.at,
      version: where.version + 1,
    })
    .where('district_id', '=', where.districtId)
    .where('comparison_id', '=', where.comparisonId)
    .where('position', '=', where.position)
    .execute()
}
