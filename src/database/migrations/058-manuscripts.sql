-- 先审后发: a unit that adopts the module writes here what its accounts will publish, people sign five gates, and what is
-- approved stays pinned. Adoption is voluntary and counts in no score.
create table publishing_adoption (
  district_id text not null,
  unit_id uuid not null,
  adopted_at timestamptz not null,
  adopted_by text not null,
  -- How many levels of review the unit has people for; gates of levels it lacks go to those it has.
  levels integer not null check (levels between 1 and 5),
  ended_at timestamptz,
  ended_by text,
  primary key (district_id, unit_id, adopted_at),
  foreign key (district_id, unit_id) references unit (district_id, id),
  check (ended_at > adopted_at),
  check ((ended_at is null) = (ended_by is null))
);
create unique index publishing_adoption_one_open on publishing_adoption (district_id, unit_id) where ended_at is null;

create table manuscript (
  district_id text not null references district (id),
  id uuid not null,
  unit_id uuid not null,
  -- 稿件编号, counted by the district.
  number integer not null,
  state text not null default 'draft'
    check (state in ('draft', 'review', 'returned', 'approved', 'published', 'withdrawn', 'dropped')),
  class text not null check (class in ('ordinary', 'important', 'sensitive', 'repost')),
  -- Why the class is not what the rules say; null: it is.
  class_reason_id uuid,
  -- 重大事项报主要领导.
  is_major boolean not null default false,
  -- 加急: the moment of the 突发事件, from which the clocks of 5 and 48 hours run.
  urgent_since timestamptz,
  urgent_reason_id uuid,
  urgent_checked_by text,
  urgent_checked_at timestamptz,
  urgent_checked_words_id uuid,
  planned_at timestamptz,
  -- The version that is worked on, the round of review it is in, the round that approved it.
  text_number integer not null,
  round integer not null default 0,
  approved_round integer,
  -- 更正: the manuscript that this one corrects.
  corrects_id uuid,
  withdrawal_reason_id uuid,
  withdrawn_by text,
  withdrawn_at timestamptz,
  version integer not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  primary key (district_id, id),
  unique (district_id, number),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, corrects_id) references manuscript (district_id, id),
  foreign key (district_id, class_reason_id) references said_words (district_id, id),
  foreign key (district_id, urgent_reason_id) references said_words (district_id, id),
  foreign key (district_id, urgent_checked_words_id) references said_words (district_id, id),
  foreign key (district_id, withdrawal_reason_id) references said_words (district_id, id),
  check ((urgent_since is null) = (urgent_reason_id is null)),
  check ((withdrawn_at is null) = (withdrawal_reason_id is null)),
  check ((approved_round is not null) = (state in ('approved', 'published', 'withdrawn')))
);
create index manuscript_by_unit on manuscript (district_id, unit_id, state);

-- Every text that anybody saved. `auto` ones of one person in a row are one; `apart`: written on an older version than the one that
-- was there, kept beside it and never instead of it.
create table manuscript_version (
  district_id text not null,
  manuscript_id uuid not null,
  number integer not null,
  based_on integer,
  kept text not null check (kept in ('hand', 'auto', 'apart')),
  title text not null,
  -- Sanitised markup, and the words in it, a paragraph a line.
  body text not null,
  plain text not null,
  -- 撰稿 as it is signed, 稿源 and its link for what is reposted.
  author text not null,
  source text,
  source_link text,
  ai_generated boolean not null default false,
  -- The words that tell readers of it (《人工智能生成合成内容标识办法》).
  ai_label text,
  account_ids uuid[] not null,
  saved_by text not null,
  saved_at timestamptz not null,
  primary key (district_id, manuscript_id, number),
  foreign key (district_id, manuscript_id) references manuscript (district_id, id),
  check (not ai_generated or ai_label is not null)
);

-- A round of review of one version: what it was, by its digest, what the machine said of it, how it ended.
create table manuscript_round (
  district_id text not null,
  manuscript_id uuid not null,
  number integer not null,
  text_number integer not null,
  digest text not null,
  -- Personal data in them is masked.
  findings jsonb not null,
  not_checked jsonb not null,
  submitted_by text not null,
  submitted_at timestamptz not null,
  outcome text not null default 'open' check (outcome in ('open', 'approved', 'returned', 'recalled')),
  decided_at timestamptz,
  primary key (district_id, manuscript_id, number),
  foreign key (district_id, manuscript_id, text_number) references manuscript_version (district_id, manuscript_id, number),
  check ((outcome = 'open') = (decided_at is null))
);
create index manuscript_round_by_decided on manuscript_round (district_id, decided_at) where outcome = 'approved';

-- What a round asks, in order: levels of the unit, and joint reviews, which stand side by side under one place.
create table manuscript_step (
  district_id text not null,
  manuscript_id uuid not null,
  round integer not null,
  number integer not null,
  place integer not null,
  name text not null,
  signer text not null check (signer in ('colleague', 'leader', 'principal', 'joint', 'office')),
  -- Of a joint review: the unit that is asked. An office of the district without a unit here has none.
  unit_id uuid,
  primary key (district_id, manuscript_id, round, number),
  foreign key (district_id, manuscript_id, round) references manuscript_round (district_id, manuscript_id, number),
  foreign key (district_id, unit_id) references unit (district_id, id),
  check ((signer = 'joint') = (unit_id is not null))
);
create index manuscript_step_by_unit on manuscript_step (district_id, unit_id) where unit_id is not null;

-- 五关: each asked once or more in a round, signed by a person with an opinion.
create table manuscript_gate (
  district_id text not null,
  manuscript_id uuid not null,
  round integer not null,
  step integer not null,
  gate text not null check (gate in ('political', 'legal', 'policy', 'secrecy', 'wording', 'opinion')),
  outcome text check (outcome in ('pass', 'fail')),
  words_id uuid,
  -- What the machine asked to be confirmed: the place of the finding in its list, and where the reason lies.
  confirmed jsonb not null default '[]',
  signed_by text,
  signed_at timestamptz,
  primary key (district_id, manuscript_id, round, step, gate),
  foreign key (district_id, manuscript_id, round, step) references manuscript_step (district_id, manuscript_id, round, number),
  foreign key (district_id, words_id) references said_words (district_id, id),
  check ((outcome is null) = (signed_by is null)),
  check ((outcome is null) = (signed_at is null)),
  check (outcome <> 'fail' or words_id is not null)
);

-- Pictures of the text, attachments, proofs of what was published or taken down.
create table manuscript_file (
  district_id text not null,
  manuscript_id uuid not null,
  file_id uuid not null,
  use text not null check (use in ('picture', 'attachment', 'proof')),
  added_by text not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (district_id, manuscript_id, file_id),
  foreign key (district_id, manuscript_id) references manuscript (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);

-- 发布记录: where, when and by whom it went out, and when it was taken down.
create table manuscript_publication (
  district_id text not null,
  manuscript_id uuid not null,
  account_id uuid not null,
  link text,
  published_at timestamptz not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  removed_at timestamptz,
  removal_recorded_by text,
  removal_file_id uuid,
  primary key (district_id, manuscript_id, account_id),
  foreign key (district_id, manuscript_id) references manuscript (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, removal_file_id) references stored_file (district_id, id),
  check ((removed_at is null) = (removal_recorded_by is null))
);
create index manuscript_publication_by_account on manuscript_publication (district_id, account_id);
