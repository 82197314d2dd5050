-- 采集文件: whole imports can be taken back. For that, what each file and each source of our own said of a post is kept.

create table post_sighting (
  district_id text not null,
  account_id uuid not null,
  post_id uuid not null,
  -- The import, or the target that was looked at.
  origin_id uuid not null,
  by_import boolean not null,
  seen_at timestamptz not null,
  -- A person said that this time stands instead of what others told.
  corrects boolean not null default false,
  url text,
  title text not null,
  published_at timestamptz,
  published_on date,
  time_precision text not null check (time_precision in ('moment', 'day', 'none')),
  automatic boolean not null,
  original boolean,
  -- Of an import, what it counted: [{metric, collectedAt, value, precision}].
  counted jsonb,
  primary key (district_id, account_id, post_id, origin_id),
  foreign key (district_id, account_id, post_id) references post (district_id, account_id, id)
);
create index post_sighting_by_origin on post_sighting (district_id, origin_id) where by_import;

-- The link before the account: both keys of a post began with district and account, and right after a large import, which
-- the planner doesn't know of yet, one post was looked for by its id among all links of its account.
alter table post drop constraint post_district_id_account_id_link_key_key;
alter table post add constraint post_link_once unique (district_id, link_key, account_id);

-- Of posts from before, it is known who named them first.
insert into post_sighting (district_id, account_id, post_id, origin_id, by_import, seen_at, url, title, published_at,
  published_on, time_precision, automatic, original)
select district_id, account_id, id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'), import_id is not null,
  first_seen_at, url, title, published_at, published_on, time_precision, automatic, original
from post;

-- The same figure in two files is two samples, so that taking one file back leaves the other's.
alter table collection_sample add column import_id uuid;
alter table collection_sample drop constraint collection_sample_district_id_account_id_kind_key_source_ob_key;
alter table collection_sample add constraint collection_sample_once
  unique nulls not distinct (district_id, account_id, kind, key, source, observed_at, import_id);
create index collection_sample_by_import on collection_sample (district_id, import_id) where import_id is not null;
create index post_sample_by_import on post_sample (district_id, import_id) where import_id is not null;
create index collection_span_by_import on collection_span (district_id, import_id) where import_id is not null;

-- Imports from before left no sightings: nobody can tell what only they brought, so they are not taken back.
alter table import_run
  add column undoable boolean not null default false,
  add column undone_by text,
  add column undone_at timestamptz,
  add column undone_reason text,
  drop constraint import_run_state_check,
  add constraint import_run_state_check check (state in ('previewed', 'written', 'erased', 'undone')),
  add constraint import_run_undone_check check (num_nonnulls(undone_by, undone_at, undone_reason) = case state when 'undone' then 3 else 0 end);
