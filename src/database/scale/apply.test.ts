import { describe, expect, it } from 'vitest'
import { placedBy, withStandIn } from '../../../tests/support/citus/stand-in.ts'
import { cloneDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { connected, openDatabase } from '../open.ts'
import { applyScale, scalePlan, scaleUnfinished } from './apply.ts'
import type { Step } from './plan.ts'
import { kinds } from './tables.ts'

const foreignKeys = async ({ pool }: TestDatabase) => {
  const { rows } = await pool.query<{ key: string }>(
    `select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as key from pg_constraint
     where contype = 'f' and connamespace = 'public'::regnamespace order by 1`,
  )
  return rows.map(({ key }) => key)
}

// The extension itself can't be installed here. A stand-in with its functions refuses what Citus documents as refused.
async function distributable(): Promise<{
  database: TestDatabase
  plan: Step[]
  apply: () => ReturnType<typeof applyScale>
}> {
  const database = await cloneDatabase()
  await withStandIn(database)
  const plan = await scalePlan(database.db)
  return { database, plan, apply: () => applyScale(database.urlForOwner, plan) }
}

const wanted = Object.keys(kinds)
  .filter((name) => kinds[name] !== 'local')
  .toSorted()

describe('distributing a schema over several databases', () => {
  it('places every table once, by its district and beside the others of its district', async () => {
    const { database, apply } = await distributable()
    const keys = await foreignKeys(database)
    const { done, before } = await apply()
    expect([done.length, before]).toEqual([wanted.length, 0])
    expect(keys.length).toBeGreaterThan(150)
    expect(await foreignKeys(database)).toEqual(keys)
    const placed = await placedBy(database)
    expect(placed.map(({ table }) => table)).toEqual(wanted)
    expect(placed.filter(({ table, kind }) => kinds[table] !== kind)).toEqual([])
    const distributed = placed.filter(({ kind }) => kind === 'distributed')
    expect(new Set(distributed.map(({ column }) => column))).toEqual(new Set(['district_id']))
    expect(new Set(distributed.map(({ colocation }) => colocation)).size).toBe(1)
  })

  it('has nothing to do the second time', async () => {
    const { database, apply } = await distributable()
    await apply()
    const placed = await placedBy(database)
    expect(await apply()).toEqual({ done: [], before: wanted.length })
    expect(await placedBy(database)).toEqual(placed)
  })

  it.each([1, 8, 60, wanted.length + 3, wanted.length + 120])(
    'goes on where it was cut off after %i steps',
    async (cut) => {
      const { database, apply, plan } = await distributable()
      const keys = await foreignKeys(database)
      const stopped = new Error('the power went')
      let at = 0
      const cutOff = applyScale(database.urlForOwner, plan, () => {
        if (at++ === cut) throw stopped
      })
      await expect(cutOff).rejects.toBe(stopped)
      const placed = Math.min(cut, wanted.length)
      expect(await placedBy(database)).toHaveLength(placed)
      expect((await foreignKeys(database)).length).toBe(cut - placed)
      expect(await scalePlan(database.db)).toEqual(plan)
      expect(await scaleUnfinished(database.db)).toBe(true)
      const started = openDatabase({ dataDir: '/nowhere', databaseUrl: database.urlForOwner, role: 'serve' })
      await expect(started).rejects.toMatchObject({ code: 'scale.unfinished' })
      const { done, before } = await apply()
      expect([done.length, before]).toEqual([wanted.length - placed, placed])
      expect((await placedBy(database)).map(({ table }) => table)).toEqual(wanted)
      expect(await foreignKeys(database)).toEqual(keys)
    },
  )

  it.each([
    [
      'a trigger',
      'create trigger mine before insert on post for each row execute function suppress_redundant_updates_trigger()',
      'post',
      '触发器',
      'mine',
    ],
    [
      'a unique index without the district',
      'create unique index mine on account (name)',
      'account',
      '唯一索引',
      'mine',
    ],
    [
      'a key to a row without its district',
      'alter table district add constraint mine unique (name); alter table unit add column other text, add constraint mine_too foreign key (other) references public.schema_note (id)',
      'unit',
      '外键',
      'mine_too',
    ],
    [
      'a reference table that leans on a district',
      'alter table app_user add column seat_district text, add column seat uuid, add constraint mine foreign key (seat_district, seat) references unit (district_id, id)',
      'app_user',
      '外键',
      'mine',
    ],
    ['row security', 'alter table post enable row level security', 'post', '行级安全策略', 'post'],
  ])(
    'is refused before anything is changed where somebody has added %s',
    async (_what, statement, table, what, name) => {
      const { database, apply } = await distributable()
      // A table of an extension's own schema that somebody leans on.
      const text = statement.replace('public.schema_note', 'elsewhere.note')
      await database.owner((client) =>
        client.query(`create schema elsewhere; create table elsewhere.note (id text primary key); ${text}`),
      )
      await expect(apply()).rejects.toMatchObject({
        code: 'scale.unfit',
        params: { unfit: `${table} 的${what} ${name}` },
      })
      await connected({ config: { connectionString: database.urlForOwner } }, async (client) => {
        const { rows } = await client.query('select from pg_dist_partition')
        expect(rows).toEqual([])
      })
    },
  )

  it('says at which table the server stopped, and goes on there once that is mended', async () => {
    const { database, plan, apply } = await distributable()
    // Nothing that is looked for beforehand: the server itself refuses it.
    await database.owner((client) => client.query('create rule mine as on delete to patrol do also nothing'))
    const at = plan.filter(({ kind }) => kind !== 'off').findIndex(({ table }) => table === 'patrol')
    await expect(apply()).rejects.toMatchObject({ code: 'scale.refused', params: { table: 'patrol', before: at } })
    expect(await placedBy(database)).toHaveLength(at)
    await database.owner((client) => client.query('drop rule mine on patrol'))
    expect(await apply()).toMatchObject({ before: at })
  })

  it('leaves alone a table that somebody has placed in another way', async () => {
    const { database, apply } = await distributable()
    await database.owner((client) =>
      client.query(
        `create extension citus; select create_reference_table('calendar_year'); select create_distributed_table('calendar_day', 'day')`,
      ),
    )
    await expect(apply()).rejects.toMatchObject({ code: 'scale.placed-otherwise', params: { table: 'calendar_day' } })
    expect(await placedBy(database)).toHaveLength(2)
  })

  it('names a table of somebody else', async () => {
    const database = await cloneDatabase()
    await database.owner((client) => client.query('create table their_notes (id int)'))
    await expect(scalePlan(database.db)).rejects.toMatchObject({
      code: 'scale.strange-table',
      params: { tables: 'their_notes' },
    })
  })
})
