-- A scan of a case that was put aside: another takes its place, and it stays on record. Why, stands in its opinions.
alter table filing_case_scan add column replaced_at timestamptz;
