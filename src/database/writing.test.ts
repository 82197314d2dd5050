import { describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import type { Db } from './index.ts'
import { writeObstacle } from './writing.ts'

const failing = (code: string) =>
  ({
    transaction() {
      throw Object.assign(new Error('could not write'), { code })
    },
  }) as unknown as Db

describe('whether the database can write', () => {
  it('is found by writing, in its log and where its data lie, and leaves nothing behind', async () => {
    const { db, owner } = await cloneDatabase()
    const state = () =>
      owner(async (client) => {
        await client.query('select pg_stat_force_next_flush()')
        const { rows } = await client.query<{ log: string; spilled: string; size: string; links: string }>(
          `select pg_current_wal_flush_lsn() - '0/0' as log,
             (select temp_bytes from pg_stat_database where datname = current_database()) as spilled,
             pg_database_size(current_database()) as size, (select count(*) from pg_class) as links`,
        )
        return rows[0]!
      })
    await db.connection().execute(async (one) => {
      const before = await state()
      expect(await writeObstacle(one)).toBeUndefined()
      await one.executeQuery({ sql: 'select pg_stat_force_next_flush()', parameters: [] } as never)
      const after = await state()
      expect(Number(after.log)).toBeGreaterThan(Number(before.log))
      expect(Number(after.spilled)).toBeGreaterThan(Number(before.spilled) + 100_000)
      expect([after.size, after.links]).toEqual([before.size, before.links])
    })
  })

  it('is said of one that takes no writing at all', async () => {
    const { db, name, owner } = await cloneDatabase()
    await owner((client) => client.query(`alter database ${name} set default_transaction_read_only = on`))
    expect(await writeObstacle(db)).toBe('database-read-only')
  })

  it.each([
    ['53100', 'database-disk-full'],
    ['58030', 'database-disk-failing'],
    ['XX001', 'database-damaged'],
    ['57P03', 'database'],
    ['42501', undefined],
  ])('is told by what it says: %s is %s', async (code, obstacle) => {
    expect(await writeObstacle(failing(code))).toBe(obstacle)
  })

  it('hides no defect', async () => {
    await expect(writeObstacle(failing('42601'))).rejects.toThrow('could not write')
  })
})
