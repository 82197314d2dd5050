import { sql } from 'kysely'
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
    const { db } = await cloneDatabase()
    await db.connection().execute(async (one) => {
      const state = async () => {
        await sql`select pg_stat_force_next_flush()`.execute(one)
        const { rows } = await sql<{ log: number; spilled: number; size: number; relations: number }>`
          select (pg_stat_get_backend_wal(pg_backend_pid())).wal_records as log,
            (select temp_bytes from pg_stat_database where datname = current_database()) as spilled,
            pg_database_size(current_database()) as size, (select count(*) from pg_class) as relations`.execute(one)
        return rows[0]!
      }
      // The first of each reads catalogues, which writes a little, too.
      await writeObstacle(one)
      await state()
      const before = await state()
      expect(await writeObstacle(one)).toBeUndefined()
      const after = await state()
      // The message and the end of its transaction.
      expect(after.log - before.log).toBeGreaterThanOrEqual(2)
      expect(after.spilled).toBeGreaterThan(before.spilled + 100_000)
      expect([after.size, after.relations]).toEqual([before.size, before.relations])
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
