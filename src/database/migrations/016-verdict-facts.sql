-- What a judged month knew of an account stays with its result, and who brought an account's facts in can be told again.

-- The unit, its kind, the name and the platform as they stood when the account was judged: a later edit of the ledger
-- changes no past month. Results from before this migration did not keep them: they are filled from what stands in the
-- ledger at this moment, which is what every page and report read until now; what had been changed before is not known.
alter table check_result
  add column unit_id uuid,
  add column unit_name text,
  add column unit_kind text,
  add column account_name text,
  add column platform text;
update check_result
set unit_id = a.unit_id, unit_name = u.name, unit_kind = u.kind, account_name = a.name, platform = a.platform
from account a
join unit u on u.district_id = a.district_id and u.id = a.unit_id
where a.district_id = check_result.district_id and a.id = check_result.account_id;
alter table check_result
  alter column unit_id set not null,
  alter column unit_name set not null,
  alter column unit_kind set not null,
  alter column account_name set not null,
  alter column platform set not null;

-- Which accounts an import of 附件2 registered or changed, and which facts of them, so that the importer doesn't decide
-- what his own sheet said.
create table import_account (
  district_id text not null,
  import_id uuid not null,
  account_id uuid not null,
  change text not null check (change in ('created', 'changed')),
  -- Names of the facts it brought; null: an import from before this migration, of which only the account is known.
  facts text[],
  primary key (district_id, import_id, account_id),
  foreign key (district_id, import_id) references import_run (district_id, id),
  foreign key (district_id, account_id) references account (district_id, id)
);
create index import_account_by_account on import_account (district_id, account_id);

-- Of earlier imports: an account bears the moment at which it was registered or last written, and an import's link in
-- the trail bears the same one. A change that something else has overwritten since can't be found.
insert into import_account (district_id, import_id, account_id, change)
select a.district_id, t.subject_id::uuid, a.id, case when a.created_at = t.occurred_at then 'created' else 'changed' end
from trail_event t
join account a on a.district_id = t.district_id and t.occurred_at in (a.created_at, a.updated_at)
where t.action = 'accounts.imported' and t.subject_kind = 'import'
on conflict do nothing;
