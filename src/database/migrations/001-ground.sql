-- Ground: districts, calendar, people in sealed records, users, trail, files, job progress.
-- district_id comes first in every key of a fact table, so that Citus can distribute by it (docs/decisions/004).

create table district (
  id text primary key check (id ~ '^[0-9]{6}$'),
  name text not null,
  short_name text not null,
  office_name text not null,
  issuing_office text not null,
  created_at timestamptz not null
);

create table installation_setting (
  key text primary key,
  value jsonb not null,
  changed_at timestamptz not null
);

-- A number that judges careers has a source and a first day; a district sets its own, nothing is overwritten.
create table district_setting (
  district_id text not null references district (id),
  key text not null,
  effective_from date not null,
  value jsonb not null,
  source text not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (district_id, key, effective_from)
);

create table calendar_year (
  year integer primary key,
  status text not null check (status in ('official', 'provisional')),
  title text,
  document_number text,
  source text not null,
  imported_at timestamptz not null
);

create table calendar_day (
  day date primary key,
  year integer not null references calendar_year (year),
  kind text not null check (kind in ('holiday', 'workday')),
  name text not null
);

-- Personal values (names, phones) live here and nowhere else: sealed with a key of their own, which is itself wrapped
-- by the installation's key. Erasing a person destroys key, salt and text; ids and salted digests in the trail stay.
create table person (
  district_id text not null,
  id uuid not null,
  wrapped_key bytea,
  sealed bytea,
  salt bytea,
  created_at timestamptz not null,
  erased_at timestamptz,
  primary key (district_id, id)
);

create table app_user (
  id uuid primary key,
  district_id text,
  unit_id uuid,
  login text not null unique,
  person_id uuid,
  password_hash text not null,
  must_change_password boolean not null,
  failed_sign_ins integer not null default 0,
  locked_until timestamptz,
  disabled_at timestamptz,
  created_at timestamptz not null
);

create table user_role (
  user_id uuid not null references app_user (id),
  role text not null,
  granted_at timestamptz not null,
  primary key (user_id, role)
);

create table session (
  token_digest bytea primary key,
  user_id uuid not null references app_user (id),
  csrf text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_by_user on session (user_id);

-- The trail: one hash chain a district and one for the system ('000000'). The program's own role may only insert.
create table trail_event (
  district_id text not null,
  seq bigint not null,
  id uuid not null,
  occurred_at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  before jsonb,
  after jsonb,
  request_id text not null,
  algorithm text not null,
  previous_hash text not null,
  hash text not null,
  primary key (district_id, seq)
);
create index trail_event_by_subject on trail_event (district_id, subject_kind, subject_id, seq);

create table trail_head (
  district_id text primary key,
  seq bigint not null,
  hash text not null
);

create table stored_file (
  district_id text not null,
  id uuid not null,
  sha256 text not null,
  media_type text not null,
  byte_count bigint not null,
  name text not null,
  -- An uploaded sheet or scan holds names and phones: its bytes are sealed like a person's record and erasable alone.
  wrapped_key bytea,
  created_by text not null,
  created_at timestamptz not null,
  erased_at timestamptz,
  primary key (district_id, id)
);
create index stored_file_by_sha256 on stored_file (district_id, sha256);

-- What a person sees of a job; pg-boss keeps its own tables in its own schema.
create table job_run (
  district_id text not null,
  id uuid not null,
  kind text not null,
  subject text not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed')),
  done_count bigint not null default 0,
  total_count bigint,
  message text,
  result jsonb,
  requested_by text not null,
  queued_at timestamptz not null,
  started_at timestamptz,
  heartbeat_at timestamptz,
  finished_at timestamptz,
  primary key (district_id, id)
);
create index job_run_by_subject on job_run (district_id, kind, subject, queued_at);
