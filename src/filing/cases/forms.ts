import { operationModeLabels, purposeLabels } from '../../registry/index.ts'
import { platformCodes, platforms } from '../../vocabulary/platforms.ts'
import type { UnitKind } from '../../vocabulary/units.ts'
import type { Answers, Defect, FormDefinition, FormField } from '../forms/index.ts'
import type { CaseKind } from './model.ts'

const platformLabels = Object.fromEntries(platformCodes.map((code) => [code, platforms[code].label]))

const contact: readonly FormField[] = [
  { key: 'contactName', printed: '联系人', kind: 'text', required: true, personal: true },
  { key: 'contactPhone', printed: '联系电话', kind: 'phone', required: true, personal: true },
]

const SOURCE = '国办发〔2018〕123号四（一）：开设、变更、关停、注销政务新媒体，应当向主管单位备案'

const form = (id: string, title: string, fields: readonly FormField[]): FormDefinition => ({
  id,
  version: '2026',
  title,
  source: SOURCE,
  groups: [{ number: 1, printed: title, fields: [...fields, ...contact] }],
  contradictions: [],
})

/**
 * What is asked in each kind of case. 开设 comes with its plan (组织领导、经费保障、管理制度), 变更 with the public
 * announcement where there is one already (rulebook C1: 批准, 平台办理, 公告), 关停 and 注销 with the successor that the public is sent to.
 */
export const caseForms: Readonly<Record<CaseKind, FormDefinition>> = {
  open: form('open', '政务新媒体开设备案表', [
    { key: 'name', printed: '拟用名称', kind: 'text', required: true, hint: '填全称，与主办单位职责相关。' },
    { key: 'platform', printed: '平台', kind: 'choice', choices: platformLabels, required: true },
    { key: 'purpose', printed: '用途', kind: 'choice', choices: purposeLabels, required: true },
    { key: 'certifiedEntity', printed: '拟认证主体', kind: 'text', required: true },
    { key: 'reason', printed: '开设理由', kind: 'long-text', required: true },
    {
      key: 'exceptionReason',
      printed: '例外理由',
      kind: 'long-text',
      hint: '县级政府部门及乡镇（街道）原则上不单独开设，确需开设的须写明理由（通知二（二））。',
    },
    { key: 'organisation', printed: '组织领导', kind: 'long-text', required: true },
    { key: 'operationMode', printed: '运维模式', kind: 'choice', choices: operationModeLabels, required: true },
    { key: 'budgetYuan', printed: '经费保障（元/年）', kind: 'money', required: true, hint: '没有经费填 0。' },
    {
      key: 'rules',
      printed: '管理制度',
      kind: 'long-text',
      required: true,
      hint: '内容审核、值班值守、安全管理等制度。',
    },
  ]),
  change: form('change', '政务新媒体变更备案表', [
    { key: 'newName', printed: '变更后名称', kind: 'text', hint: '名称不变的不填。' },
    { key: 'newEntity', printed: '变更后认证主体', kind: 'text' },
    { key: 'newUnit', printed: '变更后主办单位', kind: 'text', hint: '主办单位变化的，填新的主办单位全称。' },
    {
      key: 'changedOn',
      printed: '变更日期',
      kind: 'date',
      required: true,
      mayLieAhead: true,
      hint: '尚未变更的，填拟变更日期；已经变更的，填实际日期。',
    },
    { key: 'reason', printed: '变更理由', kind: 'long-text', required: true },
    {
      key: 'announcementUrl',
      printed: '变更公告链接',
      kind: 'link',
      hint: '变更须向社会公告（国办发〔2018〕123号四（一））。已公告的填写；尚未公告的，批准后登记平台办理情况时填写。',
    },
  ]),
  suspend: form('suspend', '政务新媒体关停备案表', closingFields()),
  deregister: form('deregister', '政务新媒体注销备案表', closingFields()),
}

function closingFields(): FormField[] {
  return [
    { key: 'reason', printed: '关停注销理由', kind: 'long-text', required: true },
    {
      key: 'decision',
      printed: '决定方式',
      kind: 'choice',
      choices: { meeting: '集体讨论', principal: '主要负责人同意' },
      required: true,
    },
    {
      key: 'successor',
      printed: '承接平台',
      kind: 'text',
      required: true,
      hint: '公众今后到哪里看，如“临湖发布”微信公众号。',
    },
    { key: 'stopsOn', printed: '拟停更日期', kind: 'text', required: true, hint: '如 2026年7月1日。' },
  ]
}

/** Kinds of units that 原则上不单独开设 (notice 二（二）): their 开设 needs a reason and the head of the office. */
export const needsException = (kind: UnitKind): boolean => ['department', 'township', 'subdistrict'].includes(kind)

/** What a case's own rules find beyond its fields. */
export function caseDefects(kind: CaseKind, answers: Answers, unitKind: UnitKind): Defect[] {
  const given = (key: string) => (answers[key]?.trim() ?? '') !== ''
  if (kind === 'open' && needsException(unitKind) && !given('exceptionReason'))
    return [
      { field: 'exceptionReason', label: '例外理由', wanted: '县级政府部门及乡镇（街道）确需单独开设的，须写明理由' },
    ]
  if (kind !== 'change') return []
  const changes = ['newName', 'newEntity', 'newUnit'].filter(given)
  if (changes.length === 0)
    return [{ field: 'newName', label: '变更后名称', wanted: '名称、认证主体、主办单位至少填一项变更' }]
  return []
}
