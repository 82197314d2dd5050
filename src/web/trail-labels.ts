/** What the trail's actions are called on the screen. An action that isn't here shows by its own name, and a test finds it. */
export const trailLabels: Readonly<Record<string, string>> = {
  'account.changed': '修改账号登记',
  'account.registered': '登记账号',
  'accounts.exported': '导出附件2',
  'accounts.imported': '导入附件2',
  'campaign.changed': '修改专项排查',
  'campaign.closed': '结束专项排查',
  'campaign.opened': '批准并布置专项排查',
  'campaign.prepared': '拟定专项排查',
  'check.ran': '开展月度监测',
  'district.opened': '登记地区',
  'duty.changed': '登记责任人',
  'duty.set': '登记责任人',
  'finding.confirmed': '复核：确认',
  'finding.dismissed': '复核：排除',
  'finding.needs-evidence': '复核：要求补证',
  'finding.decided': '人工复核',
  'holidays.imported': '录入放假安排',
  'month.closed': '月度办结',
  'patrol.recorded': '登记人工巡查',
  'person.erased': '删除个人信息',
  'person.revealed': '查看完整联系方式',
  'posts.imported': '导入发布数据',
  'report.compiled': '编制季度报告',
  'report.finalised': '审定季度报告',
  'return.accepted': '受理报送',
  'return.checked': '核验签字盖章',
  'return.entry-saved': '填报账号',
  'return.filled': '填报',
  'return.printed': '打印报送表',
  'return.reminded': '催报',
  'return.reopened': '受理后重新补正',
  'return.sent-back': '退回补正',
  'return.submitted': '报送',
  'return.uploaded': '上传扫描件',
  'setting.changed': '调整监测口径',
  'trigger.dismissed': '排除责任追究线索',
  'trigger.raised': '记录责任追究线索',
  'trigger.upheld': '认定责任追究线索',
  'unit.changed': '修改单位',
  'unit.registered': '登记单位',
  'unknown.explained': '说明暂不判定原因',
  'user.created': '建立用户',
  'user.disabled': '停用用户',
  'user.enabled': '启用用户',
  'user.locked-out': '登录失败次数过多，暂时锁定',
  'user.password-changed': '修改密码',
  'user.password-reset': '重置密码',
  'user.roles-changed': '调整角色',
  'user.signed-in': '登录',
}

/** 登记账号; the action's own name where nobody has named it. */
export const trailLabel = (action: string) => trailLabels[action] ?? action

const actorKinds: Readonly<Record<string, string>> = { operator: '服务器操作员', system: '系统' }

/** Who acted: a person's name, the operator of the server, or the system. */
export const actorName = (event: { actorKind: string; actorId: string }, names: ReadonlyMap<string, string>) =>
  names.get(event.actorId) ?? actorKinds[event.actorKind] ?? event.actorId
