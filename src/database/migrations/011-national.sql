-- 全国政务新媒体信息报送系统: what its sheet asks beyond the ledger, and sheets out of it held against the ledger (rulebook (b), (h)7).

-- 统一社会信用代码 (GB 32100-2015). Two units may share one: 一个机构两块牌子.
create table unit_credit_code (
  district_id text not null,
  unit_id uuid not null,
  code text not null check (length(code) = 18),
  version integer not null default 1,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (district_id, unit_id),
  foreign key (district_id, unit_id) references unit (district_id, id)
);

-- One sheet held against the ledger; what differed then stays as it was.
create table national_comparison (
  district_id text not null references district (id),
  id uuid not null,
  file_id uuid not null,
  file_name text not null,
  -- Units that the sheet names, or the whole district: which accounts of the ledger it should hold.
  extent text not null check (extent in ('units-in-sheet', 'district')),
  row_count integer not null,
  matched_count integer not null,
  -- Cells that could not be read, with their place and what is wanted; never what stood in a cell of a person.
  unread jsonb not null,
  compared_by text not null,
  compared_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);

create table national_difference (
  district_id text not null,
  comparison_id uuid not null,
  position integer not null,
  kind text not null check (kind in ('only-sheet', 'only-ledger', 'field')),
  field text check ((kind = 'field') = (field is not null)),
  unit_id uuid,
  account_id uuid,
  -- Both values and the row behind them, sealed: 联系人 and 手机 are among them.
  wrapped_key bytea not null,
  sealed bytea not null,
  state text not null default 'open' check (state in ('open', 'accepted', 'dismissed')),
  reason text,
  decided_by text,
  decided_at timestamptz,
  version integer not null default 1,
  primary key (district_id, comparison_id, position),
  foreign key (district_id, comparison_id) references national_comparison (district_id, id),
  check ((state = 'open') = (decided_by is null)),
  check (state <> 'dismissed' or reason is not null)
);
