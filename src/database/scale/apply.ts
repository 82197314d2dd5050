import { sql } from 'kysely'
import type pg from 'pg'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Db } from '../index.ts'
import { connected } from '../open.ts'
import { type ForeignKey, planOf, type Step } from './plan.ts'

/** The plan of a database as it stands. */
export async function scalePlan(db: Db, shards?: number): Promise<Step[]> {
  const { rows: tables } = await sql<{ name: string }>`${sql.raw(TABLES)}`.execute(db)
  const { rows: keys } = await sql<ForeignKey>`${sql.raw(KEYS)}`.execute(db)
  return planOf(
    tables.map(({ name }) => name),
    keys,
    shards,
  )
}

const TABLES = `select relname as name from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`
const KEYS = `select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint
  where contype = 'f' and connamespace = 'public'::regnamespace order by 1, 2`

/**
 * Runs what of the plan isn't done yet, as the schema's owner. Each table is placed by itself: what was cut off is gone
 * on with by calling it again. Refuses `scale.no-extension`, `scale.embedded`.
 */
export async function applyScale(
  databaseUrl: string | undefined,
  plan: readonly Step[],
  onStep: (step: Step) => void = () => undefined,
): Promise<{ done: Step[]; before: number }> {
  if (databaseUrl === undefined || databaseUrl === '') throw refuse('scale.embedded')
  return connected({ config: { connectionString: databaseUrl } }, async (owner) => {
    await requireExtension(owner)
    const placed = await placedTables(owner)
    const done = plan.filter(({ table }) => !placed.has(table))
    for (const step of done) {
      onStep(step)
      await owner.query(step.statement)
    }
    return { done, before: placed.size }
  })
}

async function requireExtension(owner: pg.ClientBase): Promise<void> {
  const { rows } = await owner.query<{ there: boolean; made: boolean }>(
    `select exists (select from pg_available_extensions where name = 'citus') as there,
            exists (select from pg_extension where extname = 'citus') as made`,
  )
  const [{ there, made } = { there: false, made: false }] = rows
  if (made) return
  if (!there) throw refuse('scale.no-extension')
  await owner.query('create extension citus')
}

async function placedTables(owner: pg.ClientBase): Promise<Set<string>> {
  const { rows } = await owner.query<{ name: string }>(
    `select logicalrelid::regclass::text as name from pg_catalog.pg_dist_partition`,
  )
  return new Set(rows.map(({ name }) => name))
}
