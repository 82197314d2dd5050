-- 复核质量: what became of the sample of dismissed findings that a second person looks at, and what was put right after a month was
-- closed. A closed month and what was printed of it stay as they were; the correction stands beside them.

create table dismissal_check (
  district_id text not null,
  finding_id uuid not null,
  finding_version integer not null,
  agrees boolean not null,
  note text,
  checked_by text not null,
  checked_at timestamptz not null,
  primary key (district_id, finding_id, finding_version),
  foreign key (district_id, finding_id) references finding (district_id, id),
  check (agrees or note is not null)
);

create table finding_correction (
  district_id text not null,
  id uuid not null,
  finding_id uuid not null,
  to_state text not null check (to_state in ('confirmed', 'dismissed')),
  reason text not null,
  corrected_by text not null,
  corrected_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, finding_id) references finding (district_id, id)
);
create index finding_correction_by_finding on finding_correction (district_id, finding_id, corrected_at);
