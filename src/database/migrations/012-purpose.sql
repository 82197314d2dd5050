-- 用途: what a unit states is one thing, what the office confirmed from a month on is what the two weeks go by (N-NM-04).

-- Under whose hand the present purpose came into the ledger; null: before this was kept.
alter table account add column purpose_stated_by text;
alter table account add column purpose_stated_at timestamptz;

-- Only ever added to: in force in a month is the row with the latest first month up to it, of these the newest.
create table purpose_confirmation (
  district_id text not null,
  id uuid not null,
  account_id uuid not null,
  purpose text not null check (purpose in ('publish', 'service', 'mixed')),
  effective_month text not null check (effective_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  reason text not null,
  -- Null: carried over from the ledger, confirmed by nobody since.
  confirmed_by text,
  confirmed_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id)
);
create index purpose_confirmation_by_account on purpose_confirmation (district_id, account_id, effective_month);

-- Every month so far was judged by what stood in the ledger, and a check of such a month must come out the same. So that
-- counts from the month of 国办发〔2018〕123号 on, before which no month is judged (docs/decisions/009).
insert into purpose_confirmation
  (district_id, id, account_id, purpose, effective_month, reason, confirmed_by, confirmed_at)
select district_id, id, id, purpose, '2018-12', '启用用途确认前台账已登记，沿用', null, now()
from account where purpose is not null;
