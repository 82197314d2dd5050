-- 月度监测简报, what is made by itself after a month or quarter, and what is open to everybody (docs/decisions/027).

create table bulletin (
  district_id text not null references district (id),
  id uuid not null,
  month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  version integer not null check (version > 0),
  state text not null check (state in ('draft', 'released', 'superseded')),
  content jsonb not null,
  digest text not null,
  docx_file_id uuid not null,
  pdf_file_id uuid not null,
  xlsx_file_id uuid not null,
  created_by text not null,
  created_at timestamptz not null,
  released_by text,
  released_at timestamptz,
  primary key (district_id, id),
  unique (district_id, month, version),
  foreign key (district_id, docx_file_id) references stored_file (district_id, id),
  foreign key (district_id, pdf_file_id) references stored_file (district_id, id),
  foreign key (district_id, xlsx_file_id) references stored_file (district_id, id),
  check ((state = 'draft') = (released_at is null) and (released_at is null) = (released_by is null))
);

-- What was made by itself for which month or quarter: once, also where the machine was off on its day.
create table generation_done (
  district_id text not null references district (id),
  kind text not null check (kind in ('bulletin', 'report')),
  period text not null,
  -- What stood in the way, in words; null: it was made.
  refused text,
  done_at timestamptz not null,
  primary key (district_id, kind, period)
);

-- 公开数据: each set is kept as it was prepared; one is open at a time.
create table open_data (
  district_id text not null references district (id),
  id uuid not null,
  serial integer not null check (serial > 0),
  state text not null check (state in ('prepared', 'released', 'withdrawn')),
  as_of date not null,
  -- The files by name, as they are handed out.
  files jsonb not null,
  digest text not null,
  prepared_by text not null,
  prepared_at timestamptz not null,
  released_by text,
  released_at timestamptz,
  withdrawn_by text,
  withdrawn_at timestamptz,
  reason text,
  primary key (district_id, id),
  unique (district_id, serial)
);
create unique index open_data_released on open_data (district_id) where state = 'released';
