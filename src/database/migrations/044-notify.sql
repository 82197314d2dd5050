-- 通知: what an office may have sent outside, all of it off until somebody switches it on. A message holds counts and a link,
-- never a name; addresses and secrets are sealed, and a message says whom it is for by the user, not by the address.

create table notify_setting (
  district_id text primary key references district (id),
  -- Where a link leads: the address of this program as the office's people reach it.
  base_url text not null,
  -- HH:MM in Shanghai; outside of it, and on days of rest, messages wait.
  send_from text not null,
  send_until text not null,
  check (send_from < send_until)
);

create table notify_channel (
  district_id text not null references district (id),
  id uuid not null,
  kind text not null check (kind in ('mail', 'wecom', 'dingtalk', 'feishu')),
  name text not null,
  -- What is no secret: host, port, TLS and sender of mail; the keyword of a bot.
  settings jsonb not null,
  secrets_key bytea,
  secrets bytea,
  enabled boolean not null default false,
  -- The office's daily digest goes here; mail has addresses of people instead.
  digest boolean not null default false,
  sent_at timestamptz,
  failed_at timestamptz,
  failed_why text,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (district_id, id),
  check (removed_at is null or (secrets is null and not enabled))
);
create unique index notify_channel_one_mail on notify_channel (district_id) where kind = 'mail' and removed_at is null;
create unique index notify_channel_names on notify_channel (district_id, name) where removed_at is null;

-- What a person switched on: the daily digest to an address of their own, the calendar by its secret address.
create table notify_person (
  user_id uuid primary key references app_user (id),
  district_id text not null references district (id),
  address_key bytea,
  address bytea,
  feed_digest bytea unique,
  feed_made_at timestamptz,
  check ((address is null) = (address_key is null)),
  check ((feed_digest is null) = (feed_made_at is null))
);

create table notify_message (
  district_id text not null references district (id),
  id uuid not null,
  channel_id uuid not null,
  -- Null: what the channel itself leads to, the office's bot.
  user_id uuid references app_user (id),
  kind text not null check (kind in ('digest')),
  day date not null,
  counts jsonb not null,
  link text not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  state text not null check (state in ('waiting', 'sent', 'failed', 'given-up')),
  why text,
  created_at timestamptz not null,
  settled_at timestamptz,
  primary key (district_id, id),
  foreign key (district_id, channel_id) references notify_channel (district_id, id),
  check ((state in ('sent', 'given-up')) = (settled_at is not null))
);
-- One digest a day for whoever it is for, whichever way it goes.
create unique index notify_message_once on notify_message (district_id, kind, day, channel_id, user_id) nulls not distinct;
create index notify_message_due on notify_message (due_at) where state in ('waiting', 'failed');
create index notify_message_by_day on notify_message (district_id, created_at);
