-- An account is decided once: what was proposed of it before and is not done joins the newest item when that is decided.
alter table cleanup_item
  add column joined_item_id uuid,
  add foreign key (district_id, joined_item_id) references cleanup_item (district_id, id),
  add constraint cleanup_item_joined_check check (joined_item_id is null or (state = 'closed' and joined_item_id <> id));
