import { z } from 'zod'
import {
  findUser,
  resetPassword,
  resetSecondFactor,
  roleLabels,
  setDisabled,
  setRoles,
  setUnit,
  unitChoices,
  type UserSummary,
  isOwnAccount,
} from '../../access/index.ts'
import { isUuid } from '../../database/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { Alert } from '../components/alert.tsx'
import { Select } from '../components/field.tsx'
import { FormCard } from '../components/form-card.tsx'
import { Head } from '../components/head.tsx'
import type { WebContext } from '../context.ts'
import { formValues, idField, readForm } from '../forms.ts'
import { render } from '../layout.tsx'
import { defineRoutes } from '../routing.ts'
import { shownMinute } from '../shown-time.ts'
import { isAbove, RoleBoxes, roleGroupsFor, rolesField } from './user-roles.tsx'
import { OneTimePassword, type Unit, unitOptions, UserState } from './users.tsx'

type Shown = { password?: string; problem?: string }

/** The person that an address names, of the own level. Refuses `access.unknown-user`. */
async function userOf(c: WebContext): Promise<UserSummary> {
  const id = c.req.param('id') ?? ''
  const user = isUuid(id) ? await findUser(c.var.deps, c.var.actor, target(c)) : undefined
  if (!user) throw refuse('access.unknown-user')
  return user
}

const target = (c: WebContext) => ({ districtId: c.var.session.levelId, userId: c.req.param('id') ?? '' })

const About = ({ c, user }: { c: WebContext; user: UserSummary }) => (
  <section class="card">
    <header>
      <h2>基本情况</h2>
    </header>
    <dl class="in dl">
      <dt>用户名</dt>
      <dd class="mono">{user.login}</dd>
      {!isAbove(c) && (
        <>
          <dt>单位</dt>
          <dd>{user.unitName ?? '主管单位'}</dd>
        </>
      )}
      <dt>角色</dt>
      <dd>{user.roles.map((role) => roleLabels[role]).join('、') || '无'}</dd>
      <dt>状态</dt>
      <dd>
        <UserState user={user} />
      </dd>
      <dt>动态口令</dt>
      <dd>{user.hasSecondFactor ? '已启用' : '未启用'}</dd>
      <dt>建立时间</dt>
      <dd>{shownMinute(c, user.createdAt)}</dd>
    </dl>
  </section>
)

type FormProps = { c: WebContext; user: UserSummary }

const Roles = ({ c, user }: FormProps) => (
  <FormCard csrf={c.var.session.csrf} action={`/users/${user.id}/roles`} title="角色" submit="保存角色" primary>
    <RoleBoxes groups={roleGroupsFor(c)} held={user.roles} />
  </FormCard>
)

const UnitForm = ({ c, user, units }: FormProps & { units: readonly Unit[] }) => (
  <FormCard csrf={c.var.session.csrf} action={`/users/${user.id}/unit`} title="所属单位" submit="保存单位">
    <Select
      name="unitId"
      label="主办单位"
      value={user.unitId ?? ''}
      choices={unitOptions(units)}
      hint="主办单位的人员只看到本单位。"
    />
  </FormCard>
)

const Password = ({ c, user }: FormProps) => (
  <FormCard csrf={c.var.session.csrf} action={`/users/${user.id}/password`} title="密码" submit="重置密码">
    <p>重置后生成一次性密码，只显示一次；该用户在各处的登录随即结束，首次登录须修改密码。</p>
  </FormCard>
)

const Factor = ({ c, user }: FormProps) => (
  <FormCard csrf={c.var.session.csrf} action={`/users/${user.id}/second-factor`} title="动态口令" submit="重置动态口令">
    <p>手机和备用码都丢失的，核实本人后重置；该用户在各处的登录随即结束。</p>
  </FormCard>
)

