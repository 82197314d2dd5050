import { entry } from './catalogue.ts'

export const ssoRefusals = {
  'sso.not-linked': entry<{ label: string }>(
    403,
    ({ label }) =>
      `您已通过“${label}”的验证，但该身份还没有与本平台的用户关联，不能登录。已列入待关联名单，请联系本级系统管理员关联后再登录。`,
  ),
  'sso.user-disabled': entry(403, () => '您在本平台的用户已停用，不能登录。如需启用，请联系本级系统管理员。'),
  'sso.stale': entry(
    409,
    () => '这次登录已超过十分钟、已在别处重新开始，或不是从本浏览器发起的，没有登录。请回到登录页重新登录。',
  ),
  'sso.away': entry<{ label: string; why: string }>(
    503,
    ({ label, why }) => `暂时连不上“${label}”（${why}），没有登录。请稍后再试；急需办理的，请用本平台密码登录。`,
  ),
  'sso.denied-there': entry<{ label: string; error: string }>(
    403,
    ({ label, error }) => `“${label}”没有同意登录（${error}）。请核对您在该处的权限，或联系其管理人员。`,
  ),
  'sso.not-accepted': entry<{ label: string; what: string }>(
    403,
    ({ label, what }) => `“${label}”的应答不能采信：${what}。没有登录，请重新登录；仍不行的，请告知系统管理员。`,
  ),
  'sso.wrong-credentials': entry<{ label: string }>(401, ({ label }) => `“${label}”的用户名或密码不正确，请重新填写。`),
  'sso.off': entry(404, () => '没有这种登录方式，或已停用。请回到登录页，用其他方式登录。'),
  'sso.no-sign-out': entry<{ label: string }>(
    409,
    ({ label }) => `“${label}”不提供统一退出。您已退出本平台；公用电脑上请关闭浏览器，或到对方页面退出。`,
  ),
  'sso.unknown': entry(404, () => '没有找到这个认证服务，它可能已被删除。请返回“统一身份认证”核对。'),
  'sso.label-taken': entry<{ label: string }>(
    409,
    ({ label }) => `已有名为“${label}”的认证服务，本次没有保存。请换一个名称，或者修改原来的认证服务。`,
  ),
  'sso.secret-again': entry(
    422,
    () => '更换地址、客户端编号、绑定用户或加密方式的，须重新填写密钥或密码，本次没有保存。请填写后再保存。',
  ),
  'sso.secret-missing': entry(422, () => '须填写客户端密钥或绑定密码，本次没有保存。'),
  'sso.has-links': entry<{ links: number }>(
    409,
    ({ links }) =>
      `已有 ${links} 名用户与它关联，换成另一个认证服务后，原来的身份可能落到他人名下，本次没有保存。请另行添加认证服务，逐人关联。`,
  ),
  'sso.still-needed': entry<{ users: number }>(
    409,
    ({ users }) => `有 ${users} 名用户只能经它登录，不能停用、删除。请先在下方关联名单中恢复这些用户的密码登录。`,
  ),
  'sso.already-linked': entry(409, () => '该身份已经与这名用户关联，不必重复办理。'),
  'sso.linked-elsewhere': entry(409, () => '该身份已与另一名用户关联，本次没有关联。确需更换的，请先解除原来的关联。'),
  'sso.user-has-another': entry(
    409,
    () => '这名用户在该认证服务已关联了另一个身份，本次没有关联。确需更换的，请先解除原来的关联。',
  ),
  'sso.bad-subject': entry(422, () => '身份标识应为 1 至 255 个字符，不含控制字符。请核对后再填。'),
  'sso.link-unknown': entry(404, () => '没有找到这项关联，它可能已经解除。请刷新页面核对。'),
  'sso.password-needed': entry(
    409,
    () => '这名用户还没有与启用中的认证服务关联，停用密码后将无法登录，本次没有停用。请先关联。',
  ),
  'access.password-off': entry(
    403,
    () => '您的用户已改用统一身份认证登录，不能用密码登录。请在登录页选择统一身份认证。',
  ),
  'access.emergency-administrator': entry(
    409,
    () =>
      '这是本级唯一能用密码登录的系统管理员，认证服务中断时须由其登录处置，不能停用其密码登录，也不能停用该用户、取消其角色。请先指定另一名能用密码登录的系统管理员。',
  ),
}
