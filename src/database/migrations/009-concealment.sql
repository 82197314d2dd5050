-- 瞒报漏报核查 (notice 三; rulebook D-JS-01/02, F-01, F-03): lists of accounts found outside, held against the ledger.

create table concealment_run (
  district_id text not null references district (id),
  id uuid not null,
  file_id uuid not null,
  file_name text not null,
  -- The ledger was looked at as it stood on this day.
  as_of date not null,
  row_count integer not null check (row_count >= 0),
  rejected_count integer not null check (rejected_count >= 0),
  -- Rows that could not be used, whole: what stands in a wrong column may be a phone.
  rejected_key bytea not null,
  rejected bytea not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);

create table concealment_match (
  district_id text not null,
  run_id uuid not null,
  id uuid not null,
  -- Place in the list, from 1; sheet and row as printed.
  position integer not null,
  sheet text not null,
  row_number integer not null,
  name text not null,
  platform text not null,
  -- The row as read: 认证主体 may be a person.
  discovered_key bytea not null,
  discovered bytea not null,
  kind text not null check (kind in
    ('matched', 'renamed', 'unfiled', 'reappeared', 'impostor', 'ambiguous', 'out-of-scope', 'unrelated')),
  score integer not null check (score between 0 and 100),
  parts jsonb not null,
  remarks text[] not null,
  would_change text not null,
  account_id uuid,
  unit_id uuid,
  candidates jsonb not null,
  -- What one found account is known by in every list: a fact confirmed twice is raised once.
  fingerprint text not null,
  state text not null check (state in ('open', 'noted', 'confirmed', 'dismissed')),
  verdict text check (verdict in
    ('matched', 'renamed', 'unfiled', 'reappeared', 'impostor', 'out-of-scope', 'unrelated')),
  decided_account_id uuid,
  decided_unit_id uuid,
  reason text,
  decided_by text,
  decided_at timestamptz,
  version integer not null default 1,
  primary key (district_id, id),
  unique (district_id, run_id, position),
  foreign key (district_id, run_id) references concealment_run (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, decided_account_id) references account (district_id, id),
  foreign key (district_id, decided_unit_id) references unit (district_id, id),
  check ((state in ('confirmed', 'dismissed')) = (decided_by is not null and decided_at is not null)),
  check ((state = 'confirmed') = (verdict is not null))
);
create index concealment_match_by_state on concealment_match (district_id, run_id, state, kind);
create index concealment_match_by_fingerprint on concealment_match (district_id, fingerprint);
