-- Whether the links of a manuscript open, as the server found when somebody asked: the last look at each address.
create table manuscript_link (
  district_id text not null,
  manuscript_id uuid not null,
  address text not null check (length(address) between 1 and 1000),
  -- gone: it answered that there is no such page, or no such host. unsure: anything a person has to look at himself.
  outcome text not null check (outcome in ('opens', 'gone', 'unsure')),
  why text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  primary key (district_id, manuscript_id, address),
  foreign key (district_id, manuscript_id) references manuscript (district_id, id)
);
