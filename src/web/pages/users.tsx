import { z } from 'zod'
import { createUser, listUsers, roleLabels, unitChoices, type UserSummary } from '../../access/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { Alert } from '../components/alert.tsx'
import { Field, Select } from '../components/field.tsx'
import { FormCard } from '../components/form-card.tsx'
import { Empty, Head } from '../components/head.tsx'
import { Pager, pageFrom, pageSize } from '../components/paging.tsx'
import { SearchBox, searchFrom } from '../components/search.tsx'
import { Status } from '../components/status.tsx'
import type { WebContext } from '../context.ts'
import { type FormValues, formValues, idField, readForm } from '../forms.ts'
import { render } from '../layout.tsx'
import { defineRoutes } from '../routing.ts'
import { isAbove, RoleBoxes, roleGroupsFor, rolesField } from './user-roles.tsx'

const newUser = z.object({
  login: z
    .string('请填写用户名。')
    .regex(/^[a-zA-Z][\w.-]{1,39}$/, '用户名以字母开头，用字母、数字、点、横线，2 至 40 个字符。'),
  displayName: z.string('请填写姓名。').max(30, '姓名不超过 30 个字。'),
  unitId: idField('请从列表中选择主办单位。').optional(),
})

export type Unit = { id: string; name: string }
type Shown = {
  password?: { login: string; text: string }
  fields?: Record<string, string>
  values?: FormValues
  problem?: string
}

/** A one-time password on the answer that made it, and never again. */
export const OneTimePassword = ({ login, text }: { login: string; text: string }) => (
  <Alert tone="pass" title={`${login} 的一次性密码（只显示这一次，请当面或电话告知）`}>
    <span class="code">{text}</span>
  </Alert>
)

export const UserState = ({ user: { disabled, mustChangePassword } }: { user: UserSummary }) =>
  disabled ? (
    <Status mark="unkn" word="已停用" />
  ) : mustChangePassword ? (
    <Status mark="warn" word="未改初始密码" />
  ) : (
    <Status mark="pass" word="正常" />
  )

export const unitOptions = (units: readonly Unit[]) => [
  { value: '', label: '不属主办单位（主管单位人员）' },
  ...units.map(({ id, name }) => ({ value: id, label: name })),
]

const UserRow = ({ user, above }: { user: UserSummary; above: boolean }) => (
  <tr>
    <td class="t">
      <a href={`/users/${user.id}`}>{user.displayName}</a>
    </td>
    <td class="mono full">{user.login}</td>
    {!above && <td class="full">{user.unitName ?? <span class="mut">主管单位</span>}</td>}
    <td class="full">{user.roles.map((role) => roleLabels[role]).join('、') || '无'}</td>
    <td class="s">
      <UserState user={user} />
    </td>
  </tr>
)

const Listed = ({ c, users }: { c: WebContext; users: readonly UserSummary[] }) => {
  const [above, page] = [isAbove(c), pageFrom(c)]
  return (
    <section class="card">
      <header>
        <h2>用户</h2>
        <p>{`${users.length} 人`}</p>
      </header>
      {users.length === 0 ? (
        <Empty title="没有符合条件的用户">换一个姓名、用户名或单位再查。</Empty>
      ) : (
        <>
          <table class="cards long">
            <thead>
              <tr>
                <th>姓名</th>
                <th>用户名</th>
                {!above && <th>单位</th>}
                <th>角色</th>
                <th>状态</th>
              </tr>
            </thead>
            <tbody>
              {users.slice((page - 1) * pageSize, page * pageSize).map((user) => (
                <UserRow user={user} above={above} />
              ))}
            </tbody>
          </table>
          <Pager c={c} page={page} total={users.length} path="/users" />
        </>
      )}
    </section>
  )
}

function NewUserForm({ c, units, shown }: { c: WebContext; units: readonly Unit[]; shown: Shown }) {
  const { fields = {}, values = {} } = shown
  const text = (name: string) => String(values[name] ?? '')
  return (
    <FormCard csrf={c.var.session.csrf} action="/users" title="建立用户" submit="建立" primary>
      <Field name="displayName" label="姓名" value={text('displayName')} required error={fields['displayName']} />
      <Field name="login" label="用户名" value={text('login')} required error={fields['login']} autocomplete="off" />
      {!isAbove(c) && (
        <Select
          name="unitId"
          label="主办单位"
          value={text('unitId')}
          choices={unitOptions(units)}
          error={fields['unitId']}
          hint="主办单位的人员只看到本单位。"
        />
      )}
      <RoleBoxes groups={roleGroupsFor(c)} held={[values['roles'] ?? []].flat()} />
      {fields['roles'] && <p class="errm">{fields['roles']}</p>}
    </FormCard>
  )
}

async function usersPage(c: WebContext, shown: Shown = {}, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const all = await listUsers(deps, actor, session.levelId)
  const units = isAbove(c) ? [] : await unitChoices(deps.db, session.districtId)
  const sought = searchFrom(c)
  const users = all.filter(({ displayName, login, unitName }) =>
    [displayName, login, unitName ?? '主管单位'].some((text) => text.includes(sought)),
  )
  const body = (
    <>
      <Head
        title="用户与权限"
        note={
          isAbove(c)
            ? `代码 ${session.levelId} 本级的人员，与页首所选的地区无关；各地区的用户由各地区管理`
            : '经办与复核分开：同一人可以兼任多个角色，但不能复核自己经办的事项'
        }
      />
      {shown.problem && <Alert tone="fail" title={shown.problem} />}
      {shown.password && <OneTimePassword {...shown.password} />}
      <div class="cols c75">
        <div>
          <form class="filter" method="get" action="/users">
            <SearchBox c={c} label="查姓名、用户名、单位" />
            <button class="btn" type="submit">
              查找
            </button>
          </form>
          <Listed c={c} users={users} />
        </div>
        <NewUserForm c={c} units={units} shown={shown} />
      </div>
    </>
  )
  return render(c, body, { title: '用户与权限', current: '/users' }, status)
}

async function create(c: WebContext): Promise<Response> {
  const read = await readForm(c, newUser.extend({ roles: rolesField(roleGroupsFor(c)) }))
  if (!read.ok) return usersPage(c, { fields: read.errors, values: read.values }, 422)
  const { unitId, ...user } = read.value
  try {
    const { password } = await createUser(c.var.deps, c.var.actor, {
      districtId: c.var.session.levelId,
      unitId: unitId ?? null,
      ...user,
    })
    return await usersPage(c, { password: { login: user.login, text: password } })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    const { code, message } = error
    const fields = code === 'access.unit-required' ? { fields: { unitId: message } } : {}
    return usersPage(c, { problem: message, values: await formValues(c), ...fields }, error.status)
  }
}

export const usersRoutes = defineRoutes([
  { method: 'get', path: '/users', door: 'users.manage', ownLevel: true, handle: (c) => usersPage(c) },
  { method: 'post', path: '/users', door: 'users.manage', ownLevel: true, handle: create },
])
