import { refuse } from '../vocabulary/refusals/index.ts'

/** Roles as the office names them; `operator` is the person at the terminal of the server, named by the operating system. */
const roleTable = {
  administrator: '系统管理员',
  supervisor: '监管员',
  acceptor: '受理人',
  examiner: '审核人',
  office_head: '负责人',
  reviewer: '复核员',
  issuer: '签发人',
  countersigner: '会签',
  auditor: '审计',
  district_leader: '区政府分管领导',
  upper_office: '上级主管部门',
  unit_editor: '填报人',
  unit_deputy: '分管领导',
  unit_principal: '主要领导',
  operator: '服务器操作员',
} as const
export type Role = keyof typeof roleTable
export const roleLabels: Readonly<Record<Role, string>> = roleTable
export const roles = Object.keys(roleTable) as Role[]

/** Everything a person can do here. Routes, verbs and pages all ask by these names. */
const actionTable = {
  'workbench.open': '打开工作台',
  'ledger.read': '查看台账',
  'ledger.edit': '登记、修改台账',
  'ledger.import': '导入台账',
  'ledger.export': '导出台账',
  'people.reveal': '查看完整联系方式',
  'people.erase': '删除个人信息',
  'people.expire': '到期删除个人信息',
  'files.erase': '删除上传文件',
  'filing.read': '查看备案报送',
  'filing.prepare': '拟定专项排查',
  'filing.open': '批准专项排查、备案事项',
  'filing.remind': '催报',
  'filing.fill': '填报、报送',
  'filing.papers': '下载打印件、查看扫描件',
  'filing.accept': '受理备案报送',
  'filing.review': '审核备案事项',
  'handover.confirm': '确认人员交接',
  'concealment.read': '查看瞒报漏报核查',
  'concealment.run': '开展瞒报漏报核查',
  'concealment.decide': '核实瞒报漏报线索',
  'national.read': '查看全国系统填报',
  'national.record': '登记全国系统填报',
  'national.compare': '与台账比对全国系统报送表',
  'directory.build': '生成公开名录',
  'cleanup.read': '查看清理整合',
  'cleanup.sheets': '查看审定表签章',
  'cleanup.propose': '生成清理建议',
  'cleanup.confirm': '确认、办理清理事项',
  'cleanup.decide': '审定清理事项',
  'cleanup.verify': '核验清理事项',
  'accountability.read': '查看责任追究线索',
  'accountability.decide': '处理责任追究线索、决定责任追究',
  'accountability.open': '责任追究立项、告知、送达',
  'accountability.answer': '陈述申辩',
  'posts.import': '导入采集文件',
  'posts.undo': '撤销采集文件的导入',
  'sources.read': '查看采集',
  'sources.change': '设置采集',
  'sources.run': '开展采集',
  'secrecy.handle': '登记疑似涉密内容移交',
  'evidence.keep': '证据到期删除、加盖时间戳',
  'authorisations.record': '登记采集授权书',
  'authorisations.revoke': '撤回采集授权书',
  'messages.read': '查看留言台账',
  'messages.words': '查看留言内容',
  'messages.handle': '登记、答复留言',
  'messages.supervise': '分派、转办、更正留言',
  'messages.import': '导入留言台账',
  'services.enter': '登记办事入口',
  'services.check': '核查办事入口',
  'check.read': '查看月度监测',
  'check.run': '开展月度监测',
  'patrol.record': '登记人工巡查',
  'purpose.confirm': '确认账号用途',
  'review.read': '查看人工复核',
  'review.decide': '人工复核',
  'month.close': '月度办结',
  'orders.read': '查看整改',
  'orders.prepare': '拟制整改通知、催办、销号',
  'orders.issue': '签发、撤回整改通知',
  'orders.answer': '签收、申诉、报送整改',
  'orders.decide': '处理整改申诉',
  'orders.recheck': '整改复查',
  'circulars.read': '查看上级通报',
  'circulars.enter': '录入上级通报',
  'report.read': '查看季度报告',
  'report.draft': '查看季度报告草稿',
  'report.compile': '编制季度报告',
  'report.finalise': '审定季度报告',
  'calendar.read': '查看节假日',
  'calendar.import': '录入节假日安排',
  'settings.change': '调整监测口径',
  'users.manage': '管理用户与权限',
  'notify.manage': '设置通知',
  'trail.read': '查看留痕',
  'trail.verify': '核验留痕',
} as const
export type Action = keyof typeof actionTable
export const actionLabels: Readonly<Record<Action, string>> = actionTable
export const actions = Object.keys(actionTable) as Action[]

