import { z } from 'zod'
import {
  createUser,
  listUsers,
  resetPassword,
  resetSecondFactor,
  type Role,
  roleLabels,
  setDisabled,
  setRoles,
  setUnit,
  unitChoices,
  type UserSummary,
} from '../../access/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { Alert } from '../components/alert.tsx'
import { CsrfField, Field, Select } from '../components/field.tsx'
import { Head } from '../components/head.tsx'
import type { WebContext } from '../context.ts'
import { type FormValues, formValues, idField, readForm } from '../forms.ts'
import { render } from '../layout.tsx'
import { defineRoutes } from '../routing.ts'

/** Roles a person of the district may be given, as an office groups them. A level above is made at the server's terminal. */
const roleGroups: readonly { heading: string; roles: readonly Role[] }[] = [
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
      'auditor',
      'administrator',
      'security_officer',
    ],
  },
  { heading: '主办单位', roles: ['unit_editor', 'unit_deputy', 'unit_principal'] },
  { heading: '领导', roles: ['district_leader'] },
]
const grantable = roleGroups.flatMap(({ roles }) => roles)

const rolesField = z
  .union([z.string(), z.array(z.string())], '请至少选择一个角色。')
  .transform((found) => grantable.filter((role) => [found].flat().includes(role)))
  .refine((roles) => roles.length > 0, '请至少选择一个角色。')

const newUser = z.object({
  login: z
    .string('请填写用户名。')
    .regex(/^[a-zA-Z][\w.-]{1,39}$/, '用户名以字母开头，用字母、数字、点、横线，2 至 40 个字符。'),
  displayName: z.string('请填写姓名。').max(30),
  unitId: idField('请从列表中选择主办单位。').optional(),
  roles: rolesField,
})

type Unit = { id: string; name: string }
type Shown = {
  password?: { login: string; text: string }
  fields?: Record<string, string>
  values?: FormValues
  problem?: string
}

function UsersPage({
  csrf,
  ownId,
  users,
  units,
  shown,
}: {
  csrf: string
  ownId: string
  users: readonly UserSummary[]
  units: readonly Unit[]
  shown: Shown
}) {
  const { password, problem } = shown
  return (
    <>
      <Head title="用户与权限" note="经办与复核分开：同一人可以兼任多个角色，但不能复核自己经办的事项" />
      {problem && <Alert tone="fail" title={problem} />}
      {password && (
        <Alert tone="pass" title={`${password.login} 的一次性密码（只显示这一次，请当面或电话告知）`}>
          <span class="code">{password.text}</span>
        </Alert>
      )}
      <div class="cols c75">
        <section class="card">
          <header>
            <h2>用户</h2>
            <p>{`${users.length} 人`}</p>
          </header>
          <table class="cards long">
            <thead>
              <tr>
                <th>姓名</th>
                <th>用户名</th>
                <th>单位</th>
                <th>角色</th>
                <th>状态</th>
                <th>办理</th>
              </tr>
            </thead>
            <tbody>
              {users.map((user) => (
                <UserRow user={user} csrf={csrf} isSelf={user.id === ownId} units={units} />
              ))}
            </tbody>
          </table>
        </section>
        <NewUserForm csrf={csrf} units={units} shown={shown} />
      </div>
    </>
  )
}

type RowProps = { user: UserSummary; csrf: string; isSelf: boolean; units: readonly Unit[] }

