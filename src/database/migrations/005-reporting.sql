-- 季度监测报告: every version is kept with the content it was printed from, so that it prints the same again.

create table quarterly_report (
  district_id text not null references district (id),
  id uuid not null,
  quarter text not null check (quarter ~ '^[0-9]{4}Q[1-4]$'),
  version integer not null,
  state text not null check (state in ('draft', 'final')),
  cut_off date not null,
  content jsonb not null,
  digest text not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (district_id, id),
  unique (district_id, quarter, version)
);

create table quarterly_report_file (
  district_id text not null,
  report_id uuid not null,
  format text not null check (format in ('docx', 'pdf', 'xlsx')),
  file_id uuid not null,
  primary key (district_id, report_id, format),
  foreign key (district_id, report_id) references quarterly_report (district_id, id),
  foreign key (district_id, file_id) references stored_file (district_id, id)
);
