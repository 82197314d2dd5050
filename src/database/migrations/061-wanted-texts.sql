-- Units whose posts are kept with their texts, so that these are held against what was approved; of all others titles and links alone.
create table text_wanted (
  district_id text not null,
  unit_id uuid not null,
  primary key (district_id, unit_id),
  foreign key (district_id, unit_id) references unit (district_id, id)
);
insert into text_wanted select district_id, unit_id from publishing_adoption where ended_at is null;
