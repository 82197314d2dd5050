import { clauseOf } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 不得把下载、关注作为办事前置条件. */
export const forcedCondition = defineReported({
  id: 'L-11',
  label: '以下载关注为办事前置条件',
  class: 'deduction',
  level: 'district',
  method: 'human',
  optional: true,
  clause: '各地规定：不得把下载、关注作为办事前置条件',
  basis: [clauseOf('各地规定', '不得把下载、关注作为办事前置条件', '二手')],
  says: '该账号把下载、关注作为办事的前置条件',
  mend: '取消前置条件。',
})
