-- Comments that interfaces bring, each once: which message of the ledger it is, and how the platform showed it last.
create table message_collected (
  district_id text not null,
  account_id uuid not null,
  -- The platform's own key of it.
  key text not null,
  message_id uuid not null,
  source text not null,
  status text not null check (status in ('open', 'replied', 'gone')),
  first_seen_at timestamptz not null,
  -- When what is said here was seen.
  seen_at timestamptz not null,
  primary key (district_id, account_id, key),
  foreign key (district_id, message_id) references message (district_id, id) on delete cascade
);
create index message_collected_by_message on message_collected (district_id, message_id);
create index collection_sample_messages on collection_sample (district_id, collected_at) where kind = 'message';
