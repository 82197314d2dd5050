import { dispositionLabels, operatingStatusLabels } from '../../registry/index.ts'
import { platformCodes, platforms } from '../../vocabulary/platforms.ts'
import type { FormDefinition } from './form.ts'

const platformLabels = Object.fromEntries(platformCodes.map((code) => [code, platforms[code].label]))

/**
 * What 附件2《政务新媒体排查及清理整合情况表》 asks of an account beyond 附件1; the sheet itself is printed from both. The
 * platform is asked of an account that the ledger doesn't know yet.
 */
export const annex2Form: FormDefinition = {
  id: 'annex2',
  version: '2019',
  title: '政务新媒体排查及清理整合情况表',
  source: '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》附件2',
  groups: [
    {
      number: 1,
      printed: '账号',
      fields: [
        { key: 'platform', printed: '平台', kind: 'choice', choices: platformLabels, required: true },
        { key: 'identifier', printed: '账号标识', kind: 'text', hint: '微信号、微博UID等，便于查找和比对。' },
        { key: 'profileUrl', printed: '主页链接', kind: 'link' },
        { key: 'certifiedEntity', printed: '认证主体', kind: 'text', required: true },
        {
          key: 'entityNote',
          printed: '认证主体说明',
          kind: 'long-text',
          ofSome: true,
          hint: '认证主体与主办单位不一致，整改措施又不是“变更”的，须说明；印在附件2表下。',
        },
      ],
    },
    {
      number: 2,
      printed: '主办单位',
      fields: [
        { key: 'principalName', printed: '负责人', kind: 'text', required: true, personal: true },
        { key: 'principalPhone', printed: '负责人联系电话', kind: 'phone', required: true, personal: true },
        { key: 'contactName', printed: '联系人', kind: 'text', required: true, personal: true },
        { key: 'contactPhone', printed: '联系人联系电话', kind: 'phone', required: true, personal: true },
      ],
    },
    {
      number: 3,
      printed: '运营',
      fields: [
        { key: 'operatorUnit', printed: '运营单位', kind: 'text', required: true, hint: '填具体运营的单位名称。' },
        { key: 'pushFrequency', printed: '推送频率', kind: 'text', required: true, hint: '如 每周3次。' },
        {
          key: 'dedicated',
          printed: '有无专人',
          kind: 'choice',
          choices: { yes: '有专人', no: '无专人' },
          required: true,
        },
        { key: 'staffCount', printed: '运营人数', kind: 'count', required: true, example: '3' },
        { key: 'operatingStatus', printed: '运营状态', kind: 'choice', choices: operatingStatusLabels, required: true },
        { key: 'disposition', printed: '整改措施', kind: 'choice', choices: dispositionLabels, required: true },
        {
          key: 'keepReason',
          printed: '保留理由',
          kind: 'long-text',
          ofSome: true,
          longest: 200,
          hint: '原则上不单独开设、同一平台开设多个账号的，保留须写明理由；印在附件2表下，作为清理整合的单位理由。',
        },
      ],
    },
  ],
  contradictions: [
    {
      when: [
        { key: 'operatingStatus', is: 'stopped' },
        { key: 'disposition', is: 'keep' },
      ],
      says: '运营状态为停止运营，整改措施为保留，请核对。',
    },
    {
      // Rulebook (b) 附件2 运营人数: 无专人且 >0 → 警告.
      when: [
        { key: 'dedicated', is: 'no' },
        { key: 'staffCount', isNot: '0' },
      ],
      says: '填了无专人，运营人数却不是0，请核对。',
    },
  ],
}
