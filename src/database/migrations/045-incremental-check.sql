-- 只检变动账号: a run keeps what each account was judged on, group by group, as digests (JSON: group -> digest), so that a
-- later run judges only where one of them differs. Null: judged before they were kept, or judged anew.
alter table check_result add column fact_digests text;

-- Of rules, numbers and program that a run judged with, one digest; and of a run over changed accounts how many it judged
-- and why ({"accounts": 3, "why": {"update": 2, "account": 1}}); null where all were judged.
alter table check_run add column judged_with text;
alter table check_run add column rejudged jsonb;

-- The live state asks every few seconds whether anything is newer: 200,000 messages were read through for it (81 ms).
create index message_by_entry on message (district_id, created_at);
create index message_step_by_day on message_step (district_id, done_at);
