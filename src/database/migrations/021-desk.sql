-- What one person could set by hand belongs to 备案 and 关停注销: a state that was not reached there is a claim, and stands as one.

-- 登记时所述: a running state or 已备案 that somebody entered without a case, a closing or a return behind it. It is shown as
-- unverified until one of these sets the state.
create table account_claim (
  district_id text not null,
  id uuid not null,
  account_id uuid not null,
  fact text not null check (fact in ('running-state', 'filing-state')),
  value text not null,
  reason text not null,
  stated_by text not null,
  stated_at timestamptz not null,
  settled_at timestamptz,
  primary key (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id)
);
create index account_claim_standing on account_claim (district_id, account_id) where settled_at is null;

-- 已注销的账号可以由同名的新账号接续: one living account of a name, and any number that are gone.
drop index account_named_once;
create unique index account_named_once on account (district_id, unit_id, platform, name) where running_state <> 'deregistered';

-- A case that was begun by mistake, or is given up, is withdrawn with a reason.
alter table filing_case drop constraint filing_case_state_check;
alter table filing_case add constraint filing_case_state_check check (state in ('draft', 'sealing', 'submitted', 'returned',
  'accepted', 'reviewing', 'approved', 'rejected', 'executed', 'national-reported', 'registered', 'archived', 'withdrawn'));

-- 办结期限 of a closing, from the end of 公告期 on: one that no clean-up item put a day to can be late as well.
alter table closing add column due_on date;

-- What stands already without a number or a case behind it is a claim as well.
insert into account_claim (district_id, id, account_id, fact, value, reason, stated_by, stated_at)
select a.district_id, gen_random_uuid(), a.id, 'filing-state', 'filed', '升级前已标为已备案，没有备案号', 'system', a.updated_at
from account a
where a.filing_state = 'filed' and not exists (
  select from filing_record r where r.district_id = a.district_id and r.account_id = a.id);
insert into account_claim (district_id, id, account_id, fact, value, reason, stated_by, stated_at)
select a.district_id, gen_random_uuid(), a.id, 'running-state', a.running_state, '升级前已登记，没有关停、注销备案', 'system', a.updated_at
from account a
where a.running_state <> 'running' and not exists (
  select from filing_case c where c.district_id = a.district_id and c.account_id = a.id
    and c.kind in ('suspend', 'deregister') and c.decided_on is not null and c.state <> 'rejected');
