import type { Deps } from '../../access/index.ts'
import { emergencyAdministrators, listProviders } from '../../sso/index.ts'
import type { Finding } from './finding.ts'

/** Whether somebody can still come in where providers are the only way for others, should one of them be away. */
export async function ssoFinding({ db }: Pick<Deps, 'db'>): Promise<Finding> {
  const what = '统一身份认证'
  const on = (await listProviders(db)).filter(({ enabled }) => enabled)
  const places = await emergencyAdministrators(db)
  const without = places.filter(({ logins }) => logins.length === 0)
  if (without.length > 0)
    return {
      level: 'problem',
      what,
      detail: `${without.map(({ districtId }) => districtId).join('、')} 没有能用密码登录的系统管理员，认证服务中断时无人能够处置。请运行 ./govmedia users reset-password 用户名，为其中一名系统管理员恢复密码登录`,
    }
  const told = on.length === 0 ? '没有启用认证服务' : `已启用 ${on.map(({ label }) => `“${label}”`).join('、')}`
  const stay = places.map(
    ({ districtId, logins }) => `${districtId} 应急时可用密码登录的系统管理员：${logins.join('、')}`,
  )
  return { level: 'ok', what, detail: [told, ...stay].join('；') }
}
