-- When a password was set: for its rotation, where the office asks for one, and for first passwords, which don't hold for ever.
alter table app_user add column password_set_at timestamptz;
update app_user set password_set_at = case when must_change_password then now() else created_at end;

-- Passwords of the past, as hashes: who has to change theirs doesn't go back to one of these.
create table password_history (
  user_id uuid not null references app_user (id),
  password_hash text not null,
  replaced_at timestamptz not null,
  primary key (user_id, password_hash)
);
