-- 专项排查 that is not approved: sent back to be changed, not approved for good, or withdrawn by who drafted it, each with a reason.
alter table filing_campaign
  drop constraint filing_campaign_state_check,
  drop constraint filing_campaign_district_id_title_key,
  add check (state in ('draft', 'returned', 'open', 'closed', 'rejected', 'withdrawn')),
  -- Everybody who drafted or changed it: none of them approves it.
  add column handled_by text[] not null default '{}',
  add column decided_by text,
  -- Why it was sent back, not approved or withdrawn, the last time.
  add column decision_reason text,
  add check (state not in ('returned', 'rejected', 'withdrawn') or (decided_by is not null and decision_reason is not null));
update filing_campaign set handled_by = array[prepared_by];

-- What came to nothing keeps no title from a new draft.
create unique index filing_campaign_titled_once on filing_campaign (district_id, title)
  where state not in ('rejected', 'withdrawn');
