-- 年度监管评分 (notice 二（三） 年底绩效考核; rulebook C7, (e) E2): schemes as data, the year's steps, what was frozen, what people
-- entered. Nothing of a result is stored that can't be computed again.

create table score_scheme (
  district_id text not null references district (id),
  id uuid not null,
  year integer not null check (year between 1990 and 2100),
  -- 第几版 of the year.
  serial integer not null check (serial > 0),
  scheme jsonb not null,
  digest text not null,
  state text not null check (state in ('draft', 'locked')),
  -- The paper by which it was adopted; from locking on.
  paper text,
  prepared_by text not null,
  locked_by text,
  locked_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (district_id, id),
  unique (district_id, year, serial),
  check ((state = 'locked') = (locked_at is not null and locked_by is not null and paper is not null))
);

create table score_year (
  district_id text not null references district (id),
  year integer not null check (year between 1990 and 2100),
  state text not null check (state in ('locked', 'frozen', 'scored', 'reporting', 'panel', 'published', 'appealing', 'final')),
  scheme_id uuid not null,
  -- Up to which day events count, and when they were frozen.
  frozen_on date,
  frozen_at timestamptz,
  version integer not null default 1,
  primary key (district_id, year),
  foreign key (district_id, scheme_id) references score_scheme (district_id, id),
  check ((frozen_on is null) = (frozen_at is null))
);

-- One row a step; `facts` holds the digest of the result that was seen.
create table score_step (
  district_id text not null,
  year integer not null,
  version integer not null,
  action text not null,
  state text not null,
  by text not null,
  at timestamptz not null,
  note text,
  facts jsonb not null,
  primary key (district_id, year, version),
  foreign key (district_id, year) references score_year (district_id, year)
);

-- 数据封存: events and accounts as they were known when the year was frozen. Never changed afterwards.
create table score_event (
  district_id text not null,
  year integer not null,
  id text not null,
  kind text not null,
  code text not null,
  unit_id uuid not null,
  account_id uuid,
  on_day date not null,
  count integer not null check (count >= 0),
  title text not null,
  confirmed_by text,
  known_at timestamptz not null,
  primary key (district_id, year, id),
  foreign key (district_id, year) references score_year (district_id, year)
);
create table score_seat (
  district_id text not null,
  year integer not null,
  unit_id uuid not null,
  account_id uuid not null,
  account_name text not null,
  service boolean not null,
  primary key (district_id, year, unit_id, account_id),
  foreign key (district_id, year) references score_year (district_id, year)
);
create table score_unit (
  district_id text not null,
  year integer not null,
  serial integer not null,
  unit_id uuid not null,
  unit_name text not null,
  -- It had accounts, and no check had seen any of them.
  unmonitored boolean not null,
  primary key (district_id, year, unit_id),
  foreign key (district_id, year) references score_year (district_id, year),
  foreign key (district_id, unit_id) references unit (district_id, id)
);

-- What is entered by hand: records that no other room keeps, changes by the panel, appeals. It counts when a second person has
-- confirmed it; an entry is never edited.
create table score_entry (
  district_id text not null references district (id),
  year integer not null,
  id uuid not null,
  origin text not null check (origin in ('record', 'panel', 'appeal')),
  kind text not null,
  unit_id uuid not null,
  account_id uuid,
  on_day date not null,
  count integer not null default 1 check (count between 1 and 10000),
  -- Of a change: the event that no longer counts, or points of an item.
  voids text,
  item text,
  points numeric(6, 2),
  note text not null,
  file_id uuid,
  entered_by text not null,
  entered_at timestamptz not null,
  state text not null check (state in ('proposed', 'confirmed', 'rejected')),
  decision text,
  decided_by text,
  decided_at timestamptz,
  version integer not null default 1,
  primary key (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id),
  check ((state = 'proposed') = (decided_by is null)),
  check ((decided_by is null) = (decided_at is null)),
  check ((item is null) = (points is null)),
  check (origin = 'record' or (voids is null) <> (item is null))
);
create index score_entry_by_unit on score_entry (district_id, year, unit_id);
