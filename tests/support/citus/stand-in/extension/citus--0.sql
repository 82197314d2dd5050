-- A stand-in for tests, not Citus. It holds the functions that `scale apply` calls, under the same names and with the same
-- arguments, refuses what Citus documents as refused, and writes down where a table was placed. No row is moved, no query
-- runs otherwise than before. Written from the documentation (docs.citusdata.com: create_distributed_table,
-- create_reference_table, table co-location, SQL support) and from what its source checks.

create schema citus;
grant usage on schema citus to public;

create table citus.pg_dist_partition (
  logicalrelid regclass primary key,
  partmethod "char" not null,
  partkey text,
  colocationid int not null,
  repmodel "char" not null
);
create table citus.pg_dist_colocation (
  colocationid int generated always as identity primary key,
  shardcount int not null,
  distributioncolumntype regtype not null,
  distributioncolumncollation oid not null
);
alter table citus.pg_dist_partition set schema pg_catalog;
alter table citus.pg_dist_colocation set schema pg_catalog;
grant select on pg_catalog.pg_dist_partition, pg_catalog.pg_dist_colocation to public;

create function pg_catalog.column_to_column_name(table_name regclass, column_var_text text) returns text
language sql stable as $$ select attname::text from pg_attribute where attrelid = table_name and attnum = column_var_text::int $$;

-- What is refused of any table, whichever way it is to be placed.
create function citus.refuse_unfit(one regclass) returns void language plpgsql as $$
declare found record;
begin
  select relkind, relpersistence, relispartition, relnamespace::regnamespace::text as place, relowner, relrowsecurity
  into found from pg_class where oid = one;
  if not pg_has_role(session_user, found.relowner, 'usage') then
    raise exception 'must be owner of table %', one using errcode = 'insufficient_privilege';
  end if;
  if found.relpersistence = 't' then raise exception 'temporary tables are not placed: %', one; end if;
  if found.relkind not in ('r', 'p') then
    raise exception '% is neither a table nor a partitioned one', one using errcode = 'wrong_object_type';
  end if;
  if found.place = 'pg_catalog' then raise exception 'tables of the catalogue are not placed: %', one; end if;
  if found.relispartition then raise exception 'the partitioned table is placed, not its partition %', one; end if;
  if found.relrowsecurity then raise exception 'row security of % is not carried over', one; end if;
  if exists (select from pg_inherits where inhrelid = one) then raise exception '% inherits', one; end if;
  if exists (select from pg_trigger where tgrelid = one and not tgisinternal) then
    raise exception 'table "%" has triggers', one using errcode = 'feature_not_supported';
  end if;
  if exists (select from pg_rewrite where ev_class = one) then raise exception 'table "%" has rules', one; end if;
  -- One that only lies in the metadata, because a reference table leans on it, may still be placed.
  if exists (select from pg_catalog.pg_dist_partition where logicalrelid = one and not (partmethod = 'n' and repmodel = 's')) then
    raise exception 'table "%" is already distributed', one using errcode = 'invalid_table_definition';
  end if;
end $$;

-- Foreign keys of a table that is about to lie at `colocation` by `key`; null and 0 for one that lies whole on every node.
create function citus.refuse_foreign_keys(one regclass, key int2, colocation int) returns void language plpgsql as $$
declare
  named record;
  parent record;