const State = ({ c, user }: FormProps) => (
  <FormCard
    csrf={c.var.session.csrf}
    action={`/users/${user.id}/state`}
    title={user.disabled ? '启用' : '停用'}
    submit={user.disabled ? '启用该用户' : '停用该用户'}
  >
    <input type="hidden" name="disabled" value={user.disabled ? 'no' : 'yes'} />
    <p>
      {user.disabled
        ? '启用后，该用户按原有角色登录。'
        : '停用后不能登录，各处的登录随即结束；办过的事项和留痕仍写其姓名。'}
    </p>
  </FormCard>
)

async function userPage(c: WebContext, { password, problem }: Shown = {}, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const user = await userOf(c)
  const isSelf = isOwnAccount(actor, user.id)
  const units = isAbove(c) ? [] : await unitChoices(deps.db, session.districtId)
  const own = { c, user }
  const body = (
    <>
      <Head crumb={<a href="/users">用户与权限</a>} title={user.displayName} />
      {problem && <Alert tone="fail" title={problem} />}
      {password && <OneTimePassword login={user.login} text={password} />}
      <div class="cols c75">
        <div class="stackv">
          <About {...own} />
          {isSelf ? <p class="mut">本人、所代理人员的角色、单位和状态由其他系统管理员调整。</p> : <Roles {...own} />}
        </div>
        <div class="stackv">
          {!isAbove(c) && !isSelf && <UnitForm {...own} units={units} />}
          <Password {...own} />
          {!isSelf && user.hasSecondFactor && <Factor {...own} />}
          {!isSelf && <State {...own} />}
        </div>
      </div>
    </>
  )
  return render(c, body, { title: user.displayName, current: '/users' }, status)
}

// Back on the person's page, or there again with what stood in the way.
async function guarded(c: WebContext, work: () => Promise<unknown>): Promise<Response> {
  try {
    await work()
    return c.redirect(`/users/${c.req.param('id')}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403 || error.code === 'access.unknown-user') throw error
    return userPage(c, { problem: error.message }, error.status)
  }
}

async function changeRoles(c: WebContext): Promise<Response> {
  const read = await readForm(c, z.object({ roles: rolesField(roleGroupsFor(c)) }))
  if (!read.ok) return userPage(c, { problem: '请至少选择一个角色，原有角色未改动。' }, 422)
  return guarded(c, () => setRoles(c.var.deps, c.var.actor, { ...target(c), roles: read.value.roles }))
}

async function changeUnit(c: WebContext): Promise<Response> {
  const read = await readForm(c, z.object({ unitId: idField('请从列表中选择主办单位。').optional() }))
  if (!read.ok) return userPage(c, { problem: read.errors['unitId'] ?? '' }, 422)
  return guarded(c, () => setUnit(c.var.deps, c.var.actor, { ...target(c), unitId: read.value.unitId ?? null }))
}

async function reset(c: WebContext): Promise<Response> {
  const { password } = await resetPassword(c.var.deps, c.var.actor, target(c))
  return userPage(c, { password })
}

async function changeState(c: WebContext): Promise<Response> {
  const disabled = (await formValues(c))['disabled'] === 'yes'
  return guarded(c, () => setDisabled(c.var.deps, c.var.actor, { ...target(c), disabled }))
}

const resetFactor = (c: WebContext) => guarded(c, () => resetSecondFactor(c.var.deps, c.var.actor, target(c)))

const own = { door: 'users.manage', ownLevel: true } as const

export const userRoutes = defineRoutes([
  { method: 'get', path: '/users/:id', ...own, handle: (c) => userPage(c) },
  { method: 'post', path: '/users/:id/roles', ...own, handle: changeRoles },
  { method: 'post', path: '/users/:id/unit', ...own, handle: changeUnit },
  { method: 'post', path: '/users/:id/password', ...own, handle: reset },
  { method: 'post', path: '/users/:id/second-factor', ...own, handle: resetFactor },
  { method: 'post', path: '/users/:id/state', ...own, handle: changeState },
])
