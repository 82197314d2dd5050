-- 清理整合审定表: the unit's own word comes out of the annex that its principal signed and sealed, and is never typed twice.

-- Which printing of which return said it, under which 备案号. Null: the unit said it on the page, or has said nothing.
alter table cleanup_item add column unit_return_id uuid;
alter table cleanup_item add column unit_return_print integer;
alter table cleanup_item add column unit_filing_number text;
alter table cleanup_item add foreign key (district_id, unit_return_id) references filing_return (district_id, id);

-- 疑似重复账号: what a person said of two accounts. A later word stands beside the earlier one; the last one counts.
create table similar_decision (
  district_id text not null references district (id),
  account_id uuid not null,
  other_id uuid not null,
  number integer not null check (number > 0),
  verdict text not null check (verdict in ('same', 'different')),
  reason text not null,
  decided_by text not null,
  decided_at timestamptz not null,
  primary key (district_id, account_id, other_id, number),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, other_id) references account (district_id, id),
  check (account_id < other_id)
);
