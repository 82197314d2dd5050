import { expect, it } from 'vitest'
import { withStandIn } from '../support/citus/stand-in.ts'
import { emptyDatabase } from '../support/database.ts'

// What `scale apply` is tried on has to be able to refuse. Each case is one that the documentation of Citus names.
const unit = 'create table unit (district_id text, id uuid, primary key (district_id, id))'
const account =
  'create table account (district_id text, id uuid, unit_id uuid, primary key (district_id, id), foreign key (district_id, unit_id) references unit (district_id, id))'
const place = (table: string, beside = "'none'") =>
  `select create_distributed_table('${table}', 'district_id', colocate_with => ${beside})`

const cases: [string, string[], RegExp | null][] = [
  ['a table by its key', [unit, place('unit')], null],
  ['a table beside the one that it leans on', [unit, account, place('unit'), place('account', "'unit'")], null],
  ['a table twice', [unit, place('unit'), place('unit')], /already distributed/],
  ['a table that is not there', [place('unit')], /does not exist/],
  ['a column that is not there', ['create table t (id int)', place('t')], /does not exist/],
  ['a type that has no hash', ['create table t (district_id point)', place('t')], /no hash function/],
  [
    'a unique key without the district',
    ['create table t (district_id text, id int primary key)', place('t')],
    /distribution column/,
  ],
  ['a table before the one that it leans on', [unit, account, place('account')], /neither distributed nor a reference/],
  ['tables that lean on each other on other shards', [unit, account, place('unit'), place('account')], /other shards/],
  [
    'a key without the district',
    [
      'create table unit (district_id text primary key, code text)',
      'create table account (district_id text, other text references unit (district_id))',
      place('unit'),
      place('account', "'unit'"),
    ],
    /on both sides/,
  ],
  [
    'another type beside',
    [unit, 'create table t (district_id int)', place('unit'), place('t', "'unit'")],
    /differ in type/,
  ],
  [
    'a number of shards beside a table',
    [unit, 'create table t (district_id text)', place('unit'), place('t', "'unit', shard_count => 4")],
    /exclude each other/,
  ],
  [
    'a trigger',
    [
      unit,
      'create trigger t before insert on unit for each row execute function suppress_redundant_updates_trigger()',
      place('unit'),
    ],
    /triggers/,
  ],
  [
    'a reference table that leans on a distributed one',
    [unit, account, place('unit'), `select create_reference_table('account')`],
    /may not lean on a distributed/,
  ],
  [
    'a table that a local one leans on, once that leans on a reference table as well',
    [
      'create table district (id text primary key)',
      unit,
      account,
      'alter table account add foreign key (district_id) references district (id)',
      `select create_reference_table('district')`,
      place('unit'),
    ],
    /not distributed leans on unit/,
  ],
  [
    'a key that is added later',
    [unit, account, place('unit'), place('account', "'unit'"), 'create unique index on account (id)'],
    /distribution column/,
  ],
  [
    'a key from a local table to a distributed one',
    [unit, place('unit'), account, 'select 1'],
    /may not lean on one that is/,
  ],
]

it.each(cases)('the stand-in for Citus takes or refuses %s', async (_what, statements, refused) => {
  const database = await emptyDatabase()
  await withStandIn(database)
  const tried = database.owner(async (client) => {
    await client.query('create extension citus')
    for (const statement of statements) await client.query(statement)
  })
  const outcome = await tried.then(
    () => 'taken',
    (error: Error) => error.message,
  )
  expect(outcome).toMatch(refused ?? /^taken$/)
})
