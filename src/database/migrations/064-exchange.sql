-- 上下级报送: other offices whose keys are trusted, signed packages made and taken in, figures that were sent up. All keyed by a
-- six-digit code; a city's or province's code, and that of a district held elsewhere, stand in no row of district.

create table exchange_peer (
  -- Who trusts.
  district_id text not null,
  peer_code text not null,
  peer_name text not null,
  -- SHA-256 over the peer's code and its key: what two people compared.
  fingerprint text not null,
  public_key bytea not null,
  trusted_by text not null,
  trusted_at timestamptz not null,
  revoked_by text,
  revoked_at timestamptz,
  primary key (district_id, fingerprint),
  check ((revoked_by is null) = (revoked_at is null))
);

create table exchange_package (
  -- The district it is about: the one that is asked, that answers or reports.
  district_id text not null,
  id uuid not null,
  way text not null check (way in ('out', 'in')),
  kind text not null check (kind in ('request', 'answer', 'figures')),
  -- Whose it is here: the district, or the office above.
  place text not null,
  -- SHA-256 over what was signed.
  digest text not null,
  said jsonb not null,
  file_id uuid not null,
  -- Of an answer: the request it answers, known here or not.
  request_id uuid,
  kept_by text not null,
  kept_at timestamptz not null,
  -- Of a request that was taken in: the item of 上级交办 it became.
  item_id uuid,
  primary key (district_id, id, way),
  foreign key (district_id, file_id) references stored_file (district_id, id),
  foreign key (district_id, item_id) references superior_item (district_id, id),
  check ((kind = 'answer') = (request_id is not null)),
  check (item_id is null or (kind = 'request' and way = 'in'))
);
create index exchange_package_by_place on exchange_package (place, kept_at);
create index exchange_package_by_request on exchange_package (district_id, request_id) where request_id is not null;

-- Figures of a district's month as they came up; every sending stays.
create table reported_figures (
  district_id text not null,
  month text not null,
  package_id uuid not null,
  district_name text not null,
  made_at timestamptz not null,
  received_at timestamptz not null,
  figures jsonb not null,
  primary key (district_id, month, package_id)
);
