import { holdsOfficesTogether, holdsPowersTogether, listDistricts, listUsers } from '../../access/index.ts'
import { severalNames } from '../../vocabulary/several-names.ts'
import type { CommandContext } from '../command.ts'
import type { Finding } from './finding.ts'

/** 三员: who holds two of the three powers from before, and which district has no 安全保密员. Nobody is locked out for it. */
export async function powersFinding({ deps, actor }: CommandContext): Promise<Finding> {
  const what = '三员分设'
  const users = (await listUsers(deps, actor)).filter(({ disabled }) => !disabled)
  const both = users.filter(({ roles }) => holdsPowersTogether(roles))
  if (both.length > 0)
    return {
      level: 'advice',
      what,
      detail: `${both.map(({ login }) => login).join('、')} 一人兼任系统管理、安全保密、审计中的两项以上。现有权限不受影响，请系统管理员在“用户与权限”改为只留一项`,
    }
  const officers = new Set(
    users.filter(({ roles }) => roles.includes('security_officer')).map(({ districtId }) => districtId),
  )
  const without = (await listDistricts(deps.db)).filter(({ id }) => !officers.has(id)).map(({ name }) => name)
  return {
    level: 'ok',
    what,
    detail:
      without.length === 0
        ? '没有一人兼任的'
        : `没有一人兼任的；${severalNames(without, '个地区')}还没有安全保密员，安全设置可在服务器上用 ./govmedia security set 调整`,
  }
}

/** 宣传部门 and 保密部门: who may countersign for both, as everybody does from before who countersigned (migration 075). */
export async function officesFinding({ deps, actor }: CommandContext): Promise<Finding> {
  const what = '会签分设'
  const users = (await listUsers(deps, actor)).filter(({ disabled }) => !disabled)
  const both = users.filter(({ roles }) => holdsOfficesTogether(roles)).map(({ login }) => login)
  if (both.length === 0) return { level: 'ok', what, detail: '宣传部门会签、保密部门会签没有一人兼任的' }
  return {
    level: 'advice',
    what,
    detail: `${severalNames(both, '人')} 兼任“宣传部门会签”和“保密部门会签”。现有权限不受影响，但同一稿件的两个会签不能由一人签名，请系统管理员在“用户与权限”改为只留一项，另一项交给其他人员`,
  }
}
