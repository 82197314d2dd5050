import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../../database/index.ts'
import type { KeptList, LexiconEntry, ListLine } from '../../textcheck/index.ts'
import { lexiconKind, type lexiconLists, namesKind } from './model.ts'
import { stampOf } from './queries.ts'

/** Lines of one piece: the server is not held up by spelling out a list of 200,000. */
const PIECE = 2_000

/**
 * A district's words as the thread that checks texts takes them; of one list alone where it is named. Lines go from the
 * database to the thread as they are spelled there, so that nobody waits while a long list is read.
 */
export async function keptWords(db: Db | Tx, districtId: string, list?: keyof typeof lexiconLists): Promise<KeptList> {
  // What is usual is left out: two hundred thousand empty lists would be as many things to hold.
  const line = sql`jsonb_strip_nulls(jsonb_build_object(${pairs<LexiconEntry>({
    id: 'id',
    wrong: 'wrong',
    right: 'right_words',
    gate: 'gate',
    severity: 'severity',
    source: 'source',
    validFrom: 'valid_from',
    validTo: 'valid_to',
  })}, 'required', nullif(required, '{}'), 'forbidden', nullif(forbidden, '{}'), 'excuses', nullif(excuses, '{}'),
    'folding', nullif(folding, array['width', 'case'])))`
  const of = list === undefined ? sql`true` : sql`list = ${list}`
  return {
    key: `words/${districtId}/${list ?? ''}`,
    stamp: await stampOf(db, lexiconKind, districtId),
    pieces: () =>
      pieces(db, sql`lexicon_entry where district_id = ${districtId} and removed_at is null and ${of}`, line),
  }
}

/** 单位词典 of a unit's texts: the district's names and its own. */
export async function keptNames(db: Db | Tx, districtId: string, unitId: string | null): Promise<KeptList> {
  const from = sql`silenced_name where district_id = ${districtId} and removed_at is null
    and (unit_id is null or unit_id = ${unitId}) and char_length(name) > 1`
  return {
    key: `names/${districtId}/${unitId ?? ''}`,
    stamp: await stampOf(db, namesKind, districtId),
    pieces: () =>
      pieces(db, from, sql`jsonb_build_object(${pairs<Extract<ListLine, { name: string }>>({ name: 'name' })})`),
  }
}

const pairs = <Line>(columns: Readonly<Partial<Record<keyof Line & string, string>>>) =>
  sql.join(Object.entries<string | undefined>(columns).flatMap(([key, column]) => [sql.lit(key), sql.ref(column!)]))

// One statement, so that a list is what it was at one moment; the newest line first.
async function* pieces(db: Db | Tx, from: RawBuilder<unknown>, line: RawBuilder<unknown>): AsyncIterable<string> {
  const { rows } = await sql<{ lines: string }>`
    select string_agg(line, E'\n' order by at) as lines
    from (select ${line}::text as line, row_number() over (order by entered_at desc, id desc) as at from ${from}) as listed
    group by at / ${sql.lit(PIECE)} order by at / ${sql.lit(PIECE)}`.execute(db)
  for (const { lines } of rows) yield lines
}
