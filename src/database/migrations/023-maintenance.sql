-- 维护时段: hours in which collecting sends nothing out, and which looks they kept waiting.

-- Once from one moment to another, or the same hours of every day (minutes after midnight in Shanghai; past midnight where
-- they end before they begin) from one moment until somebody lifts them. Rows are never changed but by being lifted: the
-- gap log asks for them years later.
create table collection_window (
  district_id text not null references district (id),
  id uuid not null,
  from_at timestamptz not null,
  to_at timestamptz,
  daily_from integer check (daily_from between 0 and 1439),
  daily_to integer check (daily_to between 0 and 1439),
  reason text not null,
  set_by text not null,
  set_at timestamptz not null,
  lifted_by text,
  lifted_at timestamptz,
  primary key (district_id, id),
  check (to_at >= from_at),
  check (num_nonnulls(daily_from, daily_to) in (0, 2)),
  check (daily_from <> daily_to),
  check (daily_from is not null or to_at is not null),
  check (num_nonnulls(lifted_by, lifted_at) in (0, 2))
);
-- 每日时段 are one a district.
create unique index collection_window_daily on collection_window (district_id) where daily_from is not null and to_at is null;

-- When the look had been due: what lies between then and its beginning is how long it waited.
alter table collection_attempt add column due_at timestamptz;

-- 近24小时采集 reads the newest rows of a log that grows for ever.
create index collection_attempt_by_time on collection_attempt (district_id, finished_at);