function UserRow({ user, csrf, isSelf, units }: RowProps) {
  return (
    <tr>
      <td class="t">{user.displayName}</td>
      <td class="mono full">{user.login}</td>
      <td class="full">
        <UnitOfUser user={user} csrf={csrf} units={units} />
      </td>
      <td class="full">
        <details>
          <summary>{user.roles.map((role) => roleLabels[role]).join('、') || '无'}</summary>
          {isSelf ? (
            <p class="mut sm">本人的角色由其他管理员调整。</p>
          ) : (
            <form method="post" action={`/users/${user.id}/roles`} class="stack">
              <CsrfField csrf={csrf} />
              <RoleBoxes held={user.roles} />
              <button class="btn sml" type="submit">
                保存角色
              </button>
            </form>
          )}
        </details>
      </td>
      <td class="s">
        {user.disabled ? (
          <span class="st unkn">已停用</span>
        ) : user.mustChangePassword ? (
          <span class="st warn">未改初始密码</span>
        ) : (
          <span class="st pass">正常</span>
        )}
      </td>
      <td class="full">
        <span class="acts">
          <form class="inl" method="post" action={`/users/${user.id}/password`}>
            <CsrfField csrf={csrf} />
            <button class="btn txt" type="submit" aria-label={`重置密码：${user.displayName}`}>
              重置密码
            </button>
          </form>
          {!isSelf && user.hasSecondFactor && (
            <form class="inl" method="post" action={`/users/${user.id}/second-factor`}>
              <CsrfField csrf={csrf} />
              <button class="btn txt" type="submit" aria-label={`重置动态口令：${user.displayName}`}>
                重置动态口令
              </button>
            </form>
          )}
          {!isSelf && (
            <form class="inl" method="post" action={`/users/${user.id}/state`}>
              <CsrfField csrf={csrf} />
              <input type="hidden" name="disabled" value={user.disabled ? 'no' : 'yes'} />
              <button
                class="btn txt"
                type="submit"
                aria-label={`${user.disabled ? '启用' : '停用'}：${user.displayName}`}
              >
                {user.disabled ? '启用' : '停用'}
              </button>
            </form>
          )}
        </span>
      </td>
    </tr>
  )
}

function UnitOfUser({ user, csrf, units }: Omit<RowProps, 'isSelf'>) {
  const field = `unit-${user.id}`
  return (
    <details>
      <summary>{user.unitName ?? <span class="mut">主管单位</span>}</summary>
      <form method="post" action={`/users/${user.id}/unit`} class="stack">
        <CsrfField csrf={csrf} />
        <select id={field} name="unitId" aria-label={`所属单位：${user.displayName}`}>
          {unitOptions(units).map(({ value, label }) => (
            <option value={value} selected={value === (user.unitId ?? '')}>
              {label}
            </option>
          ))}
        </select>
        <button class="btn sml" type="submit">
          保存单位
        </button>
      </form>
    </details>
  )
}

const unitOptions = (units: readonly Unit[]) => [
  { value: '', label: '不属主办单位（主管单位人员）' },
  ...units.map(({ id, name }) => ({ value: id, label: name })),
]

