-- 人员交接 (国办发〔2018〕123号四（三）账号密码管理): who held which post, what was handed over, when people who left are erased.

-- Who stood behind a unit or an account, as the program noticed it. A new row ends the one before: nothing is overwritten.
create table post_holder (
  district_id text not null,
  -- A unit or an account; the duty tells which.
  subject_id uuid not null,
  duty text not null check (duty in ('primary', 'direct', 'staff', 'principal', 'contact', 'leader', 'admin')),
  person_id uuid not null,
  since timestamptz not null,
  -- Since when the same person holds the post, over all records of this person.
  tenure_since timestamptz not null,
  until timestamptz,
  -- left: somebody else, or nobody, came after; renewed: the same person with another number.
  ended_as text check (ended_as in ('left', 'renewed')),
  primary key (district_id, subject_id, duty, person_id, since),
  foreign key (district_id, person_id) references person (district_id, id),
  check ((until is null) = (ended_as is null))
);
create unique index post_holder_now on post_holder (district_id, subject_id, duty) where until is null;
create index post_holder_by_person on post_holder (district_id, person_id);

insert into post_holder (district_id, subject_id, duty, person_id, since, tenure_since)
select district_id, unit_id, duty, person_id, changed_at, changed_at from unit_duty where person_id is not null
union all
select district_id, account_id, duty, person_id, changed_at, changed_at from account_contact;

create table handover (
  district_id text not null,
  id uuid not null,
  unit_id uuid not null,
  -- noticed: the ledger names somebody else; opened: a person began it.
  origin text not null check (origin in ('noticed', 'opened')),
  state text not null check (state in ('proposed', 'drafting', 'signing', 'submitted', 'returned', 'confirmed', 'dismissed')),
  -- The version of the checklist that was asked.
  checklist text not null,
  outgoing_person_id uuid not null,
  incoming_person_id uuid,
  changed_on date not null,
  due timestamptz not null,
  -- A year without its official holidays was touched: the day may still move.
  due_provisional boolean not null,
  answers jsonb not null default '{}',
  -- witnessed: the outgoing person can't sign any more, a 监交人 signs in the place.
  signing text not null default 'both' check (signing in ('both', 'witnessed')),
  witness_person_id uuid,
  absence_reason text,
  print_number integer not null default 0,
  -- Everybody who had a hand in it: none of them confirms it.
  handled_by text[] not null default '{}',
  submitted_at timestamptz,
  decided_by text,
  decided_at timestamptz,
  decision text,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, outgoing_person_id) references person (district_id, id),
  foreign key (district_id, incoming_person_id) references person (district_id, id),
  foreign key (district_id, witness_person_id) references person (district_id, id)
);
create index handover_by_unit on handover (district_id, unit_id);

create table handover_post (
  district_id text not null,
  handover_id uuid not null,
  subject_id uuid not null,
  duty text not null,
  primary key (district_id, handover_id, subject_id, duty),
  foreign key (district_id, handover_id) references handover (district_id, id)
);
create index handover_post_by_subject on handover_post (district_id, subject_id, duty);

create table handover_print (
  district_id text not null,
  handover_id uuid not null,
  number integer not null check (number > 0),
  content_key bytea not null,
  content bytea not null,
  content_hash text not null,
  printed_by text not null,
  printed_at timestamptz not null,
  primary key (district_id, handover_id, number),
  foreign key (district_id, handover_id) references handover (district_id, id)
);

create table handover_scan (
  district_id text not null,
  handover_id uuid not null,
  id uuid not null,
  print_number integer not null,
  file_id uuid not null,
  pages integer not null check (pages > 0),
  codes text[] not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  primary key (district_id, handover_id, id),
  foreign key (district_id, handover_id) references handover (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);

-- Since when nothing in the ledger points to a person's record; from here the years run after which it is erased.
alter table person add column left_at timestamptz;
alter table person add column erased_because text check (erased_because in ('expired', 'request', 'purpose-ended'));
create index person_left on person (district_id, left_at) where erased_at is null;
