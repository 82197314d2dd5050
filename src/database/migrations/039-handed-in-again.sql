-- 核验 and 手写更正 are of the papers that were handed in then: what is handed in again is looked at again.
alter table filing_paper_check add column set_apart_at timestamptz;
alter table filing_correction add column set_apart_at timestamptz;

-- What waits for 受理 and was handed in again since it was looked at.
update filing_paper_check c set set_apart_at = r.submitted_at from filing_return r
where c.source_kind = 'return' and r.district_id = c.district_id and r.id = c.source_id and r.print_number = c.print_number
  and r.state = 'submitted' and c.checked_at < r.submitted_at;
update filing_correction c set set_apart_at = r.submitted_at from filing_return r
where c.source_kind = 'return' and r.district_id = c.district_id and r.id = c.source_id and r.print_number = c.print_number
  and r.state = 'submitted' and c.transcribed_at < r.submitted_at;
update filing_paper_check c set set_apart_at = f.submitted_at from filing_case f
where c.source_kind = 'case' and f.district_id = c.district_id and f.id = c.source_id and f.print_number = c.print_number
  and f.state = 'submitted' and c.checked_at < f.submitted_at;
update filing_correction c set set_apart_at = f.submitted_at from filing_case f
where c.source_kind = 'case' and f.district_id = c.district_id and f.id = c.source_id and f.print_number = c.print_number
  and f.state = 'submitted' and c.transcribed_at < f.submitted_at;

-- 撤下扫描件 of a return says who and why, as that of a case does; null: it was put aside before anybody was asked.
alter table filing_scan
  add column replaced_by text,
  add column replaced_reason text;
