import {
  addRole,
  createUser,
  listUsers,
  resetPassword,
  resetSecondFactor,
  type Role,
  roleLabels,
  roles,
  userNamed,
} from '../../access/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type CommandContext, defineCommand, UsageError } from '../command.ts'
import { unitNamed } from './unit.ts'

/** All users of the installation, or of `--district`. */
export const usersList = defineCommand({
  operands: '',
  summary: '列出用户、所属地区和角色',
  options: {},
  async run({ deps, actor, out, json, values }) {
    const only = typeof values['district'] === 'string' ? values['district'] : undefined
    const users = await listUsers(deps, actor, only)
    if (json) out.result(JSON.stringify(users))
    else
      for (const { login, displayName, districtId, unitName, roles: held, disabled } of users)
        out.result(
          [
            login,
            displayName,
            districtId ?? '未定地区',
            unitName ?? '主管单位',
            held.map((role) => roleLabels[role]).join('、') || '无角色',
            disabled ? '已停用' : '正常',
          ].join('  '),
        )
  },
})

/** Makes a user; with `--above` of a city or province, who sees the districts below it. */
export const usersCreate = defineCommand({
  operands: '',
  summary: '建立用户，显示一次性密码；加 --above 建立市级、省级用户',
  options: {
    login: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    unit: { type: 'string' },
    above: { type: 'string' },
  },
  optionHelp: {
    login: '用户名',
    name: '姓名',
    role: '角色名称，如 监管员；多个用逗号隔开；用 --above 时可以不填，或填 系统管理员',
    unit: '主办单位的代码或全称；主管单位人员不填',
    above: '市级或省级代码，如 990000：只读查看其下各地区',
  },
  async run(context) {
    const { deps, actor, values } = context
    const { login, name, role, above } = values
    if (typeof login !== 'string' || typeof name !== 'string') throw new UsageError('须写明 --login 和 --name。')
    if (typeof role !== 'string' && typeof above !== 'string') throw new UsageError('--role 和 --above 至少写明一个。')
    const named = typeof role === 'string' ? role.split(/[,，、]/).map(roleNamed) : []
    const districtId = typeof above === 'string' ? above : await context.district()
    const unit = typeof above === 'string' ? undefined : await unitNamed(deps.db, districtId, values['unit'])
    const { password } = await createUser(deps, actor, {
      districtId,
      unitId: unit?.id ?? null,
      login: readLogin(login),
      displayName: name,
      roles: typeof above === 'string' ? [...new Set<Role>(['upper_office', ...named])] : named,
    })
    tellPassword(context, login, password)
  },
})

/** Gives a user a role: repairs a district that has no administrator left. */
export const usersAddRole = defineCommand({
  operands: 'LOGIN ROLE',
  summary: '给用户增加一个角色（如 系统管理员）',
  options: {},
  async run({ deps, actor, out, positionals: [login = '', role = ''] }) {
    const user = await userNamed(deps, actor, login)
    await addRole(deps, actor, { districtId: user.districtId, userId: user.id, role: roleNamed(role) })
    out.say(`已给 ${login} 增加角色“${roleLabels[roleNamed(role)]}”。`)
  },
})

/** A new one-time password for who can't get in any more. */
export const usersResetPassword = defineCommand({
  operands: 'LOGIN',
  summary: '重置用户密码，显示一次性密码并解除锁定',
  options: {},
  async run(context) {
    const { deps, actor, positionals } = context
    const login = positionals[0] ?? ''
    const user = await userNamed(deps, actor, login)
    const { password } = await resetPassword(deps, actor, { districtId: user.districtId, userId: user.id })
    tellPassword(context, login, password)
  },
})

/** For who has lost the telephone and the recovery codes, also the only administrator. */
export const usersResetSecondFactor = defineCommand({
  operands: 'LOGIN',
  summary: '重置用户的动态口令（手机和备用码都丢失时用），并结束其登录',
  options: {},
  async run({ deps, actor, out, positionals: [login = ''] }) {
    const user = await userNamed(deps, actor, login)
    await resetSecondFactor(deps, actor, { districtId: user.districtId, userId: user.id })
    out.say(`已重置 ${login} 的动态口令，用密码登录后可重新启用。`)
  },
})

function tellPassword({ out, json }: CommandContext, login: string, password: string): void {
  if (json) out.result(JSON.stringify({ login, password }))
  else out.result(`${login} 的一次性密码：${password}（只显示这一次，首次登录须修改）`)
}

function readLogin(login: string): string {
  if (!/^[a-zA-Z][\w.-]{1,39}$/.test(login))
    throw new UsageError('用户名以字母开头，用字母、数字、点、横线，2 至 40 个字符。')
  return login
}

/** A role by its name or its label. Refuses `access.unknown-role`; the operator is whoever sits at the server. */
function roleNamed(found: string): Role {
  const grantable = roles.filter((role) => role !== 'operator')
  const role = grantable.find((one) => one === found.trim() || roleLabels[one] === found.trim())
  if (!role) throw refuse('access.unknown-role', { found, known: grantable.map((one) => roleLabels[one]).join('、') })
  return role
}
