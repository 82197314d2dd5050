-- Under what name of a directory (LDAP) a browser signed its user in: that name is none of ours, and what is tried under it
-- is counted as guesses of a password here are. Kept as it is counted, by a code of the vault's; null: by other ways alone.
alter table known_browser add column name_mac bytea;
-- Between the password there and a second factor here.
alter table sign_in_step add column name_mac bytea;
