import { fingerprintSync, loadModule, parseSync } from 'libpg-query'
import { beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../src/database/index.ts'
import { kinds } from '../../src/database/scale/tables.ts'
import { openPool } from '../../src/database/connection.ts'
import { heardQueries, openEar } from '../support/citus/heard.ts'
import { known } from '../support/citus/known.ts'
import { type Refused, refusedIn } from '../support/citus/lint.ts'
import { unlistedIn } from '../support/citus/unlisted.ts'
import { cloneDatabase } from '../support/database.ts'

type Tree = { stmts?: { stmt: Record<string, unknown> }[] }

beforeAll(() => loadModule())

const refused = (text: string): Refused[] => [
  ...new Set(((parseSync(text) as Tree).stmts ?? []).flatMap(({ stmt }) => refusedIn(stmt, kinds))),
]

const account = 'select a.id from account a'
const cases: [string, string, Refused[]][] = [
  [
    'tables joined by id alone',
    `${account} join unit u on u.id = a.unit_id where a.district_id = $1`,
    ['join-off-key'],
  ],
  [
    'tables joined by their district',
    `${account} join unit u on u.id = a.unit_id and u.district_id = a.district_id`,
    [],
  ],
  [
    'tables that are each of the district asked for',
    `${account} join unit u on u.id = a.unit_id where a.district_id = $1 and u.district_id = $2`,
    [],
  ],
  ['tables joined with USING', `${account} join unit u using (district_id, unit_id)`, []],
  [
    'a sub-select that leans on a row by its id',
    `${account} where exists (select from unit u where u.id = a.unit_id)`,
    ['join-off-key'],
  ],
  [
    'one that leans on it by its district',
    `${account} where exists (select from unit u where u.id = a.unit_id and u.district_id = a.district_id)`,
    [],
  ],
  ['one that leans on nothing', `${account} where exists (select from unit)`, []],
  [
    'pairs looked for among pairs',
    `${account} where (a.district_id, a.unit_id) in (select u.district_id, u.id from unit u)`,
    [],
  ],
  ['a lock over districts', `${account} where a.id = $1 for update`, ['lock-off-key']],
  ['a lock within one', `${account} where a.district_id = $1 and a.id = $2 for update`, []],
  ['a lock on what lies on every node', 'select id from app_user where id = $1 for update', []],
  ['a row of no district', 'insert into account (id) values ($1)', ['insert-without-key']],
  ['a row that moves', 'update account set district_id = $1 where district_id = $2', ['key-changed']],
  ['rollup', 'select district_id, count(*) from account group by rollup (district_id)', ['grouping-sets']],
  ['merge', 'merge into account using unit on true when matched then do nothing', ['merge']],
  [
    'a tree walked over districts',
    'with recursive t as (select id from unit where id = $1 union all select u.id from unit u join t on u.parent_id = t.id) select id from t',
    ['recursive-off-key'],
  ],
  [
    'a change inside WITH beside another district',
    `with x as (update account set name = $1 where id = $2 returning id) select u.id from unit u where u.district_id = $3`,
    ['join-off-key'],
  ],
  [
    'a change out of a table joined by id alone',
    'update account a set name = u.name from unit u where u.id = a.unit_id and a.district_id = $1',
    ['join-off-key'],
  ],
  [
    'a lateral count by id alone',
    `select l.n from account a, lateral (select count(*) as n from post p where p.account_id = a.id) l`,
    ['join-off-key'],
  ],
  [
    'a district handed through WITH',
    'with f as (select district_id, id from account where district_id = $1) select p.id from f join post p on p.account_id = f.id and p.district_id = f.district_id',
    [],
  ],
  ['a trigger', 'create trigger x before insert on account for each row execute function f()', ['trigger']],
  ['a serial number', 'create table x (id bigserial)', ['sequence']],
  ['an identity', 'create table x (id bigint generated always as identity)', ['sequence']],
]

describe('what a distributed database refuses', () => {
  it.each(cases)('is seen: %s', (_what, text, wanted) => {
    expect(refused(text)).toEqual(wanted)
  })

  it.each(readMigrations())('is in no migration: $file', ({ sql }) => {
    // Rows that a migration moves are moved before a schema is ever distributed.
    const ofSchema = refused(sql).filter((one) => ['trigger', 'sequence', 'merge', 'grouping-sets'].includes(one))
    expect(ofSchema).toEqual([])
  })

  it('is in no query that any test runs, but for those that are listed with their reason', () => {
    const queries = heardQueries()
    expect(queries.length).toBeGreaterThan(1_200)
    const found = queries.filter((text) => refused(text).length > 0)
    const unlisted = found.filter((text) => !(fingerprintSync(text) in known))
    expect(unlisted.map((text) => `${fingerprintSync(text)} ${refused(text).join()} ${text}`)).toEqual([])
    // An entry that no query answers to is taken out.
    expect(Object.keys(known).toSorted()).toEqual(found.map((text) => fingerprintSync(text)).toSorted())
  })
})

describe('a query that no recording has', () => {
  it('is noticed in the run that first asks it, once, and what is recorded or allowed is passed over', async () => {
    const { connection } = await cloneDatabase()
    const ear = openEar()
    const pool = openPool({ config: connection }, { name: 'ear', statementTimeoutMs: 60_000, max: 1 })
    ear.listenTo(pool)
    const joined = 'select a.id as odd from account a join unit u on u.id = a.unit_id where a.name = $1'
    await pool.query(joined, ['甲'])
    await pool.query({ text: joined, values: ['乙'] })
    await pool.query(`select id as odd from account where district_id = '990100'`)
    await expect(pool.query('select wrong on purpose')).rejects.toThrow()
    await pool.end()
    const heard = ear.take()
    expect(heard).toHaveLength(3)
    expect(await unlistedIn(heard)).toEqual([expect.stringMatching(/^[0-9a-f]{16} join-off-key select a\.id as odd/)])
    expect(ear.take()).toEqual([])
    expect(await unlistedIn(heardQueries())).toEqual([])
  })
})

describe('a schema that can be distributed', () => {
  it('has a place for every table', async () => {
    const { pool } = await cloneDatabase()
    const { rows } = await pool.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
    )
    expect(Object.keys(kinds).toSorted()).toEqual(rows.map(({ name }) => name).toSorted())
  })

  it('has the district in every key of what is distributed, and names only what lies beside it or everywhere', async () => {
    const { pool } = await cloneDatabase()
    const { rows: unique } = await pool.query<{ table: string; index: string; keyed: boolean }>(
      `select c.relname as table, i.indexrelid::regclass::text as index,
         exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'district_id' and a.attnum = any (i.indkey)) as keyed
       from pg_index i join pg_class c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace
       where i.indisunique`,
    )
    const loose = unique.filter(({ table, keyed }) => kinds[table] === 'distributed' && !keyed)
    expect(loose.map(({ index }) => index)).toEqual([])
    const { rows: keys } = await pool.query<{ child: string; parent: string; keyed: boolean; definition: string }>(
      `select c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent, pg_get_constraintdef(c.oid) as definition,
         exists (select from unnest(c.conkey, c.confkey) as k (own, other)
           join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own and a.attname = 'district_id'
           join pg_attribute b on b.attrelid = c.confrelid and b.attnum = k.other and b.attname = 'district_id') as keyed
       from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace`,
    )
    const allowed = {
      distributed: ['distributed', 'reference'],
      reference: ['reference'],
      local: ['local', 'reference'],
    }
    const wrong = keys.filter(({ child, parent, keyed }) => {
      const [from, to] = [kinds[child]!, kinds[parent]!]
      return !allowed[from].includes(to) || (from === 'distributed' && to === 'distributed' && !keyed)
    })
    expect(wrong).toEqual([])
    expect(keys.length).toBeGreaterThan(150)
    const { rows: triggers } = await pool.query('select tgname from pg_trigger where not tgisinternal')
    expect(triggers).toEqual([])
  })
})