/** How far a right reaches: the own unit, the own district, every district below an upper office, the whole installation. */
export type Reach = 'unit' | 'district' | 'below' | 'all'

type Grants = Partial<Record<Action, Reach>>
const grant = (reach: Reach, ...names: Action[]): Grants => Object.fromEntries(names.map((name) => [name, reach]))

const readEverything: Action[] = [
  'workbench.open',
  'ledger.read',
  'filing.read',
  'cleanup.read',
  'cleanup.sheets',
  'accountability.read',
  'check.read',
  'messages.read',
  'review.read',
  'orders.read',
  'circulars.read',
  'report.read',
  'report.draft',
  'calendar.read',
]

/** What 分管领导 and 主要领导 read of their unit. */
const ofOwnUnit: Action[] = [
  'workbench.open',
  'ledger.read',
  'messages.read',
  'messages.words',
  'check.read',
  'filing.read',
  'filing.papers',
  'cleanup.read',
  'orders.read',
]

/** The one table: role x action -> reach. What is not here is refused. */
export const permissionTable: Readonly<Record<Role, Grants>> = {
  // The three administrator powers are kept apart from business: an administrator neither judges nor reads phones.
  administrator: grant(
    'district',
    'workbench.open',
    'users.manage',
    'notify.manage',
    'calendar.read',
    'calendar.import',
  ),
  supervisor: grant(
    'district',
    ...readEverything,
    'ledger.edit',
    'ledger.import',
    'ledger.export',
    'people.reveal',
    'national.read',
    'national.record',
    'national.compare',
    'filing.prepare',
    'directory.build',
    'cleanup.propose',
    'cleanup.confirm',
    'cleanup.verify',
    'filing.remind',
    // 代录: a paper return is typed in for a unit that never signs in.
    'filing.fill',
    'filing.papers',
    'handover.confirm',
    'concealment.read',
    'concealment.run',
    'posts.import',
    'posts.undo',
    'sources.read',
    'sources.change',
    'sources.run',
    'secrecy.handle',
    'authorisations.record',
    'authorisations.revoke',
    'messages.words',
    'messages.handle',
    'messages.supervise',
    'messages.import',
    'services.enter',
    'services.check',
    'check.run',
    'patrol.record',
    'purpose.confirm',
    'month.close',
    'orders.prepare',
    'circulars.enter',
    'accountability.open',
    'accountability.answer',
    // 代录, as with returns.
    'orders.answer',
    'orders.recheck',
    'report.compile',
    'calendar.import',
  ),
  acceptor: grant(
    'district',
    ...readEverything,
    'ledger.edit',
    'ledger.import',
    'ledger.export',
    'people.reveal',
    'national.read',
    'national.record',
    'national.compare',
    'filing.papers',
    'filing.accept',
  ),
  examiner: grant(
    'district',
    ...readEverything,
    'concealment.read',
    'concealment.decide',
    'national.read',
    'messages.words',
    'review.decide',
    'orders.decide',
    'accountability.open',
    'purpose.confirm',
    'ledger.export',
    'filing.review',
  ),
  office_head: grant(
    'district',
    ...readEverything,
    'people.reveal',
    'people.erase',
    'files.erase',
    'sources.read',
    'secrecy.handle',
    'messages.words',
    'national.read',
    'cleanup.decide',
    'cleanup.verify',
    'filing.papers',
    'filing.open',
    'concealment.read',
    'concealment.decide',
    'accountability.decide',
    'settings.change',
    'purpose.confirm',
    'month.close',
    'orders.issue',
    'orders.decide',
    'report.finalise',
    'trail.read',
  ),
  reviewer: grant(
    'district',
    ...readEverything,
    'sources.read',
    'messages.words',
    'services.check',
    'review.decide',
    'orders.recheck',
    'patrol.record',
  ),
  issuer: grant(
    'district',
    'workbench.open',
    'ledger.read',
    'report.read',
    'report.draft',
    'report.finalise',
    'orders.read',
    'orders.issue',
  ),
  countersigner: grant('district', 'workbench.open', 'report.read', 'report.draft'),
  auditor: grant(
    'district',
    'workbench.open',
    'trail.read',
    'trail.verify',
    'report.read',
    'report.draft',
    'ledger.read',
    'filing.read',
    'cleanup.read',
    'cleanup.sheets',
    'national.read',
    'concealment.read',
    'accountability.read',
    'messages.read',
    'check.read',
    'review.read',
    'orders.read',
    'circulars.read',
  ),
  // Reads and signs reports that were taken as final; a draft is not offered. 清理整合 is read as it stands: notice 二（二）.
  district_leader: grant(
    'district',
    'workbench.open',
    'report.read',
    'ledger.read',
    'filing.read',
    'cleanup.read',
    'orders.read',
    'circulars.read',
  ),
  upper_office: grant('below', ...readEverything, 'concealment.read', 'national.read', 'ledger.export'),
  unit_editor: grant(
    'unit',
    'workbench.open',
    'ledger.read',
    'messages.read',
    'messages.words',
    'messages.handle',
    'services.enter',
    'check.read',
    'ledger.export',
    'filing.read',
    'filing.fill',
    'filing.papers',
    'national.read',
    'national.record',
    'cleanup.read',
    'cleanup.confirm',
    'orders.read',
    'orders.answer',
    'accountability.answer',
  ),
  unit_deputy: grant('unit', ...ofOwnUnit, 'orders.answer', 'accountability.answer'),
  // Signs what the unit prints: the print and its scan are read here, too.
  unit_principal: grant('unit', ...ofOwnUnit, 'handover.confirm', 'orders.answer', 'accountability.answer'),
  // The terminal runs machines and moves files; it never judges in a person's place.
  operator: grant(
    'all',
    ...readEverything,
    'ledger.edit',
    'ledger.import',
    'ledger.export',
    'people.reveal',
    'people.expire',
    'evidence.keep',
    'national.read',
    'filing.papers',
    'filing.remind',
    'directory.build',
    // The rules propose; nothing is decided by it.
    'cleanup.propose',
    'concealment.read',
    'concealment.run',
    'posts.import',
    'posts.undo',
    'sources.read',
    'sources.change',
    'sources.run',
    'messages.import',
    'check.run',
    'report.compile',
    'calendar.import',
    'users.manage',
    'notify.manage',
    'trail.read',
    'trail.verify',
  ),
}

