import { sql } from 'kysely'
import type { Instant } from '../../../calendar/index.ts'
import type { Db, Tx } from '../../../database/index.ts'
import type { Platform } from '../../../vocabulary/platforms.ts'
import type { Candidate, MatchKind, MatchState, Part } from '../model.ts'

/** A match as kept. The row of the list lies sealed beside it. */
export type KeptMatch = {
  id: string
  runId: string
  position: number
  sheet: string
  rowNumber: number
  name: string
  platform: Platform
  kind: MatchKind
  score: number
  parts: Part[]
  remarks: string[]
  wouldChange: string
  accountId: string | null
  unitId: string | null
  candidates: Candidate[]
  fingerprint: string
  state: MatchState
  verdict: MatchKind | null
  decidedAccountId: string | null
  decidedUnitId: string | null
  reason: string | null
  decidedBy: string | null
  decidedAt: Instant | null
  version: number
}
export type Sealed = { wrappedKey: Buffer; sealed: Buffer }
export type NewMatch = Omit<
  KeptMatch,
  'runId' | 'verdict' | 'decidedAccountId' | 'decidedUnitId' | 'reason' | 'decidedBy' | 'decidedAt' | 'version'
> &
  Sealed

const PER_STATEMENT = 1_000

/** Keeps the matches of a run, a thousand a statement: one parameter holds them all. */
export async function insertMatches(
  tx: Tx,
  districtId: string,
  runId: string,
  matches: readonly NewMatch[],
): Promise<void> {
  for (let from = 0; from < matches.length; from += PER_STATEMENT) {
    const some = matches.slice(from, from + PER_STATEMENT).map(({ wrappedKey, sealed, ...match }) => ({
      ...match,
      wrappedKey: wrappedKey.toString('base64'),
      sealed: sealed.toString('base64'),
    }))
    await sql`
      insert into concealment_match (district_id, run_id, id, position, sheet, row_number, name, platform,
        discovered_key, discovered, kind, score, parts, remarks, would_change, account_id, unit_id, candidates,
        fingerprint, state)
      select ${districtId}, ${runId}, id, position, sheet, "rowNumber", name, platform,
        decode("wrappedKey", 'base64'), decode(sealed, 'base64'), kind, score, parts, remarks, "wouldChange",
        "accountId", "unitId", candidates, fingerprint, state
      from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as given(id uuid, position integer, sheet text,
        "rowNumber" integer, name text, platform text, "wrappedKey" text, sealed text, kind text, score integer,
        parts jsonb, remarks text[], "wouldChange" text, "accountId" uuid, "unitId" uuid, candidates jsonb,
        fingerprint text, state text)`.execute(tx)
  }
}

const matchColumns = [
  'm.id',
  'm.run_id as runId',
  'm.position',
  'm.sheet',
  'm.row_number as rowNumber',
  'm.name',
  'm.platform',
  'm.kind',
  'm.score',
  'm.parts',
  'm.remarks',
  'm.would_change as wouldChange',
  'm.account_id as accountId',
  'm.unit_id as unitId',
  'm.candidates',
  'm.fingerprint',
  'm.state',
  'm.verdict',
  'm.decided_account_id as decidedAccountId',
  'm.decided_unit_id as decidedUnitId',
  'm.reason',
  'm.decided_by as decidedBy',
  'm.decided_at as decidedAt',
  'm.version',
] as const

/** A match with the sealed row of the list and who brought the list. */
export type WholeMatch = KeptMatch & Sealed & { madeBy: string }

/** One match; undefined when there is none of this id. */
export async function findMatch(db: Db, districtId: string, id: string): Promise<WholeMatch | undefined> {
  const row = await db
    .selectFrom('concealment_match as m')
    .innerJoin('concealment_run as r', (join) =>
      join.onRef('r.district_id', '=', 'm.district_id').onRef('r.id', '=', 'm.run_id'),
    )
    .select([...matchColumns, 'm.discovered_key as wrappedKey', 'm.discovered as sealed', 'r.created_by as madeBy'])
    .where('m.district_id', '=', districtId)
    .where('m.id', '=', id)
    .executeTakeFirst()
  return row as WholeMatch | undefined
}

/** One match, locked until the transaction ends. */
export async function lockMatch(tx: Tx, districtId: string, id: string): Promise<WholeMatch | undefined> {
  const row = await tx
    .selectFrom('concealment_match as m')
    .innerJoin('concealment_run as r', (join) =>
      join.onRef('r.district_id', '=', 'm.district_id').onRef('r.id', '=', 'm.run_id'),
    )
    .select([...matchColumns, 'm.discovered_key as wrappedKey', 'm.discovered as sealed', 'r.created_by as madeBy'])
    .where('m.district_id', '=', districtId)
    .where('m.id', '=', id)
    .forUpdate('m')
    .executeTakeFirst()
  return row as WholeMatch | undefined
}

