-- C3 关停、停更、注销: one closing an account. Decision, filing, platform and national system stand in the filing case;
-- here stands what a case doesn't know: announcements, the archive of what is held, and that the account was looked for and is gone.

create table closing (
  district_id text not null references district (id),
  id uuid not null,
  account_id uuid not null,
  unit_id uuid not null,
  -- The clean-up item that it carries out; null: begun from a filing case.
  item_id uuid,
  state text not null check (state in ('requested', 'announced', 'content-archived', 'verified', 'rechecked', 'archived',
    'reappeared', 'withdrawn')),
  -- 关停 and 注销 cases of the account begun from this moment on are its cases; older ones closed an earlier chapter.
  cases_since timestamptz not null,
  -- The period in force on the day of the first announcement, and the paper behind it.
  notice_workdays integer check (notice_workdays > 0),
  notice_source text,
  -- Steps out of order that a person has explained: their codes, and what he says to them.
  explained text[] not null default '{}',
  explanation text,
  explained_by text,
  verified_patrol_id uuid,
  verified_by text,
  verified_on date,
  recheck_days integer check (recheck_days > 0),
  recheck_on date,
  rechecked_patrol_id uuid,
  rechecked_by text,
  rechecked_on date,
  reappeared_patrol_id uuid,
  reappeared_on date,
  archived_by text,
  archived_on date,
  withdrawn_reason text,
  version integer not null default 1,
  begun_by text not null,
  begun_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, item_id) references cleanup_item (district_id, id),
  foreign key (district_id, verified_patrol_id) references patrol (district_id, id),
  foreign key (district_id, rechecked_patrol_id) references patrol (district_id, id),
  foreign key (district_id, reappeared_patrol_id) references patrol (district_id, id),
  check ((state = 'withdrawn') = (withdrawn_reason is not null))
);
create unique index closing_of_account on closing (district_id, account_id) where state <> 'withdrawn';
create index closing_by_state on closing (district_id, state, recheck_on);

-- 停更公告 and 注销公告: the text as it was edited, and as it was published; a published one is never changed.
create table closing_announcement (
  district_id text not null,
  closing_id uuid not null,
  kind text not null check (kind in ('pause', 'deregister')),
  body text not null,
  -- 停更日: from which day nothing more is published (of 停更公告).
  stops_on date,
  edited_by text not null,
  edited_at timestamptz not null,
  published_on date,
  link text,
  screenshot_file_id uuid,
  published_by text,
  primary key (district_id, closing_id, kind),
  foreign key (district_id, closing_id) references closing (district_id, id),
  foreign key (district_id, screenshot_file_id) references stored_file (district_id, id),
  check ((published_on is null) = (published_by is null))
);

-- Archives of what was held of the account, each as it was made.
create table closing_archive (
  district_id text not null,
  closing_id uuid not null,
  id uuid not null,
  file_id uuid not null,
  sha256 text not null,
  byte_count bigint not null,
  entry_count integer not null,
  made_on date not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (district_id, closing_id, id),
  foreign key (district_id, closing_id) references closing (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);

-- Who recorded what was done on the platform: he does not verify that the account is gone.
alter table filing_case add column executed_by text;
