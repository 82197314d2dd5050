import { entry } from './catalogue.ts'

export const accessRefusals = {
  'access.denied': entry<{ action: string }>(
    403,
    ({ action }) => `您没有“${action}”的权限。如确需办理，请联系本级管理员调整角色。`,
  ),
  'access.sign-in-required': entry(401, () => '请先登录。'),
  'access.wrong-credentials': entry(401, () => '用户名或密码不正确。连续输错会暂时锁定，忘记密码请联系管理员重置。'),
  'access.locked-out': entry<{ minutes: number }>(
    423,
    ({ minutes }) => `登录失败次数过多，请 ${minutes} 分钟后再试，或联系管理员重置密码。`,
  ),
  'access.password-too-short': entry<{ least: number }>(422, ({ least }) => `新密码至少 ${least} 个字符，请重新设置。`),
  'access.password-common': entry(422, () => '新密码过于常见，容易被猜中，请换一个。'),
  'access.password-unchanged': entry(422, () => '新密码不能与原密码相同，请重新设置。'),
  'access.must-change-password': entry(403, () => '首次登录须先修改初始密码。'),
  'access.csrf': entry(403, () => '页面已过期或来源不明，本次操作未执行。请刷新页面后重新提交。'),
  'access.maker-is-checker': entry(409, () => '经办人不能复核自己经办的事项，请由其他人员办理。'),
  'access.login-taken': entry<{ login: string }>(409, ({ login }) => `用户名“${login}”已有人使用，请换一个。`),
  'access.unknown-user': entry(404, () => '没有找到该用户，可能已停用或不在您的管辖范围内。'),
}
