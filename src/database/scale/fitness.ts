import type pg from 'pg'
import type { Step } from './plan.ts'

/** Something that a database administrator has added to the schema and that can't be distributed. */
export type Unfit = { table: string; what: 'trigger' | 'unique' | 'foreign-key' | 'row-security'; name: string }

/**
 * What of the tables of a plan can't be placed, read off the catalogue before the first of them is: a schema that is
 * distributed half would be worse than either. The schema of the migrations has none of it, a test says so; what else the
 * server refuses it says itself.
 */
export async function unfitOf(owner: pg.ClientBase, plan: readonly Step[]): Promise<Unfit[]> {
  const named = (kind: Step['kind']) => plan.filter((step) => step.kind === kind).map(({ table }) => table)
  const { rows } = await owner.query<Unfit>(UNFIT, [named('distributed'), named('reference')])
  return rows
}

const UNFIT = `
  with placed as (
    select name::regclass as id, 'distributed' as kind from unnest($1::text[]) name
    union all select name::regclass, 'reference' from unnest($2::text[]) name
  ), key as (
    select p.id, a.attnum from placed p join pg_attribute a on a.attrelid = p.id and a.attname = 'district_id'
    where p.kind = 'distributed'
  ), foreign_key as (
    select f.conrelid as id, f.conname as name, child.kind as child, parent.kind as parent,
      exists (
        select from unnest(f.conkey, f.confkey) as pair (own, other)
        join key a on a.id = f.conrelid and a.attnum = pair.own
        join key b on b.id = f.confrelid and b.attnum = pair.other
      ) as keyed
    from pg_constraint f
    left join placed child on child.id = f.conrelid
    left join placed parent on parent.id = f.confrelid
    where f.contype = 'f' and f.conparentid = 0 and (child.id is not null or parent.id is not null)
  )
  select t.tgrelid::regclass::text as "table", 'trigger' as what, t.tgname::text as name
  from pg_trigger t join placed p on p.id = t.tgrelid where not t.tgisinternal
    -- Citus gives each table that it has placed one of its own.
    and t.tgname not like 'truncate_trigger_%'
  union all
  select i.indrelid::regclass::text, 'unique', i.indexrelid::regclass::text
  from pg_index i join key on key.id = i.indrelid
  where i.indisunique and not key.attnum = any ((i.indkey::int2[])[0:i.indnkeyatts - 1])
  union all
  select f.id::regclass::text, 'foreign-key', f.name::text from foreign_key f
  where case
    when f.child = 'distributed' then f.parent is null or (f.parent = 'distributed' and not f.keyed)
    when f.child = 'reference' then f.parent is distinct from 'reference'
    else f.parent = 'distributed'
  end
  union all
  select c.oid::regclass::text, 'row-security', c.relname::text
  from pg_class c join placed p on p.id = c.oid where c.relrowsecurity
  order by 1, 2, 3`

const labels: Readonly<Record<Unfit['what'], string>> = {
  trigger: '触发器',
  unique: '唯一索引',
  'foreign-key': '外键',
  'row-security': '行级安全策略',
}

/** What stands in the way, as the office's database administrator calls it. */
export const wordsOf = ({ table, what, name }: Unfit): string => `${table} 的${labels[what]} ${name}`
