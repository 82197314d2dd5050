-- Results of a check are written while the rest is judged, before the run that they belong to.
alter table check_result alter constraint check_result_district_id_run_id_fkey deferrable initially deferred;
