-- 季度监测报告 on its way to the leader and out (notice 二（三）, rulebook C5), 批示 on it, and the tasks that come of them.

-- How far a version has come; what a later one superseded keeps where it stood.
alter table quarterly_report add column progress text not null default 'drafted';
update quarterly_report set progress = 'reviewed' where state <> 'draft';
alter table quarterly_report add constraint quarterly_report_progress_check check (progress in
  ('drafted', 'reviewed', 'submitted', 'instructed', 'numbered', 'issued', 'feedback-due', 'closed'));
alter table quarterly_report add constraint quarterly_report_reviewed_check
  check ((state = 'draft') = (progress = 'drafted'));

-- Every move, and where the report stood after it.
create table quarterly_report_step (
  district_id text not null,
  report_id uuid not null,
  serial integer not null check (serial > 0),
  action text not null,
  progress text not null,
  by text not null,
  at timestamptz not null,
  note text,
  primary key (district_id, report_id, serial),
  foreign key (district_id, report_id) references quarterly_report (district_id, id)
);

-- 呈批: to whom a version was submitted, and the 呈批件 it went with, as what it is printed from.
create table report_submission (
  district_id text not null,
  report_id uuid not null,
  step integer not null,
  leader_id uuid not null references app_user (id),
  content jsonb not null,
  primary key (district_id, report_id, step),
  foreign key (district_id, report_id, step) references quarterly_report_step (district_id, report_id, serial)
);

create table instruction (
  district_id text not null references district (id),
  id uuid not null,
  -- The paper it was written on.
  report_id uuid not null,
  leader_id uuid not null references app_user (id),
  given_on date not null,
  -- Typed by the leader, or a photo of the page that was written on by hand.
  origin text not null check (origin in ('typed', 'photo')),
  state text not null check (state in ('to-transcribe', 'to-check', 'standing', 'withdrawn')),
  -- Its words lie sealed in said_words: they are the office's alone.
  words_id uuid,
  -- Nothing of it is for a unit to do, as 已阅.
  without_tasks boolean not null default false,
  entered_by text not null,
  entered_at timestamptz not null,
  transcribed_by text,
  checked_by text,
  version integer not null default 1,
  primary key (district_id, id),
  foreign key (district_id, report_id) references quarterly_report (district_id, id),
  foreign key (district_id, words_id) references said_words (district_id, id),
  check (state in ('to-transcribe', 'withdrawn') or words_id is not null),
  -- A transcription stands when a second person has held it against the photo.
  check (origin = 'typed' or state <> 'standing' or (transcribed_by is not null and checked_by is not null)),
  check (checked_by <> transcribed_by)
);
create index instruction_by_report on instruction (district_id, report_id);

-- 交办: what a unit is to do of it, and until when. The words of the instruction stand nowhere here.
create table instruction_task (
  district_id text not null,
  id uuid not null,
  instruction_id uuid not null,
  serial integer not null check (serial > 0),
  unit_id uuid not null,
  essentials text not null,
  due_on date not null,
  state text not null check (state in ('open', 'answered', 'returned', 'done', 'withdrawn')),
  answer text,
  answered_at timestamptz,
  -- Typed in by the office for a unit that telephoned.
  for_unit boolean not null default false,
  assigned_at timestamptz not null,
  ended_at timestamptz,
  version integer not null default 1,
  primary key (district_id, id),
  unique (district_id, instruction_id, serial),
  foreign key (district_id, instruction_id) references instruction (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  check (answer is not null or state in ('open', 'withdrawn')),
  check ((state in ('done', 'withdrawn')) = (ended_at is not null))
);
create index instruction_task_by_unit on instruction_task (district_id, unit_id);

-- What was done, one row a step; `task_id` where it was done with one task.
create table instruction_step (
  district_id text not null,
  instruction_id uuid not null,
  serial integer not null check (serial > 0),
  action text not null,
  task_id uuid,
  by text not null,
  at timestamptz not null,
  note text,
  facts jsonb not null,
  primary key (district_id, instruction_id, serial),
  foreign key (district_id, instruction_id) references instruction (district_id, id),
  foreign key (district_id, task_id) references instruction_task (district_id, id)
);
create table instruction_file (
  district_id text not null,
  instruction_id uuid not null,
  step integer not null,
  serial integer not null,
  file_id uuid not null,
  primary key (district_id, instruction_id, step, serial),
  foreign key (district_id, instruction_id, step) references instruction_step (district_id, instruction_id, serial),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);
