-- 应急处置 (notice 二（三）; rulebook C8, (g)): what can't wait for a month's check. Of a leaked secret nothing but numbers.

create table emergency_case (
  district_id text not null references district (id),
  id uuid not null,
  kind text not null check (kind in ('content', 'impostor', 'stolen', 'secret', 'grave-event', 'opinion')),
  state text not null,
  -- When the office came to know of it: the moment from which its clocks run.
  started_at timestamptz not null,
  -- Hours within which deletion or correction is asked for, as in force at that time.
  act_hours integer not null,
  -- The account it is about; of an impostor, the one that is imitated.
  account_id uuid,
  -- Of an impostor: the found account, if it was met in 瞒报漏报核查.
  match_id uuid,
  -- Of an impostor: how the account calls itself and where; of an event: what it is called.
  name text,
  platform text,
  link text,
  -- Number under which who is competent knows of it (泄密).
  reference text,
  finding_id uuid,
  problem_id uuid,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  version integer not null default 1,
  primary key (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, match_id) references concealment_match (district_id, id),
  foreign key (district_id, finding_id) references finding (district_id, id),
  foreign key (district_id, problem_id) references reported_problem (district_id, id),
  check (kind <> 'secret' or (name is null and platform is null and link is null and match_id is null and reference is not null))
);
-- The same thing known at the same minute is one case, whoever of two people was faster.
create unique index emergency_case_once on emergency_case (district_id, kind, started_at,
  coalesce(account_id::text, ''), coalesce(name, ''), coalesce(platform, ''), coalesce(reference, ''));
create index emergency_case_by_account on emergency_case (district_id, account_id);
create index emergency_case_by_finding on emergency_case (district_id, finding_id) where finding_id is not null;

-- One row a step; `version` is the case's after it. `at`: when it happened; `recorded_at`: when it was entered.
create table emergency_step (
  district_id text not null,
  case_id uuid not null,
  version integer not null,
  action text not null,
  state text not null,
  at timestamptz not null,
  by text not null,
  recorded_at timestamptz not null,
  -- Who was called, by duty and never by name or number.
  duty text,
  -- To whom it was handed over.
  body text,
  reference text,
  words text,
  due_at timestamptz,
  file_id uuid,
  evidence_id uuid,
  facts jsonb not null,
  primary key (district_id, case_id, version),
  foreign key (district_id, case_id) references emergency_case (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);

-- Papers as they were printed: printed again they say the same.
create table emergency_paper (
  district_id text not null,
  case_id uuid not null,
  id uuid not null,
  paper text not null check (paper in ('request', 'transfer', 'report')),
  -- To whom a handover is addressed.
  body text,
  -- The case's version that it tells of.
  version integer not null,
  content jsonb not null,
  printed_by text not null,
  printed_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, case_id) references emergency_case (district_id, id)
);
create unique index emergency_paper_once on emergency_paper (district_id, case_id, paper, version, coalesce(body, ''));
