import { z } from 'zod'
import { type Role, roleLabels, rolesAbove } from '../../access/index.ts'
import type { WebContext } from '../context.ts'

type Group = { heading: string; roles: readonly Role[] }

/** Roles a person of the district may be given, as an office groups them. */
const ofDistrict: readonly Group[] = [
  {
    heading: '主管单位',
    roles: [
      'supervisor',
      'acceptor',
      'examiner',
      'reviewer',
      'office_head',
      'issuer',
      'countersigner',
      'propaganda_office',
      'secrecy_office',
      'auditor',
      'administrator',
      'security_officer',
    ],
  },
  { heading: '主办单位', roles: ['unit_editor', 'unit_deputy', 'unit_principal'] },
  { heading: '领导', roles: ['district_leader'] },
]
const ofLevelAbove: readonly Group[] = [{ heading: '上级主管部门', roles: rolesAbove }]

/** Whoever looks after the people of a city or province, not of a district. */
export const isAbove = ({ var: { session } }: WebContext): boolean => session.levelId !== session.districtId

export const roleGroupsFor = (c: WebContext): readonly Group[] => (isAbove(c) ? ofLevelAbove : ofDistrict)

/** The roles as sent, those alone that may be given at this level. */
export const rolesField = (groups: readonly Group[]) => {
  const grantable = groups.flatMap(({ roles }) => roles)
  return z
    .union([z.string(), z.array(z.string())], '请至少选择一个角色。')
    .transform((found) => grantable.filter((role) => [found].flat().includes(role)))
    .refine((roles) => roles.length > 0, '请至少选择一个角色。')
}

export const RoleBoxes = ({ groups, held }: { groups: readonly Group[]; held: readonly string[] }) => (
  <>
    {groups.map(({ heading, roles }) => (
      <fieldset class="fld">
        <legend class="lab">{heading}</legend>
        <span class="checks">
          {roles.map((role) => (
            <label>
              <input type="checkbox" name="roles" value={role} checked={held.includes(role)} />
              {roleLabels[role]}
            </label>
          ))}
        </span>
      </fieldset>
    ))}
  </>
)
