-- 二（三）: the month's check, patrols, findings and their review, the closing of a month.

create table check_run (
  district_id text not null references district (id),
  id uuid not null,
  month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  checkpoint date not null,
  rules_id text not null,
  rules_version text not null,
  rules jsonb not null,
  coverage jsonb not null,
  digest text not null,
  started_by text not null,
  finished_at timestamptz not null,
  primary key (district_id, id)
);
create index check_run_by_month on check_run (district_id, month, finished_at);

create table check_result (
  district_id text not null,
  run_id uuid not null,
  account_id uuid not null,
  verdict text not null check (verdict in ('qualified', 'unqualified', 'unknown')),
  results jsonb not null,
  primary key (district_id, run_id, account_id),
  foreign key (district_id, run_id) references check_run (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id)
);

-- What the machine found is a candidate; reports see only what people confirmed.
create table finding (
  district_id text not null,
  id uuid not null,
  month text not null,
  account_id uuid not null,
  indicator text not null,
  class text not null check (class in ('veto', 'deduction', 'bonus', 'hint')),
  facts jsonb not null,
  run_id uuid not null,
  state text not null check (state in ('candidate', 'needs-evidence', 'confirmed', 'dismissed', 'withdrawn')),
  reason text,
  decided_by text,
  decided_at timestamptz,
  facts_changed boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (district_id, id),
  unique (district_id, month, account_id, indicator),
  foreign key (district_id, account_id) references account (district_id, id)
);
create index finding_by_state on finding (district_id, month, state);

create table patrol (
  district_id text not null,
  id uuid not null,
  account_id uuid not null,
  checked_at timestamptz not null,
  reachable text not null check (reachable in ('open', 'gone', 'blocked')),
  last_update_on date,
  never_updated boolean not null default false,
  has_interaction boolean,
  has_service boolean,
  screenshot_file_id uuid,
  note text,
  patrolled_by text not null,
  created_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, screenshot_file_id) references stored_file (district_id, id)
);
create index patrol_by_account on patrol (district_id, account_id, checked_at);

create table unknown_reason (
  district_id text not null,
  month text not null,
  account_id uuid not null,
  reason text not null,
  given_by text not null,
  given_at timestamptz not null,
  primary key (district_id, month, account_id),
  foreign key (district_id, account_id) references account (district_id, id)
);

create table month_closing (
  district_id text not null references district (id),
  month text not null,
  run_id uuid not null,
  closed_by text not null,
  closed_at timestamptz not null,
  primary key (district_id, month),
  foreign key (district_id, run_id) references check_run (district_id, id)
);
