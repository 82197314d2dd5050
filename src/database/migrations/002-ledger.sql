-- 台账: units, their three responsible people, accounts with every field of 附件2 and of 附件1's head.

create table unit (
  district_id text not null references district (id),
  id uuid not null,
  code text not null,
  name text not null,
  short_name text,
  kind text not null,
  parent_id uuid,
  public_facing boolean not null default true,
  state text not null default 'active' check (state in ('active', 'merged', 'abolished')),
  merged_into uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (district_id, id),
  unique (district_id, code),
  unique (district_id, name),
  foreign key (district_id, parent_id) references unit (district_id, id),
  foreign key (district_id, merged_into) references unit (district_id, id)
);

-- 第一责任人、直接责任人、工作人员 (notice 三). No row: nobody has said yet (unknown). 'vacant': the unit said there is none.
create table unit_duty (
  district_id text not null,
  unit_id uuid not null,
  duty text not null check (duty in ('primary', 'direct', 'staff')),
  state text not null check (state in ('filled', 'vacant')),
  person_id uuid,
  changed_at timestamptz not null,
  primary key (district_id, unit_id, duty),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, person_id) references person (district_id, id),
  check ((state = 'filled') = (person_id is not null))
);

create table account (
  district_id text not null,
  id uuid not null,
  unit_id uuid not null,
  name text not null,
  platform text not null,
  platform_found text,
  vendor_found text,
  purpose text check (purpose in ('publish', 'service', 'mixed')),
  identifier text,
  profile_url text,
  certified_entity text,
  operator_unit text,
  operation_mode text check (operation_mode in ('self', 'outsourced')),
  budget_yuan numeric(14, 2) check (budget_yuan >= 0),
  followers bigint check (followers >= 0),
  followers_precision text,
  followers_found text,
  followers_on date,
  reads bigint check (reads >= 0),
  reads_precision text,
  reads_found text,
  reads_on date,
  reads_scope text check (reads_scope in ('total', 'last30d', 'average')),
  push_frequency text,
  opened_on date,
  opened_precision text check (opened_precision in ('year', 'month', 'day')),
  has_dedicated_staff boolean,
  staff_count integer check (staff_count >= 0),
  operating_status text check (operating_status in ('normal', 'stopped')),
  running_state text not null default 'running' check (running_state in ('running', 'closing', 'closed', 'deregistered')),
  functions text[] not null default '{}',
  functions_found text,
  disposition text,
  filing_state text not null default 'unknown' check (filing_state in ('unknown', 'filed', 'unfiled')),
  renamed_from text,
  renamed_on date,
  sheet_order integer,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, unit_id) references unit (district_id, id)
);
create unique index account_named_once on account (district_id, unit_id, platform, name);
create index account_by_name on account (district_id, name);

-- 负责人及联系电话、联系人及联系电话 (附件2), 分管领导、网站管理员 (附件1), each a sealed person.
create table account_contact (
  district_id text not null,
  account_id uuid not null,
  duty text not null check (duty in ('principal', 'contact', 'leader', 'admin')),
  person_id uuid not null,
  changed_at timestamptz not null,
  primary key (district_id, account_id, duty),
  foreign key (district_id, account_id) references account (district_id, id),
  foreign key (district_id, person_id) references person (district_id, id)
);

-- The four things above and below the table of 附件2: 填表单位, 填报人, 联系电话, 统计时间截至.
create table annex2_sheet (
  district_id text not null,
  unit_id uuid not null,
  reporter_person_id uuid,
  counted_until date,
  changed_at timestamptz not null,
  primary key (district_id, unit_id),
  foreign key (district_id, unit_id) references unit (district_id, id),
  foreign key (district_id, reporter_person_id) references person (district_id, id)
);

create table import_run (
  district_id text not null,
  id uuid not null,
  kind text not null check (kind in ('accounts', 'posts')),
  file_id uuid not null,
  file_name text not null,
  state text not null check (state in ('previewed', 'written')),
  summary jsonb not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);
