-- The ground mended: what one person, one lost job, one late notice or one kept record could do to everybody else.

-- Every district has a chain from its first day: a head that is missing was taken away.
insert into trail_head (district_id, seq, hash) select id, 0, repeat('0', 64) from district on conflict do nothing;

-- 后台任务: what was asked for, so that asking for something else is never answered with the first run.
alter table job_run add column input jsonb not null default '{}';
alter table job_run alter column input drop default;

-- A person of a city or province works in one of the districts below at a time; the session keeps which.
alter table session add column district_id text references district (id);

-- Every record of one person names the first of them, so that erasing a person erases all. Null: it is the first.
alter table person add column subject_id uuid;
create index person_by_subject on person (district_id, subject_id) where subject_id is not null;

-- Who read a duty or a reason before somebody else changed it, changes nothing.
alter table unit_duty add column version integer not null default 1;
alter table unknown_reason add column version integer not null default 1;

-- F-02 and its like may happen again: once an event, and only one of a subject waits for a decision at a time.
alter table accountability_trigger add column event_id text not null default '';
alter table accountability_trigger drop constraint accountability_trigger_district_id_rule_subject_kind_subjec_key;
alter table accountability_trigger add constraint accountability_trigger_once_an_event
  unique (district_id, rule, subject_kind, subject_id, event_id);
create unique index accountability_trigger_waiting_once on accountability_trigger (district_id, rule, subject_kind, subject_id)
  where state = 'raised';

-- An uploaded sheet that nobody confirmed within a day is erased; its line stays.
alter table import_run drop constraint import_run_state_check;
alter table import_run add constraint import_run_state_check check (state in ('previewed', 'written', 'erased'));
create index import_run_previewed on import_run (district_id, created_at) where state = 'previewed';

-- The notice of a year speaks of the last days of the year before too, which that year's own table may name as well.
alter table calendar_day drop constraint calendar_day_pkey;
alter table calendar_day add primary key (year, day);

-- An official year is changed by two people: one brings the text, another one (or the operator) confirms the differences.
create table calendar_change (
  id uuid primary key,
  year integer not null references calendar_year (year),
  notice text not null,
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'rejected')),
  proposed_in text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  decided_by text,
  decided_at timestamptz
);
create unique index calendar_change_waiting_once on calendar_change (year) where state = 'proposed';

-- What a day was computed from: such a day follows the State Council's notice. Without it a person typed the day.
alter table filing_return add column mend_from date, add column mend_workdays integer check (mend_workdays > 0);
alter table cleanup_item add column due_from date, add column due_workdays integer check (due_workdays > 0);
-- 整改反馈: the day as it stands by the calendar of today; the paper keeps the one it was printed with.
alter table quarterly_report add column feedback_by date;
