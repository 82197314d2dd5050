-- 代理: a role of one person lent to another of the district from a day to a day. It ends by itself.
create table delegation (
  district_id text not null,
  id uuid not null,
  lender_id uuid not null references app_user (id),
  deputy_id uuid not null references app_user (id),
  role text not null,
  from_day date not null,
  to_day date not null,
  reason text not null,
  made_by text not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  primary key (district_id, id)
);
create index delegation_by_deputy on delegation (deputy_id);
create index delegation_by_lender on delegation (lender_id);

-- A deputy works either for themselves or for who has lent them the role; the session keeps which.
alter table session add column delegation_id uuid;

-- Whose act it is when a deputy acts: part of what the hash binds wherever it is told.
alter table trail_event add column on_behalf_of text;
