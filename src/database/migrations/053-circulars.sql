-- 通报 and what else the office sends out under its own number: 发文稿纸 with its signatures, the number, receipts and answers by unit.

-- Issuing bodies and the 字 of their numbers (发文机关代字) are data. Without a 字 nothing of the body can be numbered.
create table issuing_body (
  district_id text not null references district (id),
  name text not null,
  -- 发文机关标志 as it stands in red on the head.
  flag text not null,
  marks text[] not null,
  primary key (district_id, name)
);

create table dispatch (
  district_id text not null references district (id),
  id uuid not null,
  variant text not null check (variant in
    ('circular', 'letter', 'single-account', 'no-problems', 'self-check', 'correction', 'withdrawal')),
  issuer text not null,
  title text not null,
  state text not null check (state in ('drafting', 'checking', 'countersigning', 'clearing', 'signing', 'signed',
    'numbered', 'issued', 'closed', 'withdrawn', 'discarded')),
  -- The report it was drafted from; the issued paper that a 更正 or 撤回 is about.
  report_id uuid,
  corrects_id uuid,
  openness text not null check (openness in ('public', 'on-request', 'not-public')),
  -- Newest version of its words.
  draft integer not null,
  drafted_by text not null,
  drafted_at timestamptz not null,
  signed_by text,
  -- 成文日期.
  signed_on date,
  mark text,
  number_year integer,
  number_serial integer check (number_serial > 0),
  issued_on date,
  -- Last day for answers, with what it was computed from; typed where these are null.
  feedback_by date,
  feedback_from date,
  feedback_days integer,
  version integer not null default 1,
  primary key (district_id, id),
  foreign key (district_id, issuer) references issuing_body (district_id, name),
  foreign key (district_id, report_id) references quarterly_report (district_id, id),
  foreign key (district_id, corrects_id) references dispatch (district_id, id),
  check ((mark is null) = (number_serial is null) and (mark is null) = (number_year is null)),
  check (state not in ('numbered', 'issued', 'closed', 'withdrawn') or (mark is not null and signed_on is not null)),
  check (state not in ('issued', 'closed', 'withdrawn') or issued_on is not null)
);
-- 文号不重: one number a body's 字 and year.
create unique index dispatch_number on dispatch (district_id, mark, number_year, number_serial) where mark is not null;
create index dispatch_by_report on dispatch (district_id, report_id);
create index dispatch_by_corrected on dispatch (district_id, corrects_id);

-- Every version of the words; docx and pdf print this and nothing else.
create table dispatch_draft (
  district_id text not null,
  dispatch_id uuid not null,
  draft integer not null,
  content jsonb not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (district_id, dispatch_id, draft),
  foreign key (district_id, dispatch_id) references dispatch (district_id, id)
);

-- Signatures of the 发文稿纸 and every later step; `unit_id` where it was done for one unit.
create table dispatch_step (
  district_id text not null,
  dispatch_id uuid not null,
  serial integer not null,
  action text not null,
  -- The version of the words that was signed.
  draft integer not null,
  unit_id uuid,
  by text not null,
  at timestamptz not null,
  note text,
  facts jsonb not null,
  primary key (district_id, dispatch_id, serial),
  foreign key (district_id, dispatch_id) references dispatch (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id)
);

-- A unit that an issued paper went to: 签收 and feedback.
create table dispatch_unit (
  district_id text not null,
  dispatch_id uuid not null,
  unit_id uuid not null,
  -- Whether a written answer is asked of it, and until when.
  answers boolean not null,
  due_on date,
  received_at timestamptz,
  received_by text,
  answer text,
  answered_at timestamptz,
  answered_by text,
  -- Typed in by the office for a unit that telephoned or sent paper.
  for_unit boolean not null default false,
  primary key (district_id, dispatch_id, unit_id),
  foreign key (district_id, dispatch_id) references dispatch (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  check ((answer is null) = (answered_at is null)),
  check (answered_at is null or received_at is not null)
);
create index dispatch_unit_by_unit on dispatch_unit (district_id, unit_id);

-- What was printed when it was issued, and what units handed in with their answers.
create table dispatch_file (
  district_id text not null,
  dispatch_id uuid not null,
  kind text not null check (kind in ('docx', 'pdf', 'xlsx', 'public-docx', 'public-pdf', 'checkpoint', 'proof')),
  -- Of a proof: the unit that handed it in.
  unit_id uuid,
  serial integer not null default 1,
  file_id uuid not null,
  primary key (district_id, dispatch_id, file_id),
  unique nulls not distinct (district_id, dispatch_id, kind, unit_id, serial),
  foreign key (district_id, dispatch_id) references dispatch (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id),
  check ((kind = 'proof') = (unit_id is not null))
);
