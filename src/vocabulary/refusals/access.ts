import { entry } from './catalogue.ts'

export const accessRefusals = {
  'setting.in-the-past': entry<{ day: string }>(
    422,
    ({ day }) => `施行日期${day}已经过去。口径不能追溯施行，请改为今天或以后的日期。`,
  ),
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
  'access.network-held': entry<{ minutes: number }>(
    423,
    ({ minutes }) => `您所在的网络登录失败的次数过多，请 ${minutes} 分钟后再试。以前登录过的电脑和浏览器不受影响。`,
  ),
  'access.password-too-short': entry<{ least: number }>(422, ({ least }) => `新密码至少 ${least} 个字符，请重新设置。`),
  'access.password-too-long': entry<{ most: number }>(422, ({ most }) => `新密码不超过 ${most} 个字符，请重新设置。`),
  'access.password-too-plain': entry<{ kinds: number }>(
    422,
    ({ kinds }) => `新密码须含大写字母、小写字母、数字、符号中的至少 ${kinds} 种，请重新设置。`,
  ),
  'access.password-used-before': entry<{ times: number }>(
    422,
    ({ times }) => `新密码不能与最近 ${times} 次用过的密码相同，请换一个。`,
  ),
  'access.first-password-over': entry<{ days: number }>(
    401,
    ({ days }) => `一次性密码已超过 ${days} 天没有修改，不能再用。请联系系统管理员重置密码。`,
  ),
  'access.password-has-login': entry(422, () => '新密码中含有用户名，容易被猜中，请换一个。'),
  'access.password-common': entry(422, () => '新密码过于常见，容易被猜中，请换一个。'),
  'access.password-unchanged': entry(422, () => '新密码不能与原密码相同，请重新设置。'),
  'access.must-change-password': entry(403, () => '首次登录须先修改初始密码。'),
  'access.confirm-first': entry(403, () => '距上次验证身份已有一段时间，本项须先输入密码或动态口令，确认是您本人。'),
  'access.confirm-wrong': entry(403, () => '密码或动态口令不正确，请重新填写。连续五次不正确将退出登录。'),
  'security.out-of-bounds': entry<{ problem: string }>(
    422,
    ({ problem }) => `安全设置超出允许的范围（${problem.replace(/。$/, '')}），没有保存。`,
  ),
  'session.not-found': entry(404, () => '该登录已经结束，或不在您的管辖范围内。'),
  'access.step-over': entry(401, () => '距输入密码已过去较长时间，请重新登录。'),
  'second-factor.wrong-code': entry(422, () => '动态口令不正确，或已经用过。请等手机上换出下一个，再填写。'),
  'second-factor.there-already': entry(409, () => '已经启用动态口令。更换手机的，请先停用再重新启用。'),
  'second-factor.not-begun': entry(409, () => '还没有生成密钥，或已经启用。请回到“动态口令”重新开始。'),
  'second-factor.none': entry(409, () => '没有启用动态口令，无须办理本项。'),
  'access.csrf': entry(403, () => '页面已过期或来源不明，本次操作未执行。请刷新页面后重新提交。'),
  'access.maker-is-checker': entry(409, () => '经办人不能复核自己经办的事项，请由其他人员办理。'),
  'access.login-taken': entry<{ login: string }>(409, ({ login }) => `用户名“${login}”已有人使用，请换一个。`),
  'access.own-account': entry(
    409,
    () => '本人的角色、单位和启用状态，以及所代理人员的用户，不能由本人调整，请由其他管理员办理。',
  ),
  'access.last-administrator': entry(
    409,
    () => '这是本级最后一名系统管理员，不能取消或停用。请先指定另一名系统管理员，再办理本项。',
  ),
  'access.powers-together': entry<{ powers: string }>(
    422,
    ({ powers }) => `“${powers}”不能由同一人担任（三员分设）。请只保留其中一个，其余的交给其他人员。`,
  ),
  'access.offices-together': entry(
    422,
    () => '“宣传部门会签”和“保密部门会签”不能由同一人担任：稿件的保密审查由保密部门另派人员办理。请只保留其中一个。',
  ),
  'delegation.not-lent-on': entry(409, () => '代理他人期间不能再把角色交给别人代理。请先切换回本人，再办理。'),
  'delegation.self': entry(422, () => '代理人不能是本人，请选择另一名人员。'),
  'delegation.not-held': entry<{ role: string }>(
    422,
    ({ role }) => `被代理人没有可以交出的“${role}”角色，请核对被代理人和角色。`,
  ),
  'delegation.held-already': entry<{ role: string }>(409, ({ role }) => `代理人本来就有“${role}”角色，不必代理。`),
  'delegation.days': entry<{ most: number }>(
    422,
    ({ most }) => `代理日期从今天或以后开始，止于开始当日或以后，连续不超过 ${most} 天。请核对起止日期。`,
  ),
  'delegation.overlaps': entry(409, () => '这段时间内该角色已经交给他人代理。请先结束原来的代理，或改换日期。'),
  'delegation.reason-required': entry(422, () => '请写明代理的原因（2至100字），如“出差”“公休”。'),
  'delegation.over': entry(409, () => '该代理已经到期或结束，不必再办理。'),
  'delegation.not-now': entry(409, () => '该代理不在有效期内，或不是交给您的。请刷新页面查看。'),
  'rights.changed-meanwhile': entry(409, () => '查看之后又有用户或角色变动，本次复核没有登记。请刷新页面重新核对。'),
  'access.not-above': entry(
    422,
    () =>
      '“上级主管部门”只能给市级、省级人员（第一名由服务器操作员用 ./govmedia users create --above 市级或省级代码 建立），这些人员只可以兼任系统管理员；其他角色的人员须属于已登记的地区。',
  ),
  'access.unknown-role': entry<{ found: string; known: string }>(
    422,
    ({ found, known }) => `没有“${found}”这个角色。可用的角色：${known}。`,
  ),
  'access.unknown-user': entry(404, () => '没有找到该用户，可能已停用或不在您的管辖范围内。'),
  'people.erase-unsure': entry(422, () => '删除后不能恢复。请勾选“确认删除”，再选定原因。'),
  'people.purpose-required': entry(
    422,
    () => '导出完整联系方式须写明用途（4至80字）。用途和导出人、导出时间一并印在每页，并留痕备查。',
  ),
  'vault.key-lost': entry<{ path: string }>(
    503,
    ({ path }) =>
      `数据库中已有加密的个人信息和文件，但密钥文件 ${path} 不见了。为免旧数据永远打不开，没有另造新密钥，数据未作任何改动。请从备份中取回 keys/vault.key 放回原处后再启动。`,
  ),
  'vault.unreadable': entry<{ path: string; code: string }>(503, ({ path, code }) =>
    ['EACCES', 'EPERM'].includes(code)
      ? `密钥文件 ${path} 在，但运行本程序的账号没有读取权限，数据未作任何改动。请以 root 运行 chown 运行账号 ${path} 和 chmod 600 ${path}，再试。`
      : `密钥文件 ${path} 读不出来（${code}），数据未作任何改动。请检查磁盘，或从备份中取回 keys/vault.key 放回原处，再试。`,
  ),
  'vault.key-wrong': entry<{ path: string }>(
    503,
    ({ path }) =>
      `密钥文件 ${path} 打不开本数据库中的个人信息和文件，可能已损坏，或不是与这份数据配套的那一个。请从备份中取回配套的 keys/vault.key 后再启动，数据未作任何改动。`,
  ),
  'access.unit-required': entry(422, () => '填报人、分管领导、主要领导须选择主办单位；尚未登记单位的，请先导入附件2。'),
  'district.none': entry(
    409,
    () =>
      '尚未登记所在地区。请先登录网页完成首次设置，或在服务器上运行 ./govmedia district add --code 行政区划代码 --name 地区名称。',
  ),
  'district.unknown': entry<{ code: string }>(
    404,
    ({ code }) => `没有行政区划代码为 ${code} 的地区，请核对 --district 的取值。`,
  ),
  'district.several': entry<{ codes: string }>(
    409,
    ({ codes }) => `本系统登记了多个地区（${codes}），请用 --district 指明是哪一个。`,
  ),
  'district.bad-code': entry<{ code: string }>(422, ({ code }) => `行政区划代码应为 6 位数字，收到的是“${code}”。`),
  'district.exists': entry<{ code: string }>(409, ({ code }) => `行政区划代码 ${code} 已经登记，不能重复登记。`),
}