begin
  for named in
    select conname, confrelid::regclass as parent, conkey, confkey, confdeltype, confupdtype
    from pg_constraint where conrelid = one and contype = 'f' and conparentid = 0
  loop
    if named.parent = one then
      select (case when key is null then 'n' else 'h' end)::"char" as partmethod, key::text as partkey,
        colocation as colocationid, 't'::"char" as repmodel into parent;
    else
      select partmethod, partkey, colocationid, repmodel into parent
      from pg_catalog.pg_dist_partition where logicalrelid = named.parent;
    end if;
    if key is null then
      -- What it leans on lies whole on every node too, or on the coordinator, where Citus takes it into its metadata.
      if parent.partmethod = 'h' then
        raise exception 'foreign key % of %: a reference table may not lean on a distributed one (%)', named.conname, one, named.parent
          using errcode = 'feature_not_supported';
      end if;
      continue;
    end if;
    if parent.partmethod is null or (parent.partmethod = 'n' and parent.repmodel = 's') then
      raise exception 'foreign key % of %: % is neither distributed nor a reference table', named.conname, one, named.parent
        using errcode = 'invalid_table_definition';
    end if;
    if key = any (named.conkey) then
      if named.confdeltype in ('n', 'd') then
        raise exception 'foreign key % of %: on delete would set the key of the distribution', named.conname, one
          using errcode = 'feature_not_supported';
      end if;
      if named.confupdtype in ('n', 'd', 'c') then
        raise exception 'foreign key % of %: on update would set the key of the distribution', named.conname, one
          using errcode = 'feature_not_supported';
      end if;
    end if;
    if parent.partmethod = 'n' then continue; end if;
    if parent.colocationid <> colocation then
      raise exception 'foreign key % of %: % lies on other shards', named.conname, one, named.parent
        using errcode = 'feature_not_supported';
    end if;
    if not exists (
      select from unnest(named.conkey, named.confkey) as pair (child, parent)
      where pair.child = key and pair.parent = parent.partkey::int2
    ) then
      raise exception 'foreign key % of %: it does not hold the key of the distribution on both sides', named.conname, one
        using errcode = 'feature_not_supported';
    end if;
  end loop;
end $$;

-- Every unique index and exclusion must hold the column by which a table is distributed, an exclusion by equality.
create function citus.refuse_unique(one regclass, key int2) returns void language plpgsql as $$
declare name text;
begin
  select indexrelid::regclass::text into name from pg_index
  where indrelid = one and indisunique and not (key = any ((indkey::int2[])[0:indnkeyatts - 1])) limit 1;
  if name is not null then
    raise exception 'unique index % of % does not hold the distribution column', name, one
      using errcode = 'feature_not_supported';
  end if;
  select conname into name from pg_constraint
  where conrelid = one and contype = 'x' and not exists (
    select from unnest(conkey, conexclop) as part (col, operator)
    join pg_operator o on o.oid = part.operator
    where part.col = key and o.oprname = '='
  ) limit 1;
  if name is not null then
    raise exception 'exclusion % of % does not hold the distribution column by equality', name, one
      using errcode = 'feature_not_supported';
  end if;
end $$;

-- Tables that are in no list of Citus and lean on a reference table are taken into its metadata (repmodel s); those that
-- lean on a distributed one are refused.
create function citus.take_leaning(one regclass, distributed bool) returns void language plpgsql as $$
declare leaning record;
begin
  for leaning in
    select conname, conrelid::regclass as child from pg_constraint
    where confrelid = one and contype = 'f' and conrelid <> one
      and not exists (select from pg_inherits where inhrelid = conrelid)
  loop
    if distributed and exists (
      select from pg_catalog.pg_dist_partition where logicalrelid = leaning.child and partmethod = 'n'
    ) then
      raise exception 'foreign key % of %: a table that is not distributed leans on %', leaning.conname, leaning.child, one
        using errcode = 'feature_not_supported';
    end if;
    if not distributed then
      insert into pg_catalog.pg_dist_partition values (leaning.child, 'n', null, 0, 's') on conflict do nothing;
    end if;
  end loop;
end $$;

create function pg_catalog.create_distributed_table(
  table_name regclass, distribution_column text, distribution_type text default 'hash',
  colocate_with text default 'default', shard_count int default null
) returns void language plpgsql security definer set search_path = public, pg_catalog as $$
declare
  col record;
  beside record;
  colocation int;
