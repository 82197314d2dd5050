-- An entered circular can be corrected and taken back; what stood before, and why, stays.
alter table upper_circular add column version integer not null default 1;
alter table upper_circular add column withdrawn_at timestamptz;
create table upper_circular_change (
  district_id text not null,
  circular_id uuid not null,
  -- Of the circular, after the change.
  version integer not null,
  kind text not null check (kind in ('corrected', 'withdrawn')),
  before jsonb not null,
  after jsonb,
  reason text not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (district_id, circular_id, version),
  foreign key (district_id, circular_id) references upper_circular (district_id, id)
);