export type SavedDecision = Pick<
  KeptMatch,
  'state' | 'verdict' | 'decidedAccountId' | 'decidedUnitId' | 'reason' | 'decidedBy' | 'decidedAt'
>

/** Writes what a person decided; the version moves on. */
export async function saveDecision(
  tx: Tx,
  districtId: string,
  { id, version }: Pick<KeptMatch, 'id' | 'version'>,
  decision: SavedDecision,
): Promise<void> {
  await tx
    .updateTable('concealment_match')
    .set({
      state: decision.state,
      verdict: decision.verdict,
      decided_account_id: decision.decidedAccountId,
      decided_unit_id: decision.decidedUnitId,
      reason: decision.reason,
      decided_by: decision.decidedBy,
      decided_at: decision.decidedAt,
      version: version + 1,
    })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

export type MatchFilter = { kind?: MatchKind | undefined; state?: MatchState | undefined; search?: string | undefined }
export type MatchRow = Pick<
  KeptMatch,
  'id' | 'position' | 'sheet' | 'rowNumber' | 'name' | 'platform' | 'kind' | 'score' | 'state' | 'verdict' | 'accountId'
> & {
  accountName: string | null
  unitName: string | null
}

// What asks for a person first, and among it what may have been hidden.
const order = sql`case m.state when 'open' then 0 when 'confirmed' then 1 when 'dismissed' then 2 else 3 end,
  array_position(array['reappeared', 'unfiled', 'impostor', 'ambiguous', 'renamed', 'out-of-scope', 'matched', 'unrelated'], m.kind),
  m.score desc, m.position`

/** One page of a run's matches, with the total of all that fit. */
export async function listMatches(
  db: Db,
  districtId: string,
  runId: string,
  { kind, state, search = '', offset, limit }: MatchFilter & { offset: number; limit: number },
): Promise<{ rows: MatchRow[]; total: number }> {
  const fitting = sql`from concealment_match m
    left join account a on a.district_id = m.district_id and a.id = coalesce(m.decided_account_id, m.account_id)
    left join unit u on u.district_id = m.district_id and u.id = coalesce(m.decided_unit_id, m.unit_id)
    where m.district_id = ${districtId} and m.run_id = ${runId}
      ${kind ? sql`and coalesce(m.verdict, m.kind) = ${kind}` : sql``} ${state ? sql`and m.state = ${state}` : sql``}
      ${search ? sql`and (position(${search} in m.name) > 0 or position(${search} in u.name) > 0 or position(${search} in a.name) > 0)` : sql``}`
  const { rows } = await sql<MatchRow>`
    select m.id, m.position, m.sheet, m.row_number as "rowNumber", m.name, m.platform, m.kind, m.score, m.state, m.verdict,
      m.account_id as "accountId", a.name as "accountName", u.name as "unitName"
    ${fitting} order by ${order} offset ${offset} limit ${limit}`.execute(db)
  const { rows: counted } = await sql<{ total: number }>`select count(*)::int as total ${fitting}`.execute(db)
  return { rows, total: counted[0]?.total ?? 0 }
}

/** The next clue of a run that waits for a person after one, in the order of the list; else the first that waits. */
export async function nextOpen(db: Db, districtId: string, runId: string, after: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select m.id from concealment_match m
    where m.district_id = ${districtId} and m.run_id = ${runId} and m.state = 'open' and m.id <> ${after}
    order by ${order} limit 1`.execute(db)
  return rows[0]?.id
}

export type Earlier = Pick<KeptMatch, 'id' | 'kind' | 'state' | 'verdict' | 'reason' | 'decidedAt'> & {
  fileName: string
}

/** What people decided about the same found account in other lists, the newest first. */
export async function earlierDecisions(
  db: Db,
  districtId: string,
  { id, fingerprint }: Pick<KeptMatch, 'id' | 'fingerprint'>,
): Promise<Earlier[]> {
  const rows = await db
    .selectFrom('concealment_match as m')
    .innerJoin('concealment_run as r', (join) =>
      join.onRef('r.district_id', '=', 'm.district_id').onRef('r.id', '=', 'm.run_id'),
    )
    .select([
      'm.id',
      'm.kind',
      'm.state',
      'm.verdict',
      'm.reason',
      'm.decided_at as decidedAt',
      'r.file_name as fileName',
    ])
    .where('m.district_id', '=', districtId)
    .where('m.fingerprint', '=', fingerprint)
    .where('m.id', '<>', id)
    .where('m.decided_at', 'is not', null)
    .orderBy('m.decided_at', 'desc')
    .orderBy('m.id')
    .limit(10)
    .execute()
  return rows as Earlier[]
}
