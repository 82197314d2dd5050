-- 对外接口: what another system may read of one district, for how long, and since when no more. Only the digest of a token
-- is kept; the token itself is shown once.
create table api_token (
  district_id text not null references district (id),
  id uuid not null,
  name text not null,
  token_digest bytea not null,
  scopes text[] not null check (cardinality(scopes) > 0),
  per_minute integer not null check (per_minute between 1 and 1000000),
  -- The last day on which it holds, in Shanghai.
  expires_on date not null,
  created_by text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_by text,
  revoked_at timestamptz,
  primary key (district_id, id),
  unique (district_id, token_digest),
  check ((revoked_at is null) = (revoked_by is null))
);
