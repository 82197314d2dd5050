import { type Role, roleLabels } from '../access/index.ts'
import { platforms } from '../vocabulary/platforms.ts'

/** What stands in a record of the trail, in an office's words; a key or value that nobody has named shows as it is kept. */

const keys: Readonly<Record<string, string>> = {
  accountId: '账号',
  accounts: '账号数',
  added: '新增',
  answers: '填报内容',
  asOf: '截至',
  basis: '依据',
  basis_number: '依据文号',
  campaign: '专项排查',
  campaignId: '专项排查',
  candidates: '线索数',
  certifiedEntity: '认证主体',
  changed: '变更',
  checkedAt: '核查时间',
  checkpoint: '监测时间点',
  checks: '核验结果',
  cleanup_due: '清理整合截止',
  code: '代码',
  contact: '联系人',
  correction: '手写更正',
  correctionsConfirmed: '确认更正',
  counted: '统计',
  counted_until: '统计截至',
  coverage: '采集情况',
  created: '新增',
  createdBy: '经办',
  daysLeft: '距截止天数',
  decided_by: '审定人',
  decided_disposition: '审定意见',
  decided_on: '审定日期',
  decision_reason: '审定理由',
  defects: '需补正的问题',
  digest: '摘要',
  disposition: '整改措施',
  draft: '草稿',
  due_on: '办理期限',
  duty: '责任人',
  effectiveFrom: '施行日期',
  enteredForUnit: '代录',
  evidence_by: '提交人',
  evidence_file_id: '办理证明',
  evidence_note: '办理情况',
  facts: '事实',
  field: '栏目',
  file: '文件摘要',
  filing_due: '报送截止',
  filingState: '备案状态',
  followers: '粉丝量',
  forms: '表格',
  functions: '基本功能',
  hasInteraction: '互动入口',
  hasNote: '有备注',
  hasService: '办事入口',
  hash: '校验码',
  id: '编号',
  identifier: '账号标识',
  indicator: '指标',
  items: '事项数',
  judged: '已判定',
  kind: '种类',
  lastUpdateOn: '最后更新日期',
  layout: '版式',
  leads: '移交线索',
  ceased: '不再监测',
  month: '月份',
  name: '名称',
  neverUpdated: '从未发布过任何内容',
  newUnits: '新建单位',
  openedOn: '开通时间',
  operationMode: '运营模式',
  operatorUnit: '运营单位',
  pages: '页数',
  patrolledBy: '巡查人',
  people: '人员',
  personId: '人员',
  phones: '联系方式',
  platform: '平台',
  primary: '第一责任人',
  print: '打印次数',
  profileUrl: '主页链接',
  purpose: '用途',
  quarter: '季度',
  ratio: '比率',
  reachable: '能否打开',
  reads: '阅读量',
  reason: '理由',
  registered: '应检',
  rejected: '退回',
  reminder_days: '提前提醒',
  renamedFrom: '曾用名',
  renamedOn: '更名日期',
  repeat_reason: '再次填报理由',
  reporter: '填报人',
  roles: '角色',
  rule: '条款',
  rules: '监测口径',
  runId: '判定',
  runningState: '运行状态',
  scan: '扫描件',
  screenshotFileId: '截图',
  sentence: '内容',
  sha256: '文件摘要',
  shortName: '简称',
  source: '依据',
  state: '状态',
  status: '状态',
  subject: '事项',
  title: '名称',
  unchanged: '未变',
  unit_disposition: '单位意见',
  unit_kinds: '单位类型',
  unit_reason: '单位理由',
  unit_said_by: '确认人',
  unitId: '主办单位',
  unknown: '未采集',
  until: '期限',
  value: '取值',
  verified_by: '核验人',
  verified_note: '核验意见',
  version: '版次',
  withdrawn: '撤回线索',
}

const values: Readonly<Record<string, string>> = {
  accepted: '已受理',
  approved: '已批准',
  archived: '已归档',
  'awaiting-signature': '待签字盖章',
  blocked: '不能访问',
  candidate: '待复核',
  change: '变更',
  close: '关停',
  closed: '已办结',
  closing: '关停办理中',
  confirmed: '已确认',
  deregister: '注销',
  deregistered: '已注销',
  dismissed: '已排除',
  draft: '草稿',
  drafting: '填报中',
  evidence: '待核验',
  executed: '已在平台办理',
  executing: '办理中',
  filed: '已备案',
  filled: '已明确',
  final: '定稿',
  full: '完整',
  gone: '已不存在',
  keep: '保留',
  masked: '脱敏',
  'national-reported': '全国系统已填报',
  'needs-evidence': '待补证',
  'not-started': '未开始',
  open: '开放、进行中',
  proposed: '待单位确认',
  raised: '待处理',
  rectify: '限期整改',
  registered: '已登记',
  rejected: '不予备案',
  returned: '退回补正',
  reviewing: '已审核，待批准',
  running: '在运行',
  sealing: '待签字盖章',
  submitted: '已报送',
  suspend: '关停',
  unchanged: '无变化确认',
  unfiled: '未备案',
  'unit-confirmed': '待审定',
  unknown: '不明',
  unqualified: '不合格',
  qualified: '合格',
  pending: '待复核',
  upheld: '已认定',
  vacant: '空缺',
  verified: '已核验',
  withdrawn: '已撤回',
  zero: '零报告',
}

/** 主办单位. */
export const trailKey = (key: string): string => keys[key] ?? values[key] ?? key

/** One value as people read it; ids and digests by their first signs, which is enough to find the same one again. */
export function trailValue(value: string | number | boolean | null): string {
  if (value === null || value === '') return '无'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') return String(value)
  if (value in roleLabels) return roleLabels[value as Role]
  if (value in platforms) return platforms[value as keyof typeof platforms].label
  if (/^[\da-f]{8}-[\da-f-]{27}$/u.test(value)) return `编号 …${value.slice(-8)}`
  if (/^(?:sm3:|sha256:)?[\da-f]{32,}$/u.test(value)) return `${value.slice(0, 16)}…`
  return values[value] ?? value
}

export type TrailLine = { label: string; words: string; inside: TrailLine[] }

const shownItems = 20

/** A record as lines of label and words; what lies inside it stands below it. */
export function trailLines(record: unknown): TrailLine[] {
  if (record === null || typeof record !== 'object') return []
  return Object.entries(record).map(([key, value]) => lineOf(Array.isArray(record) ? '' : trailKey(key), value))
}

function lineOf(label: string, value: unknown): TrailLine {
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) {
    const [shown, more] = [value.slice(0, shownItems), value.length - shownItems]
    return {
      label,
      words: `${shown.map(plain).join('、') || '无'}${more > 0 ? `等${value.length}项` : ''}`,
      inside: [],
    }
  }
  if (value !== null && typeof value === 'object') return { label, words: '', inside: trailLines(value) }
  return { label, words: plain(value), inside: [] }
}

const plain = (value: unknown) => trailValue((value ?? null) as string | number | boolean | null)
