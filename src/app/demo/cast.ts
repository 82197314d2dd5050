import type { AccountInput } from '../../registry/index.ts'
import type { Role } from '../../access/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import type { UnitKind } from '../../vocabulary/units.ts'

/** A district that doesn't exist; no real administrative code begins with 99. */
export const demoDistrict = {
  id: '990106',
  name: '临湖区',
  shortName: '临湖',
  officeName: '临湖区行政审批服务局',
  issuingOffice: '临湖区政务公开领导小组办公室',
}

export type DemoUser = { login: string; displayName: string; role: Role; alsoRoles?: Role[]; unit?: string }

/** At least one user a role, so that every role can be looked at. */
export const demoUsers: readonly DemoUser[] = [
  { login: 'guanli', displayName: '系统管理员', role: 'administrator' },
  { login: 'anquan', displayName: '程守拙', role: 'security_officer' },
  { login: 'jianguan', displayName: '许静言', role: 'supervisor' },
  { login: 'shouli', displayName: '方书遥', role: 'acceptor' },
  { login: 'fuhe', displayName: '陆知行', role: 'reviewer' },
  { login: 'shenhe', displayName: '顾望之', role: 'examiner' },
  { login: 'fuzeren', displayName: '沈若川', role: 'office_head' },
  { login: 'qianfa', displayName: '梁怀远', role: 'issuer' },
  { login: 'huiqian', displayName: '秦予安', role: 'countersigner' },
  // Manuscripts that units send to 宣传部门 and 保密部门, each read by its own person.
  { login: 'xuanchuan', displayName: '汤清和', role: 'propaganda_office' },
  { login: 'baomi', displayName: '郭砚秋', role: 'secrecy_office' },
  { login: 'shenji', displayName: '戴一舟', role: 'auditor' },
  { login: 'quling', displayName: '周明远', role: 'district_leader' },
  { login: 'tianbao', displayName: '卢景行', role: 'unit_editor', unit: '临湖区水务局' },
  // A unit that adopted 先审后发 has people for three levels beside whoever wrote.
  { login: 'shengao', displayName: '韩知行', role: 'unit_editor', unit: '临湖区水务局' },
  { login: 'fugao', displayName: '冯若川', role: 'unit_editor', unit: '临湖区水务局' },
  { login: 'fenguan', displayName: '唐书遥', role: 'unit_deputy', unit: '临湖区水务局' },
  { login: 'zhuyao', displayName: '罗以宁', role: 'unit_principal', unit: '临湖区水务局' },
  // Another unit that a manuscript concerns, and one that writes elsewhere and is asked for a 发布审签单.
  { login: 'lianshen', displayName: '宋思齐', role: 'unit_editor', unit: '临湖区自然资源局' },
  { login: 'choujian', displayName: '贺知秋', role: 'unit_editor', unit: '临湖区民政局' },
]

export type DemoUnit = {
  name: string
  shortName: string
  kind: UnitKind
  mergedInto?: string
  duties?: 'none' | 'unknown'
}

export const demoUnits: readonly DemoUnit[] = [
  { name: '临湖区行政审批服务局', shortName: '区行政审批服务局', kind: 'department' },
  { name: '临湖区教育局', shortName: '区教育局', kind: 'department' },
  { name: '临湖区公安局', shortName: '区公安局', kind: 'department' },
  { name: '临湖区水务局', shortName: '区水务局', kind: 'department' },
  { name: '临湖区民政局', shortName: '区民政局', kind: 'department' },
  { name: '临湖区农业农村局', shortName: '区农业农村局', kind: 'department' },
  { name: '临湖区卫生健康局', shortName: '区卫生健康局', kind: 'department' },
  { name: '临湖区文化旅游体育局', shortName: '区文旅体局', kind: 'department' },
  { name: '临湖区自然资源局', shortName: '区自然资源局', kind: 'department' },
  {
    name: '临湖区林业局',
    shortName: '区林业局',
    kind: 'department',
    mergedInto: '临湖区自然资源局',
    duties: 'unknown',
  },
  { name: '临湖区人力资源和社会保障局', shortName: '区人社局', kind: 'department' },
  { name: '临湖区城市管理局', shortName: '区城管局', kind: 'department' },
  { name: '临湖区融媒体中心', shortName: '区融媒体中心', kind: 'civil_managed_institution' },
  { name: '石埠镇人民政府', shortName: '石埠镇', kind: 'township' },
  { name: '荷叶洲镇人民政府', shortName: '荷叶洲镇', kind: 'township' },
  { name: '云渡乡人民政府', shortName: '云渡乡', kind: 'township', duties: 'none' },
  { name: '望湖街道办事处', shortName: '望湖街道', kind: 'subdistrict' },
  { name: '南汀街道办事处', shortName: '南汀街道', kind: 'subdistrict' },
  { name: '临湖农场', shortName: '临湖农场', kind: 'farm' },
  { name: '临湖区税务局', shortName: '区税务局', kind: 'vertical', duties: 'unknown' },
]

/** `silent`: days without a post, both ends included. `unseen`: no machine reaches it. `registeredOn`: not there before. */
export type DemoAccount = {
  unit: string
  name: string
  platform: Platform
  silent?: readonly (readonly [string, string])[]
  unseen?: boolean
  registeredOn?: string
  over?: Partial<AccountInput['facts']>
  filingState?: AccountInput['filingState']
  closing?: boolean
}

