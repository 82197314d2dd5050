import { describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../../tests/support/database.ts'
import { applyScale, scalePlan } from './apply.ts'
import { planOf } from './plan.ts'
import { kinds } from './tables.ts'

describe('the plan of distributing a schema', () => {
  it('places what is named before what names it, and everything of a district beside one another', async () => {
    const { db, pool } = await cloneDatabase()
    const plan = await scalePlan(db, 64)
    const placed = plan.map(({ table }) => table)
    expect(placed.toSorted()).toEqual(
      Object.keys(kinds)
        .filter((name) => kinds[name] !== 'local')
        .toSorted(),
    )
    const { rows } = await pool.query<{ child: string; parent: string }>(
      `select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint
       where contype = 'f' and connamespace = 'public'::regnamespace and conrelid <> confrelid`,
    )
    const late = rows.filter(
      ({ child, parent }) => kinds[child] !== 'local' && placed.indexOf(parent) > placed.indexOf(child),
    )
    expect(late).toEqual([])
    const [first, ...others] = plan.filter(({ kind }) => kind === 'distributed')
    expect(first!.statement).toBe(
      `select create_distributed_table('${first!.table}', 'district_id', colocate_with => 'none', shard_count => 64);`,
    )
    expect(others.every(({ statement }) => statement.includes(`colocate_with => '${first!.table}'`))).toBe(true)
  })

  it('knows every table, and no circle of keys', () => {
    expect(() => planOf(['a_new_table'], [])).toThrow('a_new_table')
    const circle = [
      { child: 'unit', parent: 'account' },
      { child: 'account', parent: 'unit' },
    ]
    expect(() => planOf(['unit', 'account'], circle)).toThrow('circle')
  })

  it('is not run on an embedded database, nor where the extension is missing', async () => {
    const { db, urlForOwner } = await cloneDatabase()
    const plan = await scalePlan(db)
    await expect(applyScale(undefined, plan)).rejects.toMatchObject({ code: 'scale.embedded' })
    await expect(applyScale(urlForOwner, plan)).rejects.toMatchObject({ code: 'scale.no-extension' })
  })
})
