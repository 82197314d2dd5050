-- 整改 and 问责 (notice 二（三）, 三; rulebook C4, C9): what a unit has to put right and how it went; 提醒; superiors' circulars;
-- cases of accountability.

create table rectification_order (
  district_id text not null references district (id),
  id uuid not null,
  unit_id uuid not null,
  state text not null check (state in ('drafted', 'issued', 'acknowledged', 'contested', 'rejected', 'upheld', 'fixed',
    'failed', 'passed', 'closed', 'withdrawn')),
  -- notice: in the name of the leading group's office; letter: a 函 of the supervising office to a unit of its own rank.
  form text not null check (form in ('notice', 'letter')),
  -- By the gravest of its findings.
  class text not null check (class in ('veto', 'other')),
  prepared_by text not null,
  -- From issuing on: the number of the paper, its days with what they were computed from, and what was printed, sealed.
  number text,
  issued_on date,
  issued_by text,
  stop_by date,
  stop_from date,
  stop_workdays integer,
  -- When the unit said that it had stopped.
  stopped_at timestamptz,
  feedback_by date,
  feedback_from date,
  feedback_workdays integer,
  escalated_at timestamptz,
  content_key bytea,
  content bytea,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  check ((number is null) = (content is null))
);
create unique index rectification_order_number on rectification_order (district_id, number) where number is not null;
create index rectification_order_by_unit on rectification_order (district_id, unit_id);

-- What the order rests on, as it was confirmed when the order was drafted.
create table rectification_finding (
  district_id text not null,
  order_id uuid not null,
  finding_id uuid not null,
  account_id uuid not null,
  month text not null,
  checkpoint date not null,
  indicator text not null,
  label text not null,
  about text not null check (about in ('account', 'unit')),
  class text not null,
  clause text not null,
  account_name text not null,
  platform text not null,
  sentence text not null,
  requirement text not null,
  -- The order was withdrawn or its appeal upheld: the finding may be ordered anew.
  released boolean not null default false,
  primary key (district_id, order_id, finding_id),
  foreign key (district_id, order_id) references rectification_order (district_id, id),
  foreign key (district_id, finding_id) references finding (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id)
);
create unique index rectification_finding_once on rectification_finding (district_id, finding_id) where not released;

-- One row a step; `version` is the order's after it. How an order stood on a day is the last step of that day.
create table rectification_step (
  district_id text not null,
  order_id uuid not null,
  version integer not null,
  action text not null,
  state text not null,
  by text not null,
  at timestamptz not null,
  note text,
  file_id uuid,
  facts jsonb not null,
  primary key (district_id, order_id, version),
  foreign key (district_id, order_id) references rectification_order (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);

-- 提醒 before a threshold is reached: no finding, and counted.
create table rectification_reminder (
  district_id text not null references district (id),
  id uuid not null,
  unit_id uuid not null,
  account_id uuid,
  origin text not null check (origin in ('threshold', 'by-hand')),
  month text,
  silent_days integer,
  note text not null,
  sent_by text not null,
  sent_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id)
);
create index rectification_reminder_by_time on rectification_reminder (district_id, sent_at);

-- 国、省、市 circulars that name the district's units (notice 三).
create table upper_circular (
  district_id text not null references district (id),
  id uuid not null,
  level text not null check (level in ('national', 'province', 'city')),
  issuer text not null,
  title text not null,
  number text,
  issued_on date not null,
  points_deducted boolean not null,
  file_id uuid not null,
  entered_by text not null,
  entered_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);
create index upper_circular_by_day on upper_circular (district_id, issued_on);
create table upper_circular_named (
  district_id text not null,
  circular_id uuid not null,
  serial integer not null,
  unit_id uuid not null,
  account_id uuid,
  note text not null,
  primary key (district_id, circular_id, serial),
  foreign key (district_id, circular_id) references upper_circular (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id)
);
create index upper_circular_named_by_unit on upper_circular_named (district_id, unit_id);

-- 责任追究: opened on at least two independent pieces of evidence, heard before it is decided.
create table accountability_case (
  district_id text not null references district (id),
  id uuid not null,
  unit_id uuid not null,
  state text not null check (state in ('opened', 'hearing', 'decided', 'served', 'closed', 'dropped')),
  proposed_measure text not null,
  decided_measure text,
  -- The last day of 陈述申辩, with what it was computed from.
  statement_by date,
  statement_from date,
  statement_workdays integer,
  stated_at timestamptz,
  opened_by text not null,
  opened_at timestamptz not null,
  version integer not null default 1,
  primary key (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id)
);
create index accountability_case_by_unit on accountability_case (district_id, unit_id);
create table accountability_evidence (
  district_id text not null,
  case_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('clue', 'order', 'circular', 'file')),
  ref_id uuid not null,
  -- What it goes back to: pieces that share one of these are not independent of each other.
  roots text[] not null,
  note text,
  added_by text not null,
  added_at timestamptz not null,
  primary key (district_id, case_id, id),
  unique (district_id, case_id, kind, ref_id),
  foreign key (district_id, case_id) references accountability_case (district_id, id)
);
create table accountability_step (
  district_id text not null,
  case_id uuid not null,
  version integer not null,
  action text not null,
  state text not null,
  by text not null,
  at timestamptz not null,
  note text,
  file_id uuid,
  facts jsonb not null,
  primary key (district_id, case_id, version),
  foreign key (district_id, case_id) references accountability_case (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);
