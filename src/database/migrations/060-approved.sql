-- 审发一致: what a published post says, as a person read it, so that it can be held against the text that was approved.
create table published_text (
  district_id text not null,
  account_id uuid not null,
  post_id uuid not null,
  text text not null check (length(text) between 1 and 100000),
  read_by text not null,
  read_at timestamptz not null,
  primary key (district_id, account_id, post_id),
  -- What an import brought alone goes with it.
  foreign key (district_id, account_id, post_id) references post (district_id, account_id, id) on delete cascade
);

-- 发布审签单抽查: posts drawn at random from units that don't write their manuscripts here. What was drawn stands by itself,
-- whatever becomes of the collected post.
create table review_sample (
  district_id text not null references district (id),
  id uuid not null,
  -- 抽查批次: what was drawn together.
  batch_id uuid not null,
  unit_id uuid not null,
  account_id uuid not null,
  post_id uuid not null,
  title text not null,
  url text,
  published_on date not null,
  drawn_by text not null,
  drawn_at timestamptz not null,
  due_on date not null,
  -- The signed sheet, as the unit handed it in.
  file_id uuid,
  handed_in_by text,
  handed_in_at timestamptz,
  -- proper: signed before it went out, gate by gate; flawed: signed, and not as it should be; missing: no sheet.
  outcome text check (outcome in ('proper', 'flawed', 'missing')),
  words_id uuid,
  judged_by text,
  judged_at timestamptz,
  version integer not null default 1,
  primary key (district_id, id),
  unique (district_id, account_id, post_id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id),
  foreign key (district_id, words_id) references said_words (district_id, id),
  check (num_nonnulls(file_id, handed_in_by, handed_in_at) in (0, 3)),
  check (num_nonnulls(outcome, judged_by, judged_at) in (0, 3)),
  check (outcome is null or outcome = 'missing' or file_id is not null),
  check (outcome is null or outcome = 'proper' or words_id is not null)
);
create index review_sample_by_unit on review_sample (district_id, unit_id, drawn_at);
create index review_sample_by_day on review_sample (district_id, published_on) where outcome is not null;
