-- 全国政务新媒体信息报送系统: 主办单位与主管单位双方都要在其中办开办、关停手续 (rulebook (a)). Each side's entry is recorded apart.

-- What was recorded before is the unit's entry.
alter table national_report
  add column side text not null default 'unit' check (side in ('unit', 'office')),
  -- 回执 is asked for; where there is none, why. Older entries have neither.
  add column no_receipt_reason text;
alter table national_report alter column side drop default;
