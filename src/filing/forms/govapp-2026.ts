import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { yesNo } from './annex1-2019.ts'
import type { FormDefinition, FormField } from './form.ts'

/**
 * 政务移动互联网应用程序: APP、小程序、快应用 (国办函〔2026〕12号 第二条). 公众号、视频号 and other accounts are none, and nobody
 * is asked this form for them.
 */
export const isGovApp = (platform: string | undefined): boolean =>
  platform !== undefined && Object.hasOwn(platforms, platform) && platforms[platform as Platform].category === 'app'

const tells = (key: string, printed: string, hint: string): FormField => ({
  key,
  printed,
  kind: 'long-text',
  required: true,
  hint,
})
const has = (key: string, printed: string): FormField => ({
  key,
  printed,
  kind: 'choice',
  choices: yesNo,
  required: true,
})

const burdens = ['fnCheckIn', 'fnRanking', 'fnOnlineTime'] as const

/**
 * 应用程序备案表 of 国办函〔2026〕12号, one form an app, mini-program or quick app (rulebook (b) GovApp 追加字段, 二手: the
 * official sheet could not be had, so that the order and the promise are ours). Name, platform and unit are the ledger's.
 */
export const govAppForm: FormDefinition = {
  id: 'govapp',
  version: '2026',
  title: '政务移动互联网应用程序备案表',
  source: '《政务移动互联网应用程序规范化管理办法》（国办函〔2026〕12号）',
  groups: [
    {
      number: 1,
      printed: '网信备案',
      fields: [
        {
          key: 'filingStatus',
          printed: '网信备案情况',
          kind: 'choice',
          choices: { filed: '已备案', pending: '正在办理', none: '未备案' },
          required: true,
        },
        {
          key: 'cacFilingNo',
          printed: '国家网信办备案编号',
          kind: 'text',
          requiredWhen: { any: [{ key: 'filingStatus', is: 'filed' }], says: '已备案的，应填备案编号' },
        },
      ],
    },
    {
      number: 2,
      printed: '立项审核情况',
      fields: [tells('projectApproval', '立项审核情况', '写明审核单位、文号、日期。')],
    },
    {
      number: 3,
      printed: '功能设置',
      fields: [
        tells('functionSettings', '主要功能', '写明面向哪些人、办哪些事。'),
        has('fnCheckIn', '是否设置打卡签到'),
        has('fnRanking', '是否设置积分排名'),
        has('fnOnlineTime', '是否统计在线时长'),
        {
          key: 'settingsReason',
          printed: '设置原因及依据',
          kind: 'long-text',
          hint: '上面三项都填“否”的，不填。',
          requiredWhen: {
            any: burdens.map((key) => ({ key, is: 'yes' })),
            says: '设有打卡签到、积分排名或在线时长的，应写明原因和依据',
          },
        },
      ],
    },
    {
      number: 4,
      printed: '运维及安全保障',
      fields: [
        tells('opsTeam', '运维团队', '写明运维单位和人数。'),
        tells('opsRules', '运维制度', '写制度名称。'),
        tells('technicalPlan', '技术方案', '写明部署环境、数据存放位置。'),
        tells('securityTest', '安全测试', '写明测试单位、日期、结论。'),
        tells('gradedProtection', '等保测评', '写明等级、测评日期、结论。'),
        tells('securityRules', '安全制度', '写制度名称。'),
      ],
    },
    { number: 5, printed: '上线验收', fields: [tells('acceptance', '上线验收', '写明验收日期、结论。')] },
    {
      number: 6,
      printed: '本单位同类应用',
      fields: [tells('similarApps', '本单位同类应用', '没有的填“无”。')],
    },
    {
      number: 7,
      printed: '经办人',
      fields: [
        { key: 'handlerName', printed: '姓名', label: '经办人姓名', kind: 'text', required: true, personal: true },
        { key: 'handlerPost', printed: '职务', label: '经办人职务', kind: 'text', required: true, personal: true },
        { key: 'handlerPhone', printed: '电话', label: '经办人电话', kind: 'phone', required: true, personal: true },
        { key: 'handlerEmail', printed: '邮箱', label: '经办人邮箱', kind: 'email', required: true, personal: true },
      ],
    },
    { number: 8, printed: '承诺', fields: [] },
  ],
  contradictions: [
    {
      when: [{ key: 'filingStatus', is: 'none' }],
      says: '未经国家网信办备案的应用程序，不得要求使用，请先办理备案。',
    },
    ...burdens.map((key) => ({
      when: [{ key, is: 'yes' }],
      says: '除安全保卫、应急等工作需要外，不应设置打卡签到、积分排名、在线时长，请核对。',
    })),
  ],
}
