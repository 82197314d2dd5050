import { clauseOf, GUOBANHAN_12 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 政务应用程序 that is asked to be used before the national filing. */
export const appNotFiled = defineReported({
  id: 'B-04',
  label: '应用程序未经网信部门备案',
  class: 'veto',
  level: 'national',
  method: 'system-and-human',
  clause: `${GUOBANHAN_12}：政务移动互联网应用程序应经国家网信部门备案后使用`,
  basis: [clauseOf('国家网信办2026年2月28日指南通告', '政务应用程序应当备案', '二手')],
  says: '该应用未经国家网信部门备案即要求使用',
  mend: '完成备案，备案前停止使用要求。',
})
