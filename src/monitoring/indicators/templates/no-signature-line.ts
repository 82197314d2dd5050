import { clauseOf } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 文末标注撰稿、审核、签发人. */
export const noSignatureLine = defineReported({
  id: 'L-09',
  label: '文末未标注撰稿审核签发',
  class: 'deduction',
  level: 'district',
  method: 'system-and-human',
  optional: true,
  clause: '各地规定：文末标注撰稿、审核、签发人',
  basis: [clauseOf('各地规定', '文末标注撰稿、审核、签发人', '二手')],
  says: '该账号发布的内容文末未标注撰稿、审核、签发人',
  mend: '补充标注。',
})
