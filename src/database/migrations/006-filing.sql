-- 二（一） 备案报送: 专项排查 (campaigns), one return a unit, printed versions, scans, 备案号, accountability triggers.

-- The day on which an account was closed: a month judged again later still sees it as it was. Null: unknown or running.
alter table account add column ceased_on date;

create table filing_campaign (
  district_id text not null references district (id),
  id uuid not null,
  title text not null,
  -- 依据 and its 依据文号: nobody is asked to fill in a form without them (国办函〔2026〕12号).
  basis text not null,
  basis_number text not null,
  unit_kinds text[] not null check (cardinality(unit_kinds) > 0),
  forms text[] not null check (cardinality(forms) > 0),
  filing_due timestamptz not null,
  cleanup_due timestamptz,
  counted_until date not null,
  -- Days before the deadline on which those who have not answered are reminded.
  reminder_days integer[] not null,
  contact text not null,
  -- Why fields are asked again that were asked within twelve months.
  repeat_reason text,
  state text not null check (state in ('draft', 'open', 'closed')),
  prepared_by text not null,
  approved_by text,
  opened_at timestamptz,
  closed_by text,
  closed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (district_id, id),
  unique (district_id, title),
  check (cleanup_due is null or cleanup_due >= filing_due)
);

create table filing_return (
  district_id text not null,
  id uuid not null,
  campaign_id uuid not null,
  unit_id uuid not null,
  kind text check (kind in ('full', 'zero', 'unchanged')),
  state text not null check (state in ('not-started', 'drafting', 'awaiting-signature', 'submitted', 'returned', 'accepted')),
  -- 填报人及联系电话.
  reporter_person_id uuid,
  -- The printed version that is to be signed; 0: nothing printed yet.
  print_number integer not null default 0,
  first_submitted_at timestamptz,
  submitted_at timestamptz,
  submitted_by text,
  -- 代录: who typed a paper return in for the unit.
  entered_for_unit_by text,
  -- 请于……前重新报送: the last day for mending what was sent back.
  mend_until date,
  accepted_by text,
  accepted_at timestamptz,
  -- What was accepted changes only by a later printed version.
  accepted_print integer,
  version integer not null default 1,
  primary key (district_id, id),
  unique (district_id, campaign_id, unit_id),
  foreign key (district_id, campaign_id) references filing_campaign (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, reporter_person_id) references person (district_id, id)
);
create index filing_return_by_unit on filing_return (district_id, unit_id);

-- What a unit fills in of one account: 附件1 and what 附件2 asks beyond it. People are sealed as one text.
create table filing_entry (
  district_id text not null,
  return_id uuid not null,
  account_id uuid not null,
  position integer not null,
  -- True: not yet in the ledger; it is registered when the return is accepted.
  added boolean not null default false,
  annex1 jsonb not null,
  annex2 jsonb not null,
  people_key bytea not null,
  people bytea not null,
  version integer not null default 1,
  updated_by text not null,
  updated_at timestamptz not null,
  primary key (district_id, return_id, account_id),
  foreign key (district_id, return_id) references filing_return (district_id, id)
);

-- Printing freezes a version: what was signed can always be printed again, to the last sign.
create table filing_print (
  district_id text not null,
  return_id uuid not null,
  number integer not null check (number > 0),
  content_key bytea not null,
  content bytea not null,
  content_hash text not null,
  printed_by text not null,
  printed_at timestamptz not null,
  primary key (district_id, return_id, number),
  foreign key (district_id, return_id) references filing_return (district_id, id)
);

create table filing_scan (
  district_id text not null,
  return_id uuid not null,
  id uuid not null,
  print_number integer not null,
  file_id uuid not null,
  pages integer not null check (pages > 0),
  -- QR texts that were read on it; none: the acceptor compares by eye.
  codes text[] not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  -- Replaced by a later one; kept, because it was handed in.
  replaced_at timestamptz,
  primary key (district_id, return_id, id),
  foreign key (district_id, return_id) references filing_return (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);

-- 受理: each printed paper is looked at beside its scan; signature and seal are confirmed one by one.
create table filing_paper_check (
  district_id text not null,
  return_id uuid not null,
  print_number integer not null,
  paper text not null,
  signed_by text not null check (signed_by in ('principal', 'other', 'nobody')),
  sealed boolean not null,
  matches boolean not null,
  checked_by text not null,
  checked_at timestamptz not null,
  primary key (district_id, return_id, print_number, paper),
  foreign key (district_id, return_id) references filing_return (district_id, id)
);

-- 手写更正: what the pen changed on the signed paper, transcribed and confirmed.
create table filing_correction (
  district_id text not null,
  return_id uuid not null,
  print_number integer not null,
  account_id uuid not null,
  field text not null,
  -- Personal values may be among them.
  words_key bytea not null,
  words bytea not null,
  transcribed_by text not null,
  transcribed_at timestamptz not null,
  confirmed_by text,
  confirmed_at timestamptz,
  primary key (district_id, return_id, print_number, account_id, field),
  foreign key (district_id, return_id) references filing_return (district_id, id)
);

-- 一次性告知: a return goes back with everything that has to be mended, and the list stays.
create table filing_defect (
  district_id text not null,
  return_id uuid not null,
  id uuid not null,
  print_number integer not null,
  account_id uuid,
  sentence text not null,
  found_by text not null,
  found_at timestamptz not null,
  primary key (district_id, return_id, id),
  foreign key (district_id, return_id) references filing_return (district_id, id)
);

create table filing_reminder (
  district_id text not null,
  return_id uuid not null,
  days_before integer not null,
  reminded_at timestamptz not null,
  reminded_by text not null,
  primary key (district_id, return_id, days_before),
  foreign key (district_id, return_id) references filing_return (district_id, id)
);

-- 备案号: one for each filing that was accepted.
create table filing_record (
  district_id text not null,
  number text not null,
  year integer not null,
  serial integer not null,
  unit_id uuid not null,
  account_id uuid,
  kind text not null check (kind in ('existing', 'open', 'change', 'suspend', 'deregister', 'zero')),
  source_kind text not null check (source_kind in ('return', 'case')),
  source_id uuid not null,
  accepted_by text not null,
  accepted_at timestamptz not null,
  primary key (district_id, number),
  unique (district_id, year, serial),
  foreign key (district_id, unit_id) references unit (district_id, id)
);
create index filing_record_by_account on filing_record (district_id, account_id);

-- 责任追究线索 (rulebook (f)): recorded by the machine or a person, decided by a person.
create table accountability_trigger (
  district_id text not null,
  id uuid not null,
  rule text not null,
  unit_id uuid,
  account_id uuid,
  subject_kind text not null,
  subject_id text not null,
  facts jsonb not null,
  state text not null default 'raised' check (state in ('raised', 'upheld', 'dismissed')),
  decision text,
  raised_by text not null,
  raised_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  version integer not null default 1,
  primary key (district_id, id),
  unique (district_id, rule, subject_kind, subject_id)
);
