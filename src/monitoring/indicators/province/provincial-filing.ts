import { clauseOf } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** Accounts of provincial departments are filed with the province and registered nationally. */
export const provincialFiling = defineReported({
  id: 'P-HN-05',
  label: '省厅级账号省局备案',
  class: 'hint',
  level: 'province',
  method: 'human',
  optional: true,
  clause: '湘工信综合〔2022〕352号：省厅级账号须省局备案并在全国系统登记',
  basis: [clauseOf('湘工信综合〔2022〕352号', '省厅级账号须省局备案并在全国系统登记', '二手')],
  says: '该账号未在省局备案或未在全国系统登记',
  mend: '补办备案和登记。',
})
