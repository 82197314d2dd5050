import { clauseOf } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 依托区政府门户、协同联动: B/T in the rulebook; here a hint that an office may switch on, a bonus is the scheme's to give. */
export const sharedMatrix = defineReported({
  id: 'D-JS-13',
  label: '矩阵数据互通',
  class: 'hint',
  level: 'district',
  method: 'human',
  optional: true,
  clause: '君公开办发〔2022〕2号一：依托区政府门户网站，协同联动、数据互通',
  basis: [clauseOf('君公开办发〔2022〕2号一', '协同联动、数据互通', '二手')],
  says: '该账号未接入区政务新媒体矩阵',
  mend: '接入矩阵并与区政府门户网站数据互通。',
})
