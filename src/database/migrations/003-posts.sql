-- 系统监测的数据: posts, what was seen of them and when, and for which days an account was looked at at all.

create table post (
  district_id text not null,
  account_id uuid not null,
  id uuid not null,
  link_key text not null,
  url text,
  title text not null,
  published_at timestamptz,
  published_on date,
  time_precision text not null check (time_precision in ('moment', 'day', 'none')),
  automatic boolean not null default false,
  original boolean,
  import_id uuid,
  first_seen_at timestamptz not null,
  primary key (district_id, account_id, id),
  unique (district_id, account_id, link_key),
  foreign key (district_id, account_id) references account (district_id, id)
);
-- "since the last post" asks only for days that count: a post without a time is kept and counts for nothing.
create index post_by_day on post (district_id, account_id, published_on) where published_on is not null and not automatic;

create table post_sample (
  district_id text not null,
  account_id uuid not null,
  post_id uuid not null,
  source text not null,
  collected_at timestamptz not null,
  metric text not null check (metric in ('reads', 'likes', 'comments', 'reposts')),
  value bigint not null check (value >= 0),
  precision text not null,
  import_id uuid,
  primary key (district_id, account_id, post_id, metric, source, collected_at),
  foreign key (district_id, account_id, post_id) references post (district_id, account_id, id)
);

-- Days for which an account was really looked at. No row over the window: unknown, never "not updated".
create table collection_span (
  district_id text not null,
  account_id uuid not null,
  id uuid not null,
  source text not null,
  from_day date not null,
  to_day date not null,
  collected_at timestamptz not null,
  import_id uuid,
  patrol_id uuid,
  primary key (district_id, account_id, id),
  foreign key (district_id, account_id) references account (district_id, id),
  check (from_day <= to_day)
);
create index collection_span_by_day on collection_span (district_id, account_id, to_day);
