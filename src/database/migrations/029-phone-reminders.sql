-- 电话催报: who was called when, by whom, and what was said. Who answered is a person, so the words are sealed.
create table filing_call (
  district_id text not null,
  return_id uuid not null,
  id uuid not null,
  called_at timestamptz not null,
  called_by text not null,
  words_key bytea not null,
  words bytea not null,
  recorded_at timestamptz not null,
  primary key (district_id, return_id, id),
  foreign key (district_id, return_id) references filing_return (district_id, id)
);
