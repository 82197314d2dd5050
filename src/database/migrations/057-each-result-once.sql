-- What a run found stands once: a province's accounts share a few hundred different results, and each names its own.
create table run_result (
  district_id text not null references district (id),
  run_id uuid not null,
  number integer not null check (number > 0),
  -- As it was judged, without clause and threshold, which stand with the run's rules.
  result jsonb not null,
  indicator text not null generated always as (result ->> 'indicator') stored,
  class text not null generated always as (result ->> 'class') stored,
  value text not null generated always as (result ->> 'value') stored,
  primary key (district_id, run_id, number),
  -- Written before the run that they belong to, as accounts are judged.
  foreign key (district_id, run_id) references check_run (district_id, id) deferrable initially deferred
);

alter table check_result add column result_numbers integer[];

insert into run_result (district_id, run_id, number, result)
select district_id, run_id, row_number() over (partition by district_id, run_id order by first, result::text), result
from (
  select c.district_id, c.run_id, e.result, min(e.place) as first
  from check_result c, jsonb_array_elements(c.results) with ordinality as e (result, place)
  group by c.district_id, c.run_id, e.result
) different;

update check_result c set result_numbers = own.numbers
from (
  select c.district_id, c.run_id, c.account_id, array_agg(r.number order by e.place) as numbers
  from check_result c, jsonb_array_elements(c.results) with ordinality as e (result, place), run_result r
  where r.district_id = c.district_id and r.run_id = c.run_id and r.result = e.result
  group by c.district_id, c.run_id, c.account_id
) own
where own.district_id = c.district_id and own.run_id = c.run_id and own.account_id = c.account_id;
update check_result set result_numbers = '{}' where result_numbers is null;

-- What was entered above is looked at now, or the table could not be altered.
set constraints all immediate;
alter table check_result alter column result_numbers set not null, drop column results;
