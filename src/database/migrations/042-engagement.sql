-- 互动回应与办事服务: messages of the public with their clocks, how far somebody looked, entries of online services.

-- What somebody asked an account, a unit's mailbox, or by the public form of 我要找错. `unit_id`: who has to answer; null:
-- nobody has assigned it yet. The words themselves are sealed in said_words, so that they can be erased (decision 008).
create table message (
  district_id text not null references district (id),
  id uuid not null,
  account_id uuid,
  unit_id uuid,
  kind text not null check (kind in ('simple', 'question', 'complaint', 'suggestion', 'help', 'error')),
  channel text not null check (channel in ('message', 'comment', 'private', 'mailbox', 'form')),
  asked_on date not null,
  -- Null: only the day is known.
  asked_at timestamptz,
  words_id uuid not null,
  contact_id uuid,
  state text not null default 'open' check (state in ('open', 'replied', 'invalid')),
  -- The last day for an answer and what it was computed from; it follows a new year's holidays while the message is open.
  due_on date not null,
  due_days integer not null check (due_days > 0),
  due_kind text not null check (due_kind in ('natural', 'working')),
  -- The first answer: a rewritten one is no earlier and no later answer.
  replied_on date,
  replied_at timestamptz,
  -- SHA-256 of the code by which who sent the public form asks how it stands.
  code_digest bytea,
  import_id uuid,
  version integer not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, words_id) references said_words (district_id, id),
  foreign key (district_id, contact_id) references said_words (district_id, id),
  foreign key (district_id, import_id) references import_run (district_id, id),
  check (state = 'invalid' or (state = 'replied') = (replied_on is not null)),
  check (replied_on is null or replied_on >= asked_on),
  check (replied_at is null or replied_on is not null)
);
create index message_by_day on message (district_id, asked_on);
create index message_by_account on message (district_id, account_id, asked_on);
create index message_open on message (district_id, due_on) where state = 'open';
create index message_by_import on message (district_id, import_id) where import_id is not null;
create unique index message_by_code on message (district_id, code_digest) where code_digest is not null;

-- What was done with a message, step by step. An earlier answer stays here when it is rewritten.
create table message_step (
  district_id text not null,
  id uuid not null,
  message_id uuid not null,
  action text not null
    check (action in ('record', 'assign', 'hand-back', 'transfer', 'reply', 'rewrite', 'invalidate', 'restore', 'correct')),
  from_unit_id uuid,
  unit_id uuid,
  replied_on date,
  replied_at timestamptz,
  -- The answer or the reason.
  words_id uuid,
  -- Of a correction: which facts, before and after.
  changed jsonb,
  -- The file that brought it.
  import_id uuid,
  done_by text not null,
  done_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, import_id) references import_run (district_id, id),
  foreign key (district_id, message_id) references message (district_id, id),
  foreign key (district_id, words_id) references said_words (district_id, id)
);
create index message_step_by_message on message_step (district_id, message_id, done_at);
create index message_step_by_import on message_step (district_id, import_id) where import_id is not null;

-- 已核对至: somebody went through an account's messages up to the end of a day, and what came is in the ledger. Without one,
-- "no message" is not known. `side`: the office's own word, or the unit's about itself.
create table message_look (
  district_id text not null,
  id uuid not null,
  account_id uuid not null,
  until_day date not null,
  side text not null check (side in ('office', 'unit')),
  import_id uuid,
  stated_by text not null,
  stated_at timestamptz not null,
  withdrawn_by text,
  withdrawn_at timestamptz,
  primary key (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, import_id) references import_run (district_id, id),
  check ((withdrawn_by is null) = (withdrawn_at is null))
);
create index message_look_by_account on message_look (district_id, account_id, until_day) where withdrawn_at is null;

-- 办事入口 of an account: an address or the way through its menu.
create table service_entry (
  district_id text not null,
  id uuid not null,
  account_id uuid not null,
  name text not null,
  place text not null,
  state text not null default 'in-use' check (state in ('in-use', 'retired')),
  version integer not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id)
);
create unique index service_entry_named_once on service_entry (district_id, account_id, name) where state = 'in-use';

-- A person opened the entry: whether it works, and what its guide lacks. The latest look counts.
create table service_look (
  district_id text not null,
  id uuid not null,
  entry_id uuid not null,
  looked_at timestamptz not null,
  usable boolean not null,
  missing text[] not null default '{}',
  photo_id uuid,
  note_id uuid,
  looked_by text not null,
  recorded_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, entry_id) references service_entry (district_id, id),
  foreign key (district_id, photo_id) references stored_file (district_id, id),
  foreign key (district_id, note_id) references said_words (district_id, id)
);
create index service_look_by_entry on service_look (district_id, entry_id, looked_at);

-- Messages come by files as well.
alter table import_run drop constraint import_run_kind_check;
alter table import_run add constraint import_run_kind_check check (kind in ('accounts', 'posts', 'messages'));
