import { sql } from 'kysely'
import type pg from 'pg'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { isDatabaseAway } from '../away.ts'
import type { Db } from '../index.ts'
import { LEADING } from '../lead.ts'
import { oneAtATime } from '../migrate.ts'
import { connected } from '../open.ts'
import { unfitOf, wordsOf } from './fitness.ts'
import { allBack, FOREIGN_KEYS, isUnfinished, missing, takeOff, UNFINISHED } from './foreign-keys.ts'
import { type ForeignKey, planOf, type Step } from './plan.ts'
import { kinds } from './tables.ts'

/** The plan of a database as it stands. Refuses `scale.strange-table`. */
export async function scalePlan(db: Db, shards?: number): Promise<Step[]> {
  const { rows } = await sql<{ name: string }>`${sql.raw(TABLES)}`.execute(db)
  const tables = rows.map(({ name }) => name)
  const strange = tables.filter((name) => kinds[name] === undefined)
  if (strange.length > 0) throw refuse('scale.strange-table', { tables: strange.join('、') })
  return planOf(tables, await foreignKeysOf(db), shards)
}

/** Whether a distribution was cut off and has to be gone on with. */
export async function scaleUnfinished(db: Db): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass(${UNFINISHED}) is not null as there`.execute(db)
  return rows[0]?.there === true
}

async function foreignKeysOf(db: Db): Promise<ForeignKey[]> {
  const text = (await scaleUnfinished(db)) ? `select "table", name, definition from ${UNFINISHED}` : FOREIGN_KEYS
  const { rows } = await sql<ForeignKey>`${sql.raw(`${text} order by 1, 2`)}`.execute(db)
  return rows
}

// What an extension brought along is its own business.
const TABLES = `select relname as name from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
    and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')
  order by 1`

/** `done` in this run, `before`: tables of the plan that had been placed already. */
export type Applied = { done: Step[]; before: number }

/**
 * Runs what of the plan isn't done yet, as the schema's owner, while no program works. Each table is placed by itself: what
 * was cut off is gone on with by calling it again.
 * Refuses `scale.embedded`, `scale.no-extension`, `scale.extension-not-made`, `scale.in-use`, `scale.unfit` and
 * `scale.placed-otherwise` before anything is changed, `scale.refused` with the table at which the server stopped.
 */
export async function applyScale(
  databaseUrl: string | undefined,
  plan: readonly Step[],
  onStep: (step: Step) => void = () => undefined,
): Promise<Applied> {
  if (databaseUrl === undefined || databaseUrl === '') throw refuse('scale.embedded')
  return connected({ config: { connectionString: databaseUrl } }, (owner) =>
    oneAtATime(owner, async () => {
      await requireExtension(owner)
      await refuseWhileAtWork(owner)
      const unfit = await unfitOf(owner, plan)
      if (unfit.length > 0) throw refuse('scale.unfit', { unfit: unfit.map(wordsOf).join('；') })
      const placing = plan.filter(({ kind }) => kind === 'distributed' || kind === 'reference')
      const waiting = waitingOf(placing, await placements(owner))
      const before = placing.length - waiting.length
      if (waiting.length > 0)
        await takeOff(
          owner,
          plan.filter(({ kind }) => kind === 'off'),
        )
      for (const [at, step] of waiting.entries()) {
        onStep(step)
        await run(owner, step, before + at)
      }
      await putForeignKeysBack(owner, onStep, placing.length)
      return { done: waiting, before }
    }),
  )
}

async function putForeignKeysBack(owner: pg.ClientBase, onStep: (step: Step) => void, placed: number): Promise<void> {
  if (!(await isUnfinished(owner))) return
  for (const { key, statement } of await missing(owner)) {
    const step = { table: key.table, kind: 'on' as const, statement }
    onStep(step)
    await run(owner, step, placed)
  }
  await allBack(owner)
}

async function requireExtension(owner: pg.ClientBase): Promise<void> {
  const { rows } = await owner.query<{ there: boolean; made: boolean; may: boolean }>(
    `select exists (select from pg_available_extensions where name = 'citus') as there,
            exists (select from pg_extension where extname = 'citus') as made,
            (select rolsuper from pg_roles where rolname = current_user) as may`,
  )
  const [{ there, made, may } = { there: false, made: false, may: false }] = rows
  if (made) return
  if (!there) throw refuse('scale.no-extension')
  if (!may) throw refuse('scale.extension-not-made')
  await owner.query('create extension citus')
}

/** A command takes no lead; a server or worker, on whatever host, keeps a connection for it. */
async function refuseWhileAtWork(owner: pg.ClientBase): Promise<void> {
  const { rows } = await owner.query<{ programs: number; hosts: string }>(
    `select count(*)::int as programs, coalesce(string_agg(distinct host(client_addr), '、'), '本机') as hosts
     from pg_stat_activity where datname = current_database() and application_name = $1`,
    [LEADING],
  )
  const [found] = rows
  if (found && found.programs > 0) throw refuse('scale.in-use', found)
}

/** Where a table lies: `n` with `t` is a reference table, `n` with `s` one that Citus only took into its metadata. */
type Placement = { table: string; method: string; model: string; column: string | null; colocation: number }

async function placements(owner: pg.ClientBase): Promise<Map<string, Placement>> {
  const { rows } = await owner.query<Placement>(
    `select logicalrelid::regclass::text as "table", partmethod::text as method, repmodel::text as model,
       case when partkey is not null then column_to_column_name(logicalrelid, partkey) end as "column", colocationid as colocation
     from pg_catalog.pg_dist_partition`,
  )
  return new Map(rows.map((row) => [row.table, row]))
}

/** The steps that aren't done. Refuses `scale.placed-otherwise` where somebody has placed a table in another way. */
function waitingOf(plan: readonly Step[], placed: ReadonlyMap<string, Placement>): Step[] {
  const first = placed.get(plan.find(({ kind }) => kind === 'distributed')?.table ?? '')
  return plan.filter(({ table, kind }) => {
    const found = placed.get(table)
    if (found === undefined || (found.method === 'n' && found.model === 's')) return true
    const asPlanned =
      kind === 'reference'
        ? found.method === 'n' && found.model === 't'
        : found.method === 'h' && found.column === 'district_id' && found.colocation === first?.colocation
    if (!asPlanned) throw refuse('scale.placed-otherwise', { table })
    return false
  })
}

async function run(owner: pg.ClientBase, { table, statement }: Step, before: number): Promise<void> {
  try {
    await owner.query(statement)
  } catch (error) {
    if (isDatabaseAway(error) || !(error instanceof Error)) throw error
    throw refuse('scale.refused', { table, reason: error.message, before })
  }
}
