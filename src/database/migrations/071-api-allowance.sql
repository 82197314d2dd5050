-- What is left of a token's requests, for every program that answers them together: each takes a second's share at a time.
-- Unlogged: nothing of it is in a backup, and a crash of the database fills every bucket, which does no harm.
create unlogged table api_allowance (
  district_id text not null,
  token_id uuid not null,
  -- How many may still be given out, as of filled_at; it fills evenly, to one minute's number.
  allowance double precision not null,
  -- How many the last program that asked was given.
  given integer not null,
  filled_at timestamptz not null,
  -- When it was full last: what a program took before and brings back unused is no more than what overflowed then.
  full_at timestamptz not null,
  primary key (district_id, token_id)
);
