-- 归档包 in volumes: what doesn't fit into one package goes on in the next, so that nothing is left out.
alter table closing_archive
  add column volume integer not null default 1,
  add column volume_count integer not null default 1,
  add constraint closing_archive_volume_check check (volume between 1 and volume_count);
