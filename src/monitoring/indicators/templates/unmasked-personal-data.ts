import { clauseOf, GUOBANFA_123 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 身份证号、手机号、银行卡号; kept by link and day, never by what was leaked. */
export const unmaskedPersonalData = defineReported({
  id: 'L-10',
  label: '个人信息未脱敏',
  class: 'deduction',
  level: 'district',
  method: 'system-and-human',
  optional: true,
  secret: true,
  clause: '各地通报：个人身份证号、手机号、银行卡号未脱敏',
  basis: [
    clauseOf('各地通报', '个人身份证号、手机号、银行卡号未脱敏即问题', '二手'),
    clauseOf(`${GUOBANFA_123} 四（三）`, '国家秘密、商业秘密、个人隐私，要加强管理，确保不泄露', '原文'),
  ],
  says: '该账号发布的内容有个人信息未脱敏',
  mend: '立即删除或脱敏后重新发布。',
})
