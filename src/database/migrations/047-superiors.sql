-- 上级交办: what a higher office asks for until an hour, how it was scheduled backwards, what units answered, the 反馈函 and its sending.

create table superior_item (
  district_id text not null references district (id),
  id uuid not null,
  level text not null check (level in ('national', 'province', 'city')),
  issuer text not null,
  channel text not null check (channel in ('phone', 'document', 'platform')),
  -- 文号, or the name of the platform.
  channel_name text,
  title text not null,
  asked text not null,
  received_at timestamptz not null,
  due_at timestamptz not null,
  -- Entered when its deadline was already over.
  entered_late boolean not null,
  circular_id uuid,
  state text not null check (state in ('entered', 'distributed', 'compiled', 'signed', 'sent', 'withdrawn')),
  -- By step: its latest moment, as it was scheduled when the item was entered.
  schedule jsonb not null,
  letter_number text,
  sent_at timestamptz,
  sent_how text,
  entered_by text not null,
  entered_at timestamptz not null,
  version integer not null default 1,
  primary key (district_id, id),
  foreign key (district_id, circular_id) references upper_circular (district_id, id),
  check (received_at < due_at),
  check ((state = 'sent') = (sent_at is not null)),
  check (state not in ('signed', 'sent') or letter_number is not null)
);
create index superior_item_by_due on superior_item (district_id, due_at);
create unique index superior_item_number on superior_item (district_id, letter_number) where letter_number is not null;

-- Whom it concerns, and what is asked of each.
create table superior_named (
  district_id text not null,
  item_id uuid not null,
  serial integer not null,
  unit_id uuid not null,
  account_id uuid,
  note text not null,
  primary key (district_id, item_id, serial),
  foreign key (district_id, item_id) references superior_item (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id)
);
create index superior_named_by_account on superior_named (district_id, account_id);

-- A unit's part of it.
create table superior_part (
  district_id text not null,
  item_id uuid not null,
  unit_id uuid not null,
  state text not null check (state in ('waiting', 'answered', 'returned', 'accepted')),
  answer text,
  answered_at timestamptz,
  -- Typed in by the office for a unit that telephoned.
  for_unit boolean not null default false,
  version integer not null default 1,
  primary key (district_id, item_id, unit_id),
  foreign key (district_id, item_id) references superior_item (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  check (answer is not null or state = 'waiting')
);
create index superior_part_by_unit on superior_part (district_id, unit_id);

-- What was done, one row a step; `unit_id` where it was done with one unit's part.
create table superior_step (
  district_id text not null,
  item_id uuid not null,
  serial integer not null,
  action text not null,
  unit_id uuid,
  by text not null,
  at timestamptz not null,
  note text,
  facts jsonb not null,
  primary key (district_id, item_id, serial),
  foreign key (district_id, item_id) references superior_item (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id)
);
create table superior_file (
  district_id text not null,
  item_id uuid not null,
  step integer not null,
  serial integer not null,
  file_id uuid not null,
  primary key (district_id, item_id, step, serial),
  foreign key (district_id, item_id, step) references superior_step (district_id, item_id, serial),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);

-- 反馈函, every version of it: what it was printed from.
create table superior_letter (
  district_id text not null,
  item_id uuid not null,
  version integer not null,
  content jsonb not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (district_id, item_id, version),
  foreign key (district_id, item_id) references superior_item (district_id, id)
);
