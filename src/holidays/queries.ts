import { sql } from 'kysely'
import {
  type CalendarDay,
  type Instant,
  seedYears,
  workCalendar,
  type WorkCalendar,
  type YearTable,
} from '../calendar/index.ts'
import { type Db, inTransaction, type Tx } from '../database/index.ts'

/** The stored years, each with its days, the oldest first. */
export async function storedYears(db: Db | Tx): Promise<YearTable[]> {
  const years = await db.selectFrom('calendar_year').select(['year', 'status']).orderBy('year').execute()
  const days = await db.selectFrom('calendar_day').select(['day', 'year', 'kind', 'name']).orderBy('day').execute()
  const byYear = Map.groupBy(days, ({ year }) => year)
  return years.map(({ year, status }) => ({
    year,
    status: status as YearTable['status'],
    days: (byYear.get(year) ?? []).map(({ day, kind, name }) => ({ day, kind: kind as CalendarDay['kind'], name })),
  }))
}

/** The calendar that deadlines are computed with; years that aren't stored are provisional. */
export async function loadCalendar(db: Db | Tx): Promise<WorkCalendar> {
  return workCalendar(await storedYears(db))
}

/** Stores the years known when this program was made, unless they are there. Called at every start, by several programs at once too. */
export async function seedCalendar(db: Db, at: Instant): Promise<void> {
  await inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('calendar-seed', 0))`.execute(tx)
    const known = new Set((await tx.selectFrom('calendar_year').select('year').execute()).map(({ year }) => year))
    for (const table of seedYears().filter(({ year }) => !known.has(year)))
      await insertYear(tx, table, { source: 'chinese-days 1.5.7', at })
  })
}

/** Writes a year anew with all its days. */
export async function insertYear(
  db: Db | Tx,
  table: YearTable,
  from: { source: string; title?: string; documentNumber?: string | null; at: Instant },
): Promise<void> {
  const row = {
    year: table.year,
    status: table.status,
    title: from.title ?? null,
    document_number: from.documentNumber ?? null,
    source: from.source,
    imported_at: from.at,
  }
  await db
    .insertInto('calendar_year')
    .values(row)
    .onConflict((conflict) => conflict.column('year').doUpdateSet(row))
    .execute()
  await db.deleteFrom('calendar_day').where('year', '=', table.year).execute()
  await db
    .insertInto('calendar_day')
    .values(table.days.map(({ day, kind, name }) => ({ day, year: table.year, kind, name })))
    .execute()
}

/** One person at a time changes a year, also one that isn't stored yet. */
export async function lockYear(tx: Tx, year: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('calendar-year', ${year}))`.execute(tx)
}

/** A change of an official year that waits for a second person. */
export type CalendarChange = { id: string; year: number; notice: string; proposedBy: string; proposedAt: Instant }

const changes = (db: Db | Tx) =>
  db
    .selectFrom('calendar_change')
    .select(['id', 'year', 'notice', 'proposed_by as proposedBy', 'proposed_at as proposedAt'])
    .where('state', '=', 'proposed')

export const waitingChange = (db: Db | Tx, year: number): Promise<CalendarChange | undefined> =>
  changes(db).where('year', '=', year).executeTakeFirst()

/** All that wait, the earliest year first. */
export const waitingChanges = (db: Db): Promise<CalendarChange[]> => changes(db).orderBy('year').execute()

export async function insertChange(
  tx: Tx,
  change: { id: string; year: number; notice: string; proposedIn: string; proposedBy: string; at: Instant },
): Promise<void> {
  await tx
    .insertInto('calendar_change')
    .values({
      id: change.id,
      year: change.year,
      notice: change.notice,
      proposed_in: change.proposedIn,
      proposed_by: change.proposedBy,
      proposed_at: change.at,
    })
    .execute()
}

export async function decideChange(
  tx: Tx,
  id: string,
  decided: { state: 'confirmed' | 'rejected'; by: string; at: Instant },
): Promise<void> {
  await tx
    .updateTable('calendar_change')
    .set({ state: decided.state, decided_by: decided.by, decided_at: decided.at })
    .where('id', '=', id)
    .execute()
}
