-- Visits of the public form by address. Several programs serve one database and must come to one count. Kept as keyed
-- digests whose key lies in no database, for an hour; unlogged: nothing of it is in a backup or a log, and a crash of the
-- database empties it.
create unlogged table form_visit (
  who bytea not null,
  at timestamptz not null
);
create index form_visit_by_who on form_visit (who, at);
create index form_visit_by_age on form_visit (at);