function RoleBoxes({ held }: { held: readonly string[] }) {
  return (
    <>
      {roleGroups.map(({ heading, roles }) => (
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
}

function NewUserForm({
  csrf,
  units,
  shown: { fields = {}, values = {} },
}: {
  csrf: string
  units: readonly Unit[]
  shown: Shown
}) {
  const text = (name: string) => String(values[name] ?? '')
  return (
    <form class="card" method="post" action="/users">
      <header>
        <h2>建立用户</h2>
      </header>
      <div class="in">
        <CsrfField csrf={csrf} />
        <Field name="displayName" label="姓名" value={text('displayName')} required error={fields['displayName']} />
        <Field name="login" label="用户名" value={text('login')} required error={fields['login']} autocomplete="off" />
        <Select
          name="unitId"
          label="主办单位"
          value={text('unitId')}
          choices={unitOptions(units)}
          error={fields['unitId']}
          hint="主办单位的人员只看到本单位。"
        />
        <RoleBoxes held={[values['roles'] ?? []].flat()} />
        {fields['roles'] && <p class="errm">{fields['roles']}</p>}
        <button class="btn pri" type="submit">
          建立
        </button>
      </div>
    </form>
  )
}

async function page(c: WebContext, shown: Shown = {}, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const users = await listUsers(deps, actor, session.districtId)
  const units = await unitChoices(deps.db, session.districtId)
  return render(
    c,
    <UsersPage csrf={session.csrf} ownId={actor.id} users={users} units={units} shown={shown} />,
    { title: '用户与权限', current: '/users' },
    status,
  )
}

async function create(c: WebContext): Promise<Response> {
  const read = await readForm(c, newUser)
  if (!read.ok) return page(c, { fields: read.errors, values: read.values }, 422)
  const { unitId, ...user } = read.value
  const typed = await formValues(c)
  const refused = ({ code, message }: Refusal): Shown => ({
    problem: message,
    values: typed,
    ...(code === 'access.unit-required' && { fields: { unitId: message } }),
  })
  return guarded(c, refused, async () => {
    const { password } = await createUser(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      unitId: unitId ?? null,
      ...user,
    })
    return page(c, { password: { login: user.login, text: password } })
  })
}

async function changeRoles(c: WebContext): Promise<Response> {
  const read = await readForm(c, z.object({ roles: rolesField }))
  if (!read.ok) return page(c, { problem: '请至少选择一个角色，原有角色未改动。' }, 422)
  return guarded(c, problemOnly, async () => {
    await setRoles(c.var.deps, c.var.actor, { ...target(c), roles: read.value.roles })
    return c.redirect('/users', 303)
  })
}

async function reset(c: WebContext): Promise<Response> {
  return guarded(c, problemOnly, async () => {
    const { password } = await resetPassword(c.var.deps, c.var.actor, target(c))
    const user = (await listUsers(c.var.deps, c.var.actor, c.var.session.districtId)).find(
      ({ id }) => id === c.req.param('id'),
    )
    return page(c, { password: { login: user?.login ?? '', text: password } })
  })
}

async function resetFactor(c: WebContext): Promise<Response> {
  return guarded(c, problemOnly, async () => {
    await resetSecondFactor(c.var.deps, c.var.actor, target(c))
    return c.redirect('/users', 303)
  })
}

async function changeState(c: WebContext): Promise<Response> {
  const disabled = (await formValues(c))['disabled'] === 'yes'
  return guarded(c, problemOnly, async () => {
    await setDisabled(c.var.deps, c.var.actor, { ...target(c), disabled })
    return c.redirect('/users', 303)
  })
}

const target = (c: WebContext) => ({ districtId: c.var.session.districtId, userId: c.req.param('id') ?? '' })

async function changeUnit(c: WebContext): Promise<Response> {
  const read = await readForm(c, newUser.pick({ unitId: true }))
  if (!read.ok) return page(c, { problem: read.errors['unitId'] ?? '' }, 422)
  const unitId = read.value.unitId ?? null
  return guarded(c, problemOnly, async () => {
    await setUnit(c.var.deps, c.var.actor, { ...target(c), unitId })
    return c.redirect('/users', 303)
  })
}

const problemOnly = ({ message }: Refusal): Shown => ({ problem: message })

// What stood in the way, above the same page.
async function guarded(
  c: WebContext,
  shown: (refusal: Refusal) => Shown,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return page(c, shown(error), error.status)
  }
}

export const userRoutes = defineRoutes([
  { method: 'get', path: '/users', door: 'users.manage', handle: (c) => page(c) },
  { method: 'post', path: '/users', door: 'users.manage', handle: create },
  { method: 'post', path: '/users/:id/roles', door: 'users.manage', handle: changeRoles },
  { method: 'post', path: '/users/:id/unit', door: 'users.manage', handle: changeUnit },
  { method: 'post', path: '/users/:id/password', door: 'users.manage', handle: reset },
  { method: 'post', path: '/users/:id/second-factor', door: 'users.manage', handle: resetFactor },
  { method: 'post', path: '/users/:id/state', door: 'users.manage', handle: changeState },
])
