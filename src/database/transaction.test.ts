import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import type { Tx } from './index.ts'
import { inTransaction } from './transaction.ts'

async function raise(districtId: string, tx: Tx): Promise<void> {
  const heads = tx.updateTable('trail_head').set((head) => ({ seq: head('seq', '+', 1) }))
  await heads.where('district_id', '=', districtId).execute()
}

describe('a transaction', () => {
  it('is run again after a deadlock, so that both writers get through', async () => {
    const { db } = await cloneDatabase()
    const heads = ['430601', '430602'].map((district_id) => ({ district_id, seq: 0, hash: '' }))
    await db.insertInto('trail_head').values(heads).execute()
    let attempts = 0
    const crossing = (one: string, other: string) =>
      inTransaction(db, async (tx) => {
        attempts++
        await raise(one, tx)
        if (attempts <= 2) await sql`select pg_sleep(0.2)`.execute(tx)
        await raise(other, tx)
      })
    await Promise.all([crossing('430601', '430602'), crossing('430602', '430601')])
    const { rows } = await sql<{ seq: number }>`select seq from trail_head`.execute(db)
    expect(rows).toEqual([{ seq: 2 }, { seq: 2 }])
    expect(attempts).toBeGreaterThan(2)
  })

  it('is not run again for any other error, and leaves nothing behind', async () => {
    const { db } = await cloneDatabase()
    let attempts = 0
    const failing = inTransaction(db, async (tx) => {
      attempts++
      await tx.insertInto('trail_head').values({ district_id: '430601', seq: 0, hash: '' }).execute()
      throw new Error('the work itself is wrong')
    })
    await expect(failing).rejects.toThrow('the work itself is wrong')
    expect(attempts).toBe(1)
    expect(await db.selectFrom('trail_head').select('seq').execute()).toEqual([])
  })
})
