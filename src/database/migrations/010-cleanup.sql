-- 二（二）清理整合: one item an account and campaign day; what the machine proposed, what the unit says, what was decided and done.

create table cleanup_item (
  district_id text not null references district (id),
  id uuid not null,
  account_id uuid not null,
  unit_id uuid not null,
  as_of date not null,
  -- The machine's proposal with its reasons and facts, as it was: a past verdict comes out again the same.
  proposal jsonb not null,
  disposition text check (disposition in ('keep', 'change', 'rectify', 'close', 'deregister')),
  needs_reason boolean not null,
  state text not null check (state in ('proposed', 'unit-confirmed', 'approved', 'executing', 'evidence', 'verified', 'closed')),
  unit_disposition text check (unit_disposition in ('keep', 'change', 'rectify', 'close', 'deregister')),
  unit_reason text,
  unit_said_by text,
  decided_disposition text check (decided_disposition in ('keep', 'change', 'rectify', 'close', 'deregister')),
  decision_reason text,
  decided_by text,
  decided_on date,
  due_on date,
  evidence_file_id uuid,
  evidence_note text,
  evidence_by text,
  verified_by text,
  verified_note text,
  version integer not null default 1,
  proposed_by text not null,
  proposed_at timestamptz not null,
  primary key (district_id, id),
  unique (district_id, account_id, as_of),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, evidence_file_id) references stored_file (district_id, id)
);
create index cleanup_item_by_state on cleanup_item (district_id, state, due_on);
