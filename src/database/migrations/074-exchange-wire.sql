-- 在线收发: with which tokens other offices fetch and hand in packages here, where packages are fetched and handed in from
-- here, and what became of each on its way. As in 064, codes of a city or province stand in no row of district.
create table exchange_token (
  -- Whose packages it opens.
  district_id text not null,
  id uuid not null,
  -- For whom, and for nobody else's packages.
  peer_code text not null,
  token_digest bytea not null,
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

create table exchange_link (
  district_id text not null,
  peer_code text not null,
  -- Of the address, what a person may see; address and token are sealed.
  host text not null,
  secrets_key bytea not null,
  secrets bytea not null,
  -- Whether it is gone to without a person.
  auto boolean not null default false,
  set_by text not null,
  set_at timestamptz not null,
  tried_at timestamptz,
  -- Of the last try: why it came to nothing; null: it went well.
  why text,
  primary key (district_id, peer_code)
);

create table exchange_delivery (
  -- Whose package it is here: the place.
  district_id text not null,
  package_id uuid not null,
  way text not null check (way in ('out', 'in')),
  peer_code text not null,
  -- out: sent (the peer took it in), fetched (the peer came for it), failed (no answer), refused (the peer says why);
  -- in: refused (it was not taken in here).
  state text not null check (state in ('sent', 'fetched', 'failed', 'refused')),
  at timestamptz not null,
  why text,
  primary key (district_id, package_id, way)
);
