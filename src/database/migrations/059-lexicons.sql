-- What the check of a text knows from the office: words that should not stand, names that are written as they are, 稿源, and
-- what reviewers decided to let stand. A line is never changed: it is removed, and another one entered.
create table lexicon_entry (
  district_id text not null references district (id),
  id uuid not null,
  list text not null
    check (list in ('leaders', 'bodies', 'places', 'phrases', 'territory', 'words', 'advertisement')),
  wrong text not null check (wrong <> ''),
  right_words text check (right_words <> wrong),
  gate text not null check (gate in ('political', 'legal', 'policy', 'secrecy', 'wording')),
  severity text not null check (severity in ('block', 'confirm', 'advise')),
  source text not null,
  valid_from date,
  valid_to date,
  -- One of these has to stand in the same sentence, none of those may; longer phrases within which the words are right.
  required text[] not null,
  forbidden text[] not null,
  excuses text[] not null,
  folding text[] not null check (folding <@ array['width', 'case', 'traditional', 'inserted']),
  entered_by text not null,
  entered_at timestamptz not null,
  removed_by text,
  removed_at timestamptz,
  primary key (district_id, id),
  check (valid_to >= valid_from),
  check ((removed_at is null) = (removed_by is null))
);
create unique index lexicon_entry_once on lexicon_entry (district_id, list, wrong) where removed_at is null;

-- 单位词典: names of units, accounts, places, people. Without a unit it holds in the whole district.
create table silenced_name (
  district_id text not null references district (id),
  id uuid not null,
  unit_id uuid,
  name text not null check (name <> ''),
  kind text not null check (kind in ('unit', 'account', 'place', 'person', 'other')),
  source text not null,
  entered_by text not null,
  entered_at timestamptz not null,
  removed_by text,
  removed_at timestamptz,
  primary key (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  check ((removed_at is null) = (removed_by is null))
);
create unique index silenced_name_once on silenced_name (district_id, unit_id, name) nulls not distinct
  where removed_at is null;

-- 稿源名单 (国办发〔2018〕123号: 转载 only what 党委和政府网站 and sources named by the department in charge published).
create table approved_source (
  district_id text not null references district (id),
  id uuid not null,
  name text not null check (name <> ''),
  host text,
  source text not null,
  valid_from date,
  valid_to date,
  entered_by text not null,
  entered_at timestamptz not null,
  removed_by text,
  removed_at timestamptz,
  primary key (district_id, id),
  check (valid_to >= valid_from),
  check ((removed_at is null) = (removed_by is null))
);
create unique index approved_source_once on approved_source (district_id, name) where removed_at is null;

-- 忽略: what a check said of these words is no longer said, for one unit or the district.
create table text_decision (
  district_id text not null references district (id),
  id uuid not null,
  unit_id uuid,
  rule text not null,
  observed text not null check (observed <> ''),
  reason_id uuid not null,
  decided_by text not null,
  decided_at timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  primary key (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, reason_id) references said_words (district_id, id),
  check ((undone_at is null) = (undone_by is null))
);
create unique index text_decision_once on text_decision (district_id, unit_id, rule, observed) nulls not distinct
  where undone_at is null;
