-- 转载任务: an item that named accounts are told to repost by a moment. What was reposted is read from collected posts; only
-- what people say beside that stands here.
create table repost_duty (
  district_id text not null references district (id),
  id uuid not null,
  title text not null,
  -- 稿源 and its address, where there is one.
  source text not null,
  link text,
  -- A post before this day is no repost of it.
  issued_on date not null,
  due_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'withdrawn')),
  version integer not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  primary key (district_id, id)
);
create index repost_duty_by_due on repost_duty (district_id, due_at);

-- `asked`: machine and nobody else says how it stands. `claimed`: the unit says that it is done. `confirmed`: the office looked.
-- `excused`: the office says that it doesn't concern this account.
create table repost_asked (
  district_id text not null,
  duty_id uuid not null,
  account_id uuid not null,
  state text not null default 'asked' check (state in ('asked', 'claimed', 'confirmed', 'excused')),
  link text,
  done_at timestamptz,
  reason_id uuid,
  version integer not null default 1,
  stated_by text,
  stated_at timestamptz,
  primary key (district_id, duty_id, account_id),
  foreign key (district_id, duty_id) references repost_duty (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, reason_id) references said_words (district_id, id),
  check ((state in ('claimed', 'confirmed')) = (done_at is not null))
);
create index repost_asked_by_account on repost_asked (district_id, account_id);
