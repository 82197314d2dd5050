-- 核验页 (docs/decisions/027): how long the chains were and how they ended when a paper was issued, and which files were it.
-- Only ever added; the page itself lies with whoever was handed it.

create table checkpoint (
  district_id text not null references district (id),
  id uuid not null,
  -- 'report', 'circular': whose page it is; `paper_id` is an id of that room.
  paper_kind text not null check (paper_kind ~ '^[a-z-]+$'),
  paper_id uuid not null,
  version integer not null check (version > 0),
  title text not null,
  number text,
  file_id uuid not null,
  taken_by text not null,
  taken_at timestamptz not null,
  primary key (district_id, id),
  unique (district_id, paper_kind, paper_id, version),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);

-- The chain of the district and the installation's own.
create table checkpoint_chain (
  district_id text not null,
  checkpoint_id uuid not null,
  chain_id text not null,
  size bigint not null check (size >= 0),
  hash text not null,
  primary key (district_id, checkpoint_id, chain_id),
  foreign key (district_id, checkpoint_id) references checkpoint (district_id, id)
);

create table checkpoint_file (
  district_id text not null,
  checkpoint_id uuid not null,
  format text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  primary key (district_id, checkpoint_id, format),
  foreign key (district_id, checkpoint_id) references checkpoint (district_id, id)
);
create index checkpoint_file_by_digest on checkpoint_file (sha256, district_id);
