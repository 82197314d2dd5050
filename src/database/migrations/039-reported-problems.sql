-- 人工登记的问题: what a person, a superior or a text check saw of an account, under the indicator that people judge. Leaked
-- secrets are kept by number and handover only. A severe finding is confirmed by two people: who was the first stands here.

create table reported_problem (
  district_id text not null references district (id),
  id uuid not null,
  account_id uuid not null,
  indicator text not null,
  seen_on date not null,
  what text not null,
  link text,
  reference text,
  evidence_file_id uuid,
  reported_by text not null,
  reported_at timestamptz not null,
  withdrawn_by text,
  withdrawn_at timestamptz,
  primary key (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, evidence_file_id) references stored_file (district_id, id),
  check ((withdrawn_by is null) = (withdrawn_at is null))
);
create index reported_problem_by_day on reported_problem (district_id, seen_on);
create index reported_problem_by_account on reported_problem (district_id, account_id, seen_on);

alter table finding add column first_confirmed_by text;
alter table finding add column first_confirmed_at timestamptz;
