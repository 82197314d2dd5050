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

-- The second factor of a user (RFC 6238), its secret sealed by the vault. Without `enrolled_at` it is being set up and
-- asked for nowhere. `last_step`: the time step of the last code that was taken; that code and older ones are over.
create table second_factor (
  user_id uuid primary key references app_user (id),
  wrapped_key bytea not null,
  sealed bytea not null,
  last_step bigint not null default 0,
  begun_at timestamptz not null,
  enrolled_at timestamptz
);

-- Codes for when the telephone is lost, 120 random bits each and so kept by their digests; each goes once.
create table recovery_code (
  user_id uuid not null references app_user (id),
  digest bytea not null,
  used_at timestamptz,
  primary key (user_id, digest)
);

-- Somebody was identified, and the next step of the sign-in waits for an answer.
create table sign_in_step (
  token_digest bytea primary key,
  user_id uuid not null references app_user (id),
  expires_at timestamptz not null
);
create index sign_in_step_by_user on sign_in_step (user_id);

-- When a password was set: for its rotation, where the office asks for one, and for first passwords, which don't hold for ever.
alter table app_user add column password_set_at timestamptz;
update app_user set password_set_at = case when must_change_password then now() else created_at end;

-- Passwords of the past, as hashes: who has to change theirs doesn't go back to one of these.
create table password_history (
  user_id uuid not null references app_user (id),
  password_hash text not null,
  replaced_at timestamptz not null,
  primary key (user_id, password_hash)
);
