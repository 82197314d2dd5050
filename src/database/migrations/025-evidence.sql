-- 证据: what a finding may rest on, as it came. 涉密停存: what looked like a secret and was not kept.

-- The kept text of a page, a feed or a failure, once a district however often it was seen. Its bytes lie sealed in
-- stored_file; digests are of the text before it was packed, and stay when the bytes are erased.
create table evidence_content (
  district_id text not null references district (id),
  sha256 text not null,
  sm3 text not null,
  byte_count integer not null,
  file_id uuid not null,
  kept_at timestamptz not null,
  erased_at timestamptz,
  erased_because text check (erased_because in ('expired', 'personal')),
  erased_by text,
  check (num_nonnulls(erased_at, erased_because, erased_by) in (0, 3)),
  primary key (district_id, sha256),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);

-- What a look saw: from where, when first and when last, with which answer.
create table evidence (
  district_id text not null,
  account_id uuid not null,
  id uuid not null,
  target_id uuid not null,
  source text not null,
  kind text not null check (kind in ('listed', 'gone', 'failed')),
  url text not null,
  final_url text not null,
  status integer,
  headers jsonb not null,
  why text,
  observed_at timestamptz not null,
  last_seen_at timestamptz not null,
  times integer not null default 1 check (times > 0),
  sha256 text not null,
  -- Of the whole answer as it came, of which the main part is kept; null where nothing came.
  reply_sha256 text,
  reply_bytes integer,
  is_cut boolean not null default false,
  check (last_seen_at >= observed_at),
  primary key (district_id, account_id, id),
  foreign key (district_id, account_id, target_id) references collection_target (district_id, account_id, id),
  foreign key (district_id, sha256) references evidence_content (district_id, sha256)
);
create index evidence_by_target on evidence (district_id, account_id, target_id, observed_at);
create index evidence_by_content on evidence (district_id, sha256);

-- RFC 3161: what the time stamping authority said of a content's SHA-256.
create table evidence_stamp (
  district_id text not null,
  sha256 text not null,
  state text not null check (state in ('stamped', 'failed')),
  authority text not null,
  token bytea,
  stamped_at timestamptz,
  signer text,
  is_trusted boolean not null default false,
  why text,
  tries integer not null default 1,
  tried_at timestamptz not null,
  next_at timestamptz,
  check ((state = 'stamped') = (token is not null and stamped_at is not null)),
  check ((state = 'failed') = (next_at is not null and why is not null)),
  primary key (district_id, sha256),
  foreign key (district_id, sha256) references evidence_content (district_id, sha256)
);

alter table collection_attempt add column evidence_id uuid;
alter table collection_sample add column evidence_id uuid;
alter table post add column evidence_id uuid;

-- 疑似涉密: a running number, where and when, to whom it was handed over; never a word of it. `text_key` tells the same
-- post seen again and is no part of it.
create table secrecy_stop (
  district_id text not null references district (id),
  number integer not null check (number > 0),
  account_id uuid,
  kind text not null check (kind in ('post', 'page', 'message', 'profile', 'import')),
  source text not null,
  place text,
  text_key text not null,
  found_by text not null,
  found_at timestamptz not null,
  handed_to text,
  handed_on date,
  handed_by text,
  handed_at timestamptz,
  version integer not null default 1,
  check (num_nonnulls(handed_to, handed_on, handed_by, handed_at) in (0, 4)),
  primary key (district_id, number),
  unique (district_id, text_key),
  foreign key (district_id, account_id) references account (district_id, id)
);