begin
  perform citus.refuse_unfit(table_name);
  if distribution_type <> 'hash' then raise exception 'only hash is known here'; end if;
  select attnum, atttypid, attcollation, attgenerated into col
  from pg_attribute where attrelid = table_name and attname = distribution_column and not attisdropped and attnum > 0;
  if col.attnum is null then
    raise exception 'column "%" of relation "%" does not exist', distribution_column, table_name using errcode = 'undefined_column';
  end if;
  if col.attgenerated <> '' then raise exception 'column "%" of "%" is generated', distribution_column, table_name; end if;
  if not exists (
    select from pg_opclass where opcmethod = (select oid from pg_am where amname = 'hash') and opcdefault
      and (opcintype = col.atttypid or exists (
        select from pg_cast where castsource = col.atttypid and casttarget = opcintype and castmethod = 'b'))
  ) then
    raise exception 'type % has no hash function', col.atttypid::regtype using errcode = 'undefined_function';
  end if;
  if colocate_with not in ('default', 'none') then
    if shard_count is not null then raise exception 'colocate_with a table and shard_count exclude each other'; end if;
    select d.colocationid, c.distributioncolumntype, c.distributioncolumncollation into beside
    from pg_catalog.pg_dist_partition d join pg_catalog.pg_dist_colocation c on c.colocationid = d.colocationid
    where d.logicalrelid = colocate_with::regclass and d.partmethod = 'h';
    if beside.colocationid is null then raise exception 'relation % is not distributed', colocate_with; end if;
    if beside.distributioncolumntype <> col.atttypid or beside.distributioncolumncollation <> col.attcollation then
      raise exception 'cannot colocate tables % and %: their distribution columns differ in type or collation', colocate_with, table_name;
    end if;
    colocation := beside.colocationid;
  else
    insert into pg_catalog.pg_dist_colocation (shardcount, distributioncolumntype, distributioncolumncollation)
    values (coalesce(shard_count, 32), col.atttypid, col.attcollation) returning colocationid into colocation;
  end if;
  perform citus.refuse_unique(table_name, col.attnum);
  perform citus.refuse_foreign_keys(table_name, col.attnum, colocation);
  perform citus.take_leaning(table_name, true);
  delete from pg_catalog.pg_dist_partition where logicalrelid = table_name;
  insert into pg_catalog.pg_dist_partition values (table_name, 'h', col.attnum::text, colocation, 's');
end $$;

create function pg_catalog.create_reference_table(table_name regclass) returns void
language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  perform citus.refuse_unfit(table_name);
  if exists (select from pg_class where oid = table_name and relkind = 'p') then
    raise exception 'a partitioned table can not be a reference table: %', table_name;
  end if;
  perform citus.refuse_foreign_keys(table_name, null, 0);
  perform citus.take_leaning(table_name, false);
  delete from pg_catalog.pg_dist_partition where logicalrelid = table_name;
  insert into pg_catalog.pg_dist_partition values (table_name, 'n', null, 1000, 't');
end $$;

-- What is changed later about a table that was placed is held to the same rules.
create function citus.look_again() returns event_trigger language plpgsql security definer set search_path = public, pg_catalog as $$
declare
  changed regclass;
  placed record;
begin
  for changed in
    select distinct case when c.relkind = 'i' then i.indrelid else c.oid end::regclass
    from pg_event_trigger_ddl_commands() d
    join pg_class c on c.oid = d.objid and c.relkind in ('r', 'p', 'i')
    left join pg_index i on i.indexrelid = c.oid
    where d.classid = 'pg_class'::regclass and c.relnamespace = 'public'::regnamespace
  loop
    select partmethod, partkey, colocationid, repmodel into placed from pg_catalog.pg_dist_partition where logicalrelid = changed;
    if placed.partmethod = 'h' then
      perform citus.refuse_unique(changed, placed.partkey::int2);
      perform citus.refuse_foreign_keys(changed, placed.partkey::int2, placed.colocationid);
    elsif exists (
      select from pg_constraint f join pg_catalog.pg_dist_partition parent on parent.logicalrelid = f.confrelid
      where f.conrelid = changed and f.contype = 'f' and parent.partmethod = 'h'
    ) then
      raise exception 'a table that is not distributed may not lean on one that is: %', changed using errcode = 'feature_not_supported';
    elsif placed.partmethod is null and exists (
      select from pg_constraint f join pg_catalog.pg_dist_partition parent on parent.logicalrelid = f.confrelid
      where f.conrelid = changed and f.contype = 'f'
    ) then
      insert into pg_catalog.pg_dist_partition values (changed, 'n', null, 0, 's');
    end if;
  end loop;
end $$;
create event trigger citus_look_again on ddl_command_end when tag in ('ALTER TABLE', 'CREATE INDEX', 'CREATE TABLE')
  execute function citus.look_again();
