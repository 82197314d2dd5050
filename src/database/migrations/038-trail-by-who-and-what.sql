-- 留痕核验 is searched by who acted and by what was done: neither may read the whole chain.
create index trail_event_by_actor on trail_event (district_id, actor_id, seq);
create index trail_event_by_action on trail_event (district_id, action, seq);
