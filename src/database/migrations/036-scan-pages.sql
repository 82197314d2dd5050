-- On which page each code of a scan was read, counted from 1, in the order of `codes`; empty: nobody kept it then.
alter table filing_scan add column code_pages integer[] not null default '{}';
update filing_scan set code_pages = array_fill(1, array[cardinality(codes)]) where pages = 1 and cardinality(codes) > 0;
alter table filing_scan alter column code_pages drop default;
alter table filing_scan add check (cardinality(code_pages) in (0, cardinality(codes)));

-- A scan that was there when its return was sent back stands for nothing any more; the unit sees it as 退回前.
alter table filing_scan add column sent_back_at timestamptz;
update filing_scan s set sent_back_at = d.found_at
from filing_return r, (
  select district_id, return_id, print_number, max(found_at) as found_at
  from filing_defect group by district_id, return_id, print_number
) d
where r.district_id = s.district_id and r.id = s.return_id and r.accepted_print is distinct from s.print_number
  and d.district_id = s.district_id and d.return_id = s.return_id and d.print_number = s.print_number
  and s.uploaded_at < d.found_at;

-- The page on which somebody found a paper whose code could not be read.
alter table filing_paper_check
  add column scan_id uuid,
  add column scan_page integer check (scan_page > 0),
  add check ((scan_id is null) = (scan_page is null));

-- How many pages were printed, and what who confirmed said of those that no scan has; null: printed before they were counted.
alter table decision_sheet
  add column printed_pages integer check (printed_pages > 0),
  add column missing_pages text;
