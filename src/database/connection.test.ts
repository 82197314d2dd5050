import { describe, expect, it } from 'vitest'
import { types } from 'pg'
import { cloneDatabase } from '../../tests/support/database.ts'

describe('values from the database', () => {
  it('arrive as the calendar’s days and moments, exact numbers as text, counts as numbers', async () => {
    const { pool } = await cloneDatabase()
    const { rows } = await pool.query(`
      select timestamptz '2026-10-01 00:00:00.1239+08' as moment, timestamptz '2026-09-30 16:00:00+00' as whole,
             date '2026-09-30' as day, 9007199254740991::int8 as large, 12345678901.10::numeric(14, 2) as yuan,
             array[date '2026-09-30', null] as days, array[timestamptz '2026-09-30 16:00+00'] as moments, array[1, 2]::int8[] as counts,
             '{}'::date[] as none`)
    expect(rows).toEqual([
      {
        moment: '2026-09-30T16:00:00.123Z',
        whole: '2026-09-30T16:00:00.000Z',
        day: '2026-09-30',
        large: 9007199254740991,
        yuan: '12345678901.10',
        days: ['2026-09-30', null],
        moments: ['2026-09-30T16:00:00.000Z'],
        counts: [1, 2],
        none: [],
      },
    ])
  })

  it('are refused rather than rounded: a count beyond what a number holds', async () => {
    const { pool } = await cloneDatabase()
    await expect(pool.query('select 9007199254740993::int8')).rejects.toThrow(RangeError)
  })

  it('leave the settings of other users of the driver alone', () => {
    expect(types.getTypeParser(types.builtins.DATE)('2026-09-30')).toBeInstanceOf(Date)
  })
})

describe('the program’s own role', () => {
  it('adds to the trail and moves its head', async () => {
    const { pool } = await cloneDatabase()
    await pool.query(`insert into trail_head (district_id, seq, hash) values ('430601', 0, '')`)
    await pool.query(`
      insert into trail_event (district_id, seq, id, occurred_at, actor_kind, actor_id, action, subject_kind, subject_id,
                               request_id, algorithm, previous_hash, hash)
      values ('430601', 1, gen_random_uuid(), now(), 'user', 'u', 'a', 's', 's', 'r', 'sm3', '0', 'a')`)
    expect((await pool.query(`update trail_head set seq = 1, hash = 'a'`)).rowCount).toBe(1)
  })

  it.each([
    'update trail_event set action = action',
    'delete from trail_event',
    'truncate trail_event',
    'update purpose_confirmation set reason = reason',
    'delete from purpose_confirmation',
    'create table mine (id integer)',
    'drop table district',
    'alter table trail_event add x text',
    'delete from schema_migration',
  ])('may not rewrite the trail, the schema or what was migrated: %s', async (statement) => {
    const { pool } = await cloneDatabase()
    await expect(pool.query(statement)).rejects.toThrow(/permission denied|must be owner/)
  })
})
