-- 经办人 of an app, as its last accepted 应用程序备案表 names it, is a person's record like every other: who left and was erased
-- comes back from no paper.
create table app_handler (
  district_id text not null,
  account_id uuid not null,
  person_id uuid not null,
  changed_at timestamptz not null,
  primary key (district_id, account_id),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, person_id) references person (district_id, id)
);