const toCheckpoint = (from: string) => [[from, '2026-10-31']] as const

export const demoAccounts: readonly DemoAccount[] = [
  { unit: '临湖区行政审批服务局', name: '临湖政务', platform: 'wechat_service', over: { purpose: 'mixed' } },
  { unit: '临湖区行政审批服务局', name: '临湖办事', platform: 'wechat_miniprogram', over: { purpose: 'service' } },
  { unit: '临湖区教育局', name: '临湖教育', platform: 'wechat_official' },
  { unit: '临湖区教育局', name: '临湖教育', platform: 'douyin' },
  { unit: '临湖区公安局', name: '平安临湖', platform: 'weibo' },
  { unit: '临湖区公安局', name: '平安临湖', platform: 'wechat_official' },
  { unit: '临湖区公安局', name: '平安临湖', platform: 'wechat_channels' },
  // 15 days without a post at the checkpoint of September: the veto's first day.
  { unit: '临湖区水务局', name: '临湖水务', platform: 'wechat_official', silent: toCheckpoint('2026-09-16') },
  {
    unit: '临湖区水务局',
    name: '临湖水务',
    platform: 'weibo',
    silent: [
      ['2026-06-10', '2026-07-05'],
      ['2026-09-10', '2026-10-31'],
    ],
  },
  // 14 days: still qualified, warned.
  { unit: '临湖区民政局', name: '临湖民政', platform: 'wechat_official', silent: toCheckpoint('2026-09-17') },
  // 13 days: the last warning.
  { unit: '临湖区农业农村局', name: '临湖三农', platform: 'weibo', silent: toCheckpoint('2026-09-18') },
  { unit: '临湖区农业农村局', name: '临湖三农', platform: 'wechat_official' },
  { unit: '临湖区卫生健康局', name: '健康临湖', platform: 'wechat_subscription' },
  // A second account of one unit on one platform.
  { unit: '临湖区卫生健康局', name: '临湖疾控', platform: 'wechat_subscription', registeredOn: '2026-08-03' },
  { unit: '临湖区文化旅游体育局', name: '临湖文旅', platform: 'weibo' },
  { unit: '临湖区文化旅游体育局', name: '临湖文旅', platform: 'douyin', silent: [['2026-05-08', '2026-06-02']] },
  { unit: '临湖区文化旅游体育局', name: '临湖文旅', platform: 'xiaohongshu' },
  { unit: '临湖区自然资源局', name: '临湖自然资源', platform: 'wechat_official' },
  // The agency was merged; the certified entity still bears its name.
  { unit: '临湖区自然资源局', name: '临湖林业', platform: 'weibo', over: { certifiedEntity: '临湖区林业局' } },
  {
    unit: '临湖区人力资源和社会保障局',
    name: '临湖人社',
    platform: 'wechat_official',
    over: { renamedFrom: '临湖就业' },
  },
  {
    unit: '临湖区城市管理局',
    name: '临湖城管',
    platform: 'douyin',
    filingState: 'unfiled',
    registeredOn: '2026-08-03',
  },
  { unit: '临湖区融媒体中心', name: '临湖发布', platform: 'wechat_official' },
  { unit: '石埠镇人民政府', name: '石埠镇发布', platform: 'wechat_official' },
  // Being closed: still monitored until it is gone.
  { unit: '石埠镇人民政府', name: '石埠镇发布', platform: 'douyin', closing: true, silent: toCheckpoint('2026-09-12') },
  { unit: '荷叶洲镇人民政府', name: '荷叶洲', platform: 'wechat_channels', unseen: true },
  { unit: '云渡乡人民政府', name: '云渡乡', platform: 'wechat_official' },
  { unit: '望湖街道办事处', name: '望湖街道', platform: 'wechat_official' },
  { unit: '南汀街道办事处', name: '南汀街道', platform: 'wechat_official' },
  { unit: '临湖农场', name: '临湖农场', platform: 'wechat_official' },
  { unit: '临湖区税务局', name: '临湖税务', platform: 'wechat_official' },
]

/** Family names and given names for the three responsible people of a unit. */
export const familyNames = '许陆顾沈梁秦戴周卢唐罗方汤韩冯宋郭贺程苏'
export const givenNames = [
  '静言',
  '知行',
  '望之',
  '若川',
  '怀远',
  '予安',
  '一舟',
  '明溪',
  '景行',
  '书遥',
  '以宁',
  '清和',
  '思齐',
  '知秋',
  '砚秋',
]

/** Neutral things that any office publishes. */
export const postTitles = [
  '便民服务指南：常见事项怎么办',
  '本周工作动态',
  '政策问答：这些补贴可以申请',
  '安全提示：夏季用电防火',
  '深入基层走访，听取群众意见',
  '关于国庆假期服务安排的公告',
  '图解：一图读懂办事流程',
  '志愿服务活动走进社区',
  '项目建设稳步推进',
  '防汛提醒：关注天气变化',
  '招聘公告',
  '普法小课堂：合同要看清',
  '环境整治进行时',
  '文明实践活动预告',
  '线上服务升级公告',
  '群众来信答复选登',
]
