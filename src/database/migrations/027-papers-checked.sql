-- 核验 and 手写更正 are one record, whatever a paper files: that of a return and that of a 备案事项 are signed, sealed and
-- corrected by pen alike. As in filing_record, the source is named by kind and id.
alter table filing_paper_check drop constraint filing_paper_check_district_id_return_id_fkey;
alter table filing_paper_check drop constraint filing_paper_check_pkey;
alter table filing_paper_check rename column return_id to source_id;
alter table filing_paper_check add column source_kind text not null default 'return' check (source_kind in ('return', 'case'));
alter table filing_paper_check alter column source_kind drop default;
alter table filing_paper_check add primary key (district_id, source_kind, source_id, print_number, paper);

alter table filing_correction drop constraint filing_correction_district_id_return_id_fkey;
alter table filing_correction drop constraint filing_correction_pkey;
alter table filing_correction rename column return_id to source_id;
alter table filing_correction add column source_kind text not null default 'return' check (source_kind in ('return', 'case'));
alter table filing_correction alter column source_kind drop default;
alter table filing_correction add primary key (district_id, source_kind, source_id, print_number, paper, account_id, field);
