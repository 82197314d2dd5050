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
