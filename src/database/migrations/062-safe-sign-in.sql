-- Settings of safety: a district's own, or the installation's under 000000. What isn't named is as the program has it.
create table security_policy (
  district_id text primary key,
  rules jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null
);

-- A session is shown to its owner and can be ended from elsewhere: by an id, as its token is known to the browser alone.
alter table session add column id uuid not null default gen_random_uuid();
alter table session add column confirmed_at timestamptz;
alter table session add column wrong_confirmations integer not null default 0;
alter table session add column address text;
alter table session add column browser text;
create unique index session_by_id on session (id);

-- Failed sign-ins by name and source. Both are kept as keyed digests: whatever is typed as a name, now and then a
-- password, is not stored, and names that nobody bears are counted as those of users are.
create table sign_in_attempt (
  login_mac bytea not null,
  source_mac bytea not null,
  failures integer not null,
  waits_until timestamptz,
  last_at timestamptz not null,
  primary key (login_mac, source_mac)
);
create index sign_in_attempt_by_time on sign_in_attempt (last_at);

-- A browser that a user signed in with before is a source of its own: what others try elsewhere doesn't hold it up.
create table known_browser (
  token_digest bytea not null,
  user_id uuid not null references app_user (id),
  last_used_at timestamptz not null,
  primary key (token_digest, user_id)
);
create index known_browser_by_user on known_browser (user_id);

alter table app_user drop column failed_sign_ins;
alter table app_user drop column locked_until;
