-- Files of a form that was held up until whoever sits there has shown who they are: sealed, for a quarter of an hour, and
-- gone with the session. One held up form a session: the next one takes its place.
create table held_file (
  session_id uuid not null references session (id) on delete cascade,
  position integer not null,
  -- The form they were sent to; no other one takes them up.
  address text not null,
  field text not null,
  name text not null,
  media_type text not null,
  wrapped_key bytea not null,
  sealed bytea not null,
  held_at timestamptz not null,
  primary key (session_id, position)
);
create index held_file_by_time on held_file (held_at);
