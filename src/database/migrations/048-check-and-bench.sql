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

-- 拆分、并入: a part of a finding is a finding of its own, and the whole stands aside; one that was put with another stands
-- aside with a link to it. Nothing is deleted. Who did it last and why stands here, every step of it in the trail.
alter table finding
  add column part integer not null default 0,
  add column part_of uuid,
  -- Of a part: the reported problems that it is about.
  add column problem_ids uuid[],
  add column merged_into uuid,
  add column arranged_reason text,
  add column arranged_by text,
  add column arranged_at timestamptz,
  drop constraint finding_state_check,
  add constraint finding_state_check
    check (state in ('candidate', 'needs-evidence', 'confirmed', 'dismissed', 'withdrawn', 'split', 'merged')),
  drop constraint finding_district_id_month_account_id_indicator_key,
  add constraint finding_once unique (district_id, month, account_id, indicator, part),
  add constraint finding_part_has_whole check ((part > 0) = (part_of is not null) and (part > 0) = (problem_ids is not null)),
  add constraint finding_merged_has_target check ((state = 'merged') = (merged_into is not null)),
  add foreign key (district_id, part_of) references finding (district_id, id),
  add foreign key (district_id, merged_into) references finding (district_id, id);
create index finding_by_whole on finding (district_id, part_of) where part_of is not null;
create index finding_by_target on finding (district_id, merged_into) where merged_into is not null;

-- 更名: each check asks under which name pages last showed an account.
create index collection_sample_names on collection_sample (district_id, account_id, observed_at)
  where kind = 'profile' and key = 'page';
