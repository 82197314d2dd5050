-- A countersignature is asked of one office of the district: 宣传部门 or 保密部门. Until now its name alone said which.
alter table manuscript_step add column office text check (office in ('propaganda', 'secrecy'));
update manuscript_step set office = case name when '保密部门会签' then 'secrecy' else 'propaganda' end
where signer = 'office';
alter table manuscript_step add check ((signer = 'office') = (office is not null));

-- Whoever countersigned manuscripts goes on doing so until an administrator gives each office its own person.
insert into user_role (user_id, role, granted_at)
select held.user_id, office.role, held.granted_at
from user_role held
cross join (values ('propaganda_office'), ('secrecy_office')) as office (role)
where held.role = 'countersigner';
