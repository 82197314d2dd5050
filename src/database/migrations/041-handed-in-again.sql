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

-- A case that is sent back takes its scans along, as a return does.
alter table filing_case_scan add column sent_back_at timestamptz;
update filing_case_scan s set sent_back_at = o.given_at
from filing_case f, (
  select district_id, case_id, max(given_at) as given_at
  from filing_case_opinion where action in ('send-back', 'disagree') group by district_id, case_id
) o
where f.district_id = s.district_id and f.id = s.case_id and o.district_id = s.district_id and o.case_id = s.case_id
  and f.state in ('draft', 'sealing', 'submitted', 'returned') and s.uploaded_at < o.given_at;
