import type pg from 'pg'
import { type ForeignKey, putBack, type Step } from './plan.ts'

/**
 * The foreign keys of the schema while it is being distributed. They are written down and taken off in one transaction, in a
 * schema of their own, and it goes when the last is back: what was cut off knows what is still wanted.
 */
export const UNFINISHED = 'govmedia_scale.foreign_key'

/** As they stand, or as they stood before a distribution that isn't finished. */
export const FOREIGN_KEYS = `select conrelid::regclass::text as "table", conname::text as name, pg_get_constraintdef(oid) as definition
  from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`

export async function isUnfinished(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [UNFINISHED])
  return rows[0]?.there === true
}

export async function takeOff(owner: pg.ClientBase, off: readonly Step[]): Promise<void> {
  if (await isUnfinished(owner)) return
  await owner.query(
    ['begin', 'create schema govmedia_scale', `create table ${UNFINISHED} as ${FOREIGN_KEYS}`]
      // The program's role makes the plan, also the one that is gone on with.
      .concat('grant usage on schema govmedia_scale to public', `grant select on ${UNFINISHED} to public`)
      .concat(off.map(({ statement }) => statement.replace(/;$/, '')))
      .concat('commit')
      .join(';\n'),
  )
}

/** Those that are still wanted. */
export async function missing(owner: pg.ClientBase): Promise<{ key: ForeignKey; statement: string }[]> {
  const { rows } = await owner.query<ForeignKey>(
    `select "table", name, definition from ${UNFINISHED} wanted
     where not exists (select from pg_constraint c where c.conrelid = wanted."table"::regclass and c.conname = wanted.name)
     order by 1, 2`,
  )
  return rows.map((key) => ({ key, statement: putBack(key) }))
}

export async function allBack(owner: pg.ClientBase): Promise<void> {
  await owner.query('drop schema govmedia_scale cascade')
}
