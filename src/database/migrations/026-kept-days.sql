-- What the clean-up rules said of every day: written anew while the day lasts, sealed when it is over, never changed after.
-- Byte for byte as it was printed, packed: most days differ from an earlier one by little, and are packed against it.
create table cleanup_day_kept (
  district_id text not null references district (id),
  as_of date not null,
  rules_version text not null,
  account_count integer not null,
  -- The day whose text this one is packed against; null: it is packed alone.
  base_on date,
  packed bytea not null,
  byte_count integer not null,
  digest text not null,
  kept_at timestamptz not null,
  sealed_at timestamptz,
  check (base_on < as_of),
  primary key (district_id, as_of),
  foreign key (district_id, base_on) references cleanup_day_kept (district_id, as_of)
);
create index cleanup_day_kept_open on cleanup_day_kept (district_id, as_of) where sealed_at is null;
create index cleanup_day_kept_alone on cleanup_day_kept (district_id, as_of) where base_on is null;