/** 填报人、分管领导、主要领导: every right of theirs reaches one unit, so without a unit they have none. */
export const needsUnit = (role: Role): boolean => {
  const granted = Object.values(permissionTable[role])
  return granted.length > 0 && granted.every((reach) => reach === 'unit')
}

/** Who acts: a signed-in person, the operator at the terminal, or the system itself. `districtId` is the code of the district, or of the city or province whose districts an upper office sees. */
export type Actor = {
  kind: 'user' | 'operator' | 'system'
  id: string
  districtId: string | null
  unitId: string | null
  roles: readonly Role[]
  requestId: string
}

/** What is acted on. Without `unitId` the whole district is meant, and rights that reach one unit are not enough. */
export type Target = { districtId: string; unitId?: string | null }

/** True when a role of this person grants the action on this target. */
export function may(actor: Actor, action: Action, target: Target): boolean {
  return actor.roles.some((role) => reaches(actor, permissionTable[role][action], target))
}

/** Throws `access.denied` unless the actor may. The first line of every verb. */
export function permit(actor: Actor, action: Action, target: Target): void {
  if (!may(actor, action, target)) throw refuse('access.denied', { action: actionLabels[action] })
}

/** What a list may show: all of a district, or one unit of it. Undefined: nothing at all. Pages use it as door and as filter. */
export function scopeOf(
  actor: Actor,
  action: Action,
  districtId: string,
): { districtId: string; unitId?: string } | undefined {
  if (may(actor, action, { districtId })) return { districtId }
  if (actor.unitId && may(actor, action, { districtId, unitId: actor.unitId }))
    return { districtId, unitId: actor.unitId }
  return undefined
}

/** As `scopeOf`, and refuses where nothing may be shown. */
export function permittedScope(
  actor: Actor,
  action: Action,
  districtId: string,
): { districtId: string; unitId?: string } {
  const scope = scopeOf(actor, action, districtId)
  if (!scope) throw refuse('access.denied', { action: actionLabels[action] })
  return scope
}

/** 经办与复核分开: whoever made a thing never checks it. */
export function refuseMaker(actor: Actor, makerId: string | null): void {
  if (makerId !== null && actor.id === makerId) throw refuse('access.maker-is-checker')
}

function reaches(actor: Actor, reach: Reach | undefined, target: Target): boolean {
  switch (reach) {
    case undefined:
      return false
    case 'all':
      return actor.kind !== 'user'
    case 'below':
      return actor.districtId !== null && liesBelow(actor.districtId, target.districtId)
    case 'district':
      return actor.districtId === target.districtId
    case 'unit':
      return actor.districtId === target.districtId && actor.unitId !== null && actor.unitId === target.unitId
  }
}

/** 6-digit codes nest by pairs: 430600 (city) holds 430611 (district), 430000 (province) holds both. */
export function liesBelow(upper: string, districtId: string): boolean {
  return districtId.startsWith(upper.replace(/(00)+$/, ''))
}
