-- 系统监测: what brings data in, what each account is looked at with, every look with its outcome, and what was seen.

-- A source that the office has set up. Secrets are sealed and never shown again.
create table collection_source (
  district_id text not null references district (id),
  id uuid not null,
  kind text not null,
  name text not null,
  settings jsonb not null,
  secrets_key bytea,
  secrets bytea,
  state text not null check (state in ('on', 'off', 'held')),
  held_reason text,
  version integer not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  primary key (district_id, id),
  unique (district_id, kind, name)
);

-- An account and a source that looks at it. `memory` is what the last look left for the next one (ETag, keys seen).
create table collection_target (
  district_id text not null,
  account_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  target jsonb not null,
  -- What the operator's API asks for (AppSecret, access tokens), sealed by the vault; replaced, never shown.
  secrets_key bytea,
  secrets bytea,
  state text not null check (state in ('on', 'off', 'held')),
  held_reason text,
  memory jsonb not null default '{}',
  next_at timestamptz not null,
  -- A worker that dies lets go of what it claimed when this moment has passed.
  claimed_until timestamptz,
  claimed_by uuid,
  failures integer not null default 0,
  last_attempt_at timestamptz,
  last_success_at timestamptz,
  last_outcome text,
  last_why text,
  version integer not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  primary key (district_id, account_id, id),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, source_id) references collection_source (district_id, id)
);
create unique index collection_target_once on collection_target (district_id, account_id, source_id, target);
create index collection_target_due on collection_target (district_id, next_at) where state = 'on';

-- The gap log: each look, whatever came of it. Only ok, unchanged and empty count as collected.
create table collection_attempt (
  district_id text not null,
  account_id uuid not null,
  id uuid not null,
  target_id uuid not null,
  source_kind text not null,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  outcome text not null check (outcome in ('ok', 'unchanged', 'empty', 'blocked', 'unauthorised', 'rate-limited',
    'quota-exhausted', 'gone', 'not-found', 'malformed', 'unreachable', 'refused-address')),
  why text,
  posts integer not null default 0,
  new_posts integer not null default 0,
  from_day date,
  to_day date,
  primary key (district_id, account_id, id),
  foreign key (district_id, account_id, target_id) references collection_target (district_id, account_id, id)
);
create index collection_attempt_by_day on collection_attempt (district_id, account_id, finished_at);

-- What was seen of an account itself: followers, profile, messages, availability. Posts have tables of their own.
create table collection_sample (
  district_id text not null,
  account_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('metric', 'message', 'profile', 'availability')),
  -- Which metric, message, field or entry; the same seen again at the same moment is one sample.
  key text not null,
  value jsonb not null,
  source text not null,
  observed_at timestamptz not null,
  collected_at timestamptz not null,
  confidence text not null check (confidence in ('exact', 'rounded', 'at-least', 'stated', 'guessed')),
  primary key (district_id, account_id, id),
  unique (district_id, account_id, kind, key, source, observed_at),
  foreign key (district_id, account_id) references account (district_id, id)
);

-- 授权书: a unit lets the office read one of its accounts through the operator's API of one platform, until it takes that
-- back. Rows are never changed but by being revoked.
create table collection_authorisation (
  district_id text not null,
  account_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  source_kind text not null,
  file_id uuid not null,
  signed_on date not null,
  valid_until date not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  revoked_on date,
  revoked_by text,
  revoked_at timestamptz,
  revoked_reason text,
  check (valid_until >= signed_on),
  check (num_nonnulls(revoked_on, revoked_by, revoked_at, revoked_reason) in (0, 4)),
  primary key (district_id, account_id, id),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);
