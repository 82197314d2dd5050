-- Free words that somebody gave at a step. The trail keeps where they lie and their digest; the words are sealed here with
-- a key of their own, and go with it (decision 008).
create table said_words (
  district_id text not null references district (id),
  id uuid not null,
  wrapped_key bytea,
  sealed bytea,
  salt bytea,
  said_at timestamptz not null,
  erased_at timestamptz,
  primary key (district_id, id),
  check ((erased_at is null) = (wrapped_key is not null and sealed is not null and salt is not null))
);
