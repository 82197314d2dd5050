import { type Action, type Actor, scopeOf, type Session } from '../access/index.ts'

/** `ownLevel` as with routes: a page about the people of a level. */
type Entry = { path: string; label: string; action: Action; ownLevel?: true }
type Group = { heading: string | null; entries: Entry[] }

/** The order of the notice is the order of the directory. An entry is shown only to who may open it. */
const directory: readonly Group[] = [
  {
    heading: null,
    entries: [
      { path: '/', label: '工作台', action: 'workbench.open' },
      { path: '/rollup', label: '各地区汇总', action: 'rollup.view' },
      { path: '/overview', label: '全区总览', action: 'overview.view' },
    ],
  },
  {
    heading: '二（一）备案报送',
    entries: [
      { path: '/filing', label: '专项排查', action: 'filing.read' },
      { path: '/cases', label: '备案事项', action: 'filing.read' },
      { path: '/accounts', label: '台账', action: 'ledger.read' },
      { path: '/units', label: '主办单位', action: 'ledger.read' },
      { path: '/national', label: '全国系统填报', action: 'national.read' },
      { path: '/imports', label: '导入', action: 'ledger.import' },
    ],
  },
  {
    heading: '二（二）清理整合',
    entries: [
      { path: '/cleanup', label: '清理整合', action: 'cleanup.read' },
      { path: '/closings', label: '关停注销办理', action: 'cleanup.read' },
      { path: '/concealment', label: '瞒报漏报核查', action: 'concealment.read' },
    ],
  },
  {
    heading: '二（三）运维监管',
    entries: [
      { path: '/sources', label: '系统采集', action: 'sources.read' },
      { path: '/messages', label: '留言台账', action: 'messages.read' },
      { path: '/services', label: '办事入口', action: 'messages.read' },
      { path: '/reposts', label: '转载任务', action: 'reposts.read' },
      { path: '/months', label: '月度监测', action: 'check.read' },
      { path: '/patrol', label: '人工巡查', action: 'patrol.record' },
      { path: '/review', label: '人工复核', action: 'review.read' },
      { path: '/emergency', label: '应急处置', action: 'emergency.read' },
      { path: '/reminders', label: '提醒', action: 'orders.read' },
      { path: '/orders', label: '整改', action: 'orders.read' },
      { path: '/bulletins', label: '月度简报', action: 'report.read' },
      { path: '/open-data', label: '公开数据', action: 'report.draft' },
      { path: '/reports', label: '季度报告', action: 'report.read' },
      { path: '/instructions', label: '批示办理', action: 'instructions.read' },
      { path: '/circulars', label: '通报', action: 'circulars.read' },
      { path: '/score', label: '年度评分', action: 'score.read' },
    ],
  },
  {
    heading: '三 责任落实',
    entries: [
      { path: '/manuscripts', label: '稿件审签', action: 'manuscripts.read' },
      { path: '/text-check', label: '文字检查', action: 'lexicons.read' },
      { path: '/lexicons', label: '词库和名单', action: 'lexicons.read' },
      { path: '/approved', label: '审发一致', action: 'approved.read' },
      { path: '/handovers', label: '人员交接', action: 'filing.read' },
      { path: '/upper-circulars', label: '上级通报', action: 'upper-circulars.read' },
      { path: '/superiors', label: '上级交办', action: 'superiors.read' },
      { path: '/exchange', label: '上下级报送', action: 'exchange.read' },
      { path: '/inspection', label: '迎检', action: 'inspection.rehearse' },
      { path: '/accountability', label: '责任追究线索', action: 'accountability.read' },
      { path: '/accountability-cases', label: '责任追究', action: 'accountability.read' },
    ],
  },
  {
    heading: '系统',
    entries: [
      { path: '/users', label: '用户与权限', action: 'users.manage', ownLevel: true },
      { path: '/sso', label: '统一身份认证', action: 'sso.manage', ownLevel: true },
      { path: '/sign-ins', label: '登录情况', action: 'sessions.end' },
      { path: '/rights', label: '权限复核', action: 'security.manage' },
      { path: '/security', label: '安全设置', action: 'security.manage' },
      { path: '/exchange/keys', label: '上下级公钥', action: 'exchange.trust', ownLevel: true },
      { path: '/notify', label: '通知设置', action: 'notify.manage' },
      { path: '/api-tokens', label: '对外接口', action: 'api.manage' },
      { path: '/webhooks', label: '事件推送', action: 'api.manage' },
      { path: '/people', label: '个人信息', action: 'people.erase' },
      { path: '/settings', label: '监测口径', action: 'settings.change' },
      { path: '/holidays', label: '节假日', action: 'calendar.read' },
      { path: '/backups', label: '备份', action: 'backup.see' },
      { path: '/trail', label: '留痕核验', action: 'trail.read' },
    ],
  },
]

/** The directory as this person sees it in the district worked in. */
export function directoryFor(actor: Actor, { districtId, levelId }: Pick<Session, 'districtId' | 'levelId'>): Group[] {
  return directory
    .map(({ heading, entries }) => ({
      heading,
      entries: entries.filter(({ action, ownLevel }) => scopeOf(actor, action, ownLevel ? levelId : districtId)),
    }))
    .filter(({ entries }) => entries.length > 0)
}

/** What a page is called in the directory, with its address: where something was typed. */
export function placeOf(path: string): string {
  const entry = directory
    .flatMap(({ entries }) => entries)
    .find((one) => one.path !== '/' && (path === one.path || path.startsWith(`${one.path}/`)))
  return entry ? `${entry.label}，${path}` : path
}
