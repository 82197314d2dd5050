-- What the clean-up said on a day, kept whole when it was said: every proposal, also of accounts that are simply kept, by
-- which version of the rules, with its digest. Text and not jsonb: it is printed again byte for byte. Only ever added to.
-- Days from before this migration were not kept whole; their items stand as they are.
create table cleanup_day (
  district_id text not null references district (id),
  as_of date not null,
  rules_version text not null,
  document text not null,
  digest text not null,
  frozen_by text not null,
  frozen_at timestamptz not null,
  primary key (district_id, as_of)
);
