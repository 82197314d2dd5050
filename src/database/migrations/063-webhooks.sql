-- 事件推送 (Standard Webhooks): where news of a district is sent, which news, and what came of each. Address and key are sealed.
create table webhook_endpoint (
  district_id text not null references district (id),
  id uuid not null,
  name text not null,
  -- Of the address, what a person may see.
  host text not null,
  events text[] not null check (cardinality(events) > 0),
  secrets_key bytea not null,
  secrets bytea not null,
  enabled boolean not null default false,
  -- Up to which link of the district's chain its news have been written into the outbox.
  last_seq bigint not null,
  sent_at timestamptz,
  failed_at timestamptz,
  failed_why text,
  created_by text not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (district_id, id)
);
create unique index webhook_endpoint_named_once on webhook_endpoint (district_id, name) where removed_at is null;

-- The outbox. The body is kept as it is signed and sent, so that every try sends the same bytes under the same id.
create table webhook_message (
  district_id text not null,
  id uuid not null,
  endpoint_id uuid not null,
  seq bigint not null,
  event text not null,
  body text not null,
  state text not null check (state in ('waiting', 'sent', 'failed', 'given-up')),
  attempts integer not null default 0,
  due_at timestamptz not null,
  created_at timestamptz not null,
  settled_at timestamptz,
  why text,
  primary key (district_id, id),
  unique (district_id, endpoint_id, seq),
  foreign key (district_id, endpoint_id) references webhook_endpoint (district_id, id)
);
create index webhook_message_due on webhook_message (district_id, due_at) where state in ('waiting', 'failed');
