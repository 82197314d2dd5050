-- One final report a quarter: a later version that is taken as final supersedes the earlier one, and both stay.

alter table quarterly_report drop constraint quarterly_report_state_check;
alter table quarterly_report add constraint quarterly_report_state_check check (state in ('draft', 'final', 'superseded'));
