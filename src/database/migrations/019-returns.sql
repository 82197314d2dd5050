-- 备案报送 mended: only what was signed counts, what was accepted stays, and who had a hand in it decides on nothing.

-- Everybody who filled in, printed, scanned or handed in: none of them checks it (经办与复核分开).
alter table filing_return add column handled_by text[] not null default '{}';
update filing_return r set handled_by = (
  select coalesce(array_agg(distinct hand.id), '{}') from (
    select r.submitted_by union select r.entered_for_unit_by
    union select p.printed_by from filing_print p where p.district_id = r.district_id and p.return_id = r.id
    union select s.uploaded_by from filing_scan s where s.district_id = r.district_id and s.return_id = r.id
    union select e.updated_by from filing_entry e where e.district_id = r.district_id and e.return_id = r.id
  ) as hand (id) where hand.id is distinct from r.accepted_by and hand.id is not null);

alter table filing_case add column handled_by text[] not null default '{}', add column first_submitted_at timestamptz;
update filing_case c set first_submitted_at = c.submitted_at, handled_by = (
  select coalesce(array_agg(distinct hand.id), '{}') from (
    select c.created_by union select c.submitted_by union select c.entered_for_unit_by
    union select p.printed_by from filing_case_print p where p.district_id = c.district_id and p.case_id = c.id
    union select s.uploaded_by from filing_case_scan s where s.district_id = c.district_id and s.case_id = c.id
  ) as hand (id) where hand.id is not null);

-- What was accepted of one account by one printing, pen corrections included. Written once: a return that is opened again
-- takes nothing of it back.
create table filing_accepted_entry (
  district_id text not null,
  return_id uuid not null,
  print_number integer not null,
  account_id uuid not null,
  -- 备案号.
  number text not null,
  annex1 jsonb not null,
  annex2 jsonb not null,
  people_key bytea not null,
  people bytea not null,
  submitted_by text,
  accepted_at timestamptz not null,
  primary key (district_id, return_id, print_number, account_id),
  foreign key (district_id, return_id, print_number) references filing_print (district_id, return_id, number),
  foreign key (district_id, number) references filing_record (district_id, number)
);
create index filing_accepted_entry_by_account on filing_accepted_entry (district_id, account_id, accepted_at);
-- A return that was opened again and filled in since no longer holds what was accepted; its printing does.
insert into filing_accepted_entry (district_id, return_id, print_number, account_id, number, annex1, annex2, people_key,
  people, submitted_by, accepted_at)
select distinct on (e.district_id, e.return_id, e.account_id) e.district_id, e.return_id, r.accepted_print, e.account_id,
  f.number, e.annex1, e.annex2, e.people_key, e.people, r.submitted_by, r.accepted_at
from filing_entry e
join filing_return r on r.district_id = e.district_id and r.id = e.return_id
join filing_record f on f.district_id = e.district_id and f.source_kind = 'return' and f.source_id = r.id
  and f.account_id = e.account_id
where r.accepted_print is not null and r.accepted_at is not null
  and (r.state = 'accepted' or (r.state = 'returned' and r.print_number = r.accepted_print))
order by e.district_id, e.return_id, e.account_id, f.year desc, f.serial desc;

-- A pen correction stands on one paper. '': transcribed before this was asked, so it excuses no paper.
alter table filing_correction add column paper text not null default '';
alter table filing_correction alter column paper drop default;
alter table filing_correction drop constraint filing_correction_pkey;
alter table filing_correction add primary key (district_id, return_id, print_number, paper, account_id, field);
