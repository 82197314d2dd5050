-- C1 备案: 开设、变更、关停、注销, one case each; what happened in the national system; printed versions and scans of a case.

create table filing_case (
  district_id text not null references district (id),
  id uuid not null,
  kind text not null check (kind in ('open', 'change', 'suspend', 'deregister')),
  unit_id uuid not null,
  -- Of 开设 the id that the account gets when it is registered.
  account_id uuid not null,
  state text not null check (state in ('draft', 'sealing', 'submitted', 'returned', 'accepted', 'reviewing', 'approved',
    'rejected', 'executed', 'national-reported', 'registered', 'archived')),
  answers jsonb not null,
  people_key bytea not null,
  people bytea not null,
  print_number integer not null default 0,
  submitted_by text,
  submitted_at timestamptz,
  entered_for_unit_by text,
  accepted_by text,
  reviewed_by text,
  decided_by text,
  decided_on date,
  -- The day on which the unit did it on the platform, and the address where it can be seen.
  executed_on date,
  executed_url text,
  -- 变更、关停、注销 that came to be known later than the working days allowed; 0: in time.
  days_late integer,
  filing_number text,
  version integer not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id)
);
create index filing_case_by_account on filing_case (district_id, account_id);
create index filing_case_by_state on filing_case (district_id, state);

create table filing_case_print (
  district_id text not null,
  case_id uuid not null,
  number integer not null check (number > 0),
  content_key bytea not null,
  content bytea not null,
  content_hash text not null,
  printed_by text not null,
  printed_at timestamptz not null,
  primary key (district_id, case_id, number),
  foreign key (district_id, case_id) references filing_case (district_id, id)
);

create table filing_case_scan (
  district_id text not null,
  case_id uuid not null,
  id uuid not null,
  print_number integer not null,
  file_id uuid not null,
  pages integer not null check (pages > 0),
  codes text[] not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  primary key (district_id, case_id, id),
  foreign key (district_id, case_id) references filing_case (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);

-- 受理、审核、批准、退回、不予备案: who said what, in order.
create table filing_case_opinion (
  district_id text not null,
  case_id uuid not null,
  id uuid not null,
  action text not null,
  opinion text not null,
  given_by text not null,
  given_at timestamptz not null,
  primary key (district_id, case_id, id),
  foreign key (district_id, case_id) references filing_case (district_id, id)
);

-- 全国政务新媒体信息报送系统: both sides enter there; what was entered when, with the receipt.
create table national_report (
  district_id text not null,
  id uuid not null,
  account_id uuid not null,
  status text not null check (status in ('reported', 'changed', 'closed')),
  reported_on date not null,
  receipt_file_id uuid,
  note text,
  case_id uuid,
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, receipt_file_id) references stored_file (district_id, id)
);
create index national_report_by_account on national_report (district_id, account_id, reported_on);
