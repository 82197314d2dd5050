import { describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../../tests/support/database.ts'
import { applyScale, scalePlan } from './apply.ts'
import { planOf } from './plan.ts'
import { kinds } from './tables.ts'

describe('the plan of distributing a schema', () => {
  it('takes the foreign keys off, places every table, those of a district beside one another, and puts the keys back', async () => {
    const { db, pool } = await cloneDatabase()
    const plan = await scalePlan(db, 64)
    const kindsInOrder = plan.map(({ kind }) => kind).filter((kind, at, all) => kind !== all[at - 1])
    expect(kindsInOrder).toEqual(['off', 'reference', 'distributed', 'on'])
    const placed = plan.filter(({ kind }) => kind === 'reference' || kind === 'distributed').map(({ table }) => table)
    expect(placed.toSorted()).toEqual(
      Object.keys(kinds)
        .filter((name) => kinds[name] !== 'local')
        .toSorted(),
    )
    const { rows } = await pool.query<{ count: number }>(
      `select count(*)::int as count from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
    )
    const count = (kind: string) => plan.filter((step) => step.kind === kind).length
    expect([count('off'), count('on')]).toEqual([rows[0]!.count, rows[0]!.count])
    const [first, ...others] = plan.filter(({ kind }) => kind === 'distributed')
    expect(first!.statement).toBe(
      `select create_distributed_table('${first!.table}', 'district_id', colocate_with => 'none', shard_count => 64);`,
    )
    expect(others.every(({ statement }) => statement.includes(`colocate_with => '${first!.table}'`))).toBe(true)
  })

  it('knows every table', () => {
    expect(() => planOf(['a_new_table'], [])).toThrow('a_new_table')
  })

  it('is not run on an embedded database, nor where the extension is missing', async () => {
    const { db, urlForOwner } = await cloneDatabase()
    const plan = await scalePlan(db)
    await expect(applyScale(undefined, plan)).rejects.toMatchObject({ code: 'scale.embedded' })
    await expect(applyScale(urlForOwner, plan)).rejects.toMatchObject({ code: 'scale.no-extension' })
  })
})
