-- 清理整合审定表 as it was signed and sealed: what was decided of a day, frozen as it was printed, and the scan that came back.

create table decision_sheet (
  district_id text not null references district (id),
  id uuid not null,
  -- 第几号审定表 of the district; printed, and part of the code on the paper.
  number integer not null check (number > 0),
  as_of date not null,
  state text not null check (state in ('printed', 'scanned', 'signed', 'withdrawn')),
  -- Every row as it was printed: nothing that is decided or done later changes it.
  content jsonb not null,
  content_hash text not null,
  -- Who made it, brought the scan or decided what stands in it: none of them confirms signature and seal.
  handled_by text[] not null,
  made_by text not null,
  made_at timestamptz not null,
  confirmed_by text,
  confirmed_at timestamptz,
  -- Why it was sent back or withdrawn, the last word.
  reason text,
  version integer not null default 1,
  primary key (district_id, id),
  unique (district_id, number),
  check ((state = 'signed') = (confirmed_by is not null)),
  check ((confirmed_by is null) = (confirmed_at is null))
);

create table decision_sheet_scan (
  district_id text not null,
  sheet_id uuid not null,
  id uuid not null,
  file_id uuid not null,
  pages integer not null check (pages > 0),
  codes text[] not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  -- Sent back, or withdrawn with its sheet; it stays on record.
  replaced_at timestamptz,
  primary key (district_id, sheet_id, id),
  foreign key (district_id, sheet_id) references decision_sheet (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);

-- The sheet that an item stands on; a sheet that is withdrawn lets its items go.
alter table cleanup_item add column sheet_id uuid;
alter table cleanup_item add foreign key (district_id, sheet_id) references decision_sheet (district_id, id);
create index cleanup_item_by_sheet on cleanup_item (district_id, sheet_id) where sheet_id is not null;

-- 瞒报漏报核查 from collection: accounts that a handed file tells of, in its column of accounts, and the ledger does not
-- know. Never who writes, asks or is spoken of: those are people.
create table import_stranger (
  district_id text not null,
  import_id uuid not null,
  -- In the order in which the file names them.
  place integer not null check (place > 0),
  -- Null: the file does not say.
  platform text,
  name text not null,
  identifier text,
  -- The unit that the file names beside it.
  unit_name text,
  -- A post of it, where the file has a link.
  link text,
  rows integer not null check (rows > 0),
  met_on date not null,
  primary key (district_id, import_id, place),
  foreign key (district_id, import_id) references import_run (district_id, id),
  check (name <> '' or identifier is not null)
);
