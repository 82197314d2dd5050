import { clauseOf, NOTICE } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 国、省、市通报, as entered with its paper (F-11). */
export const superiorCircular = defineReported({
  id: 'D-JS-11',
  label: '被上级通报',
  class: 'deduction',
  level: 'district',
  method: 'human',
  clause: `${NOTICE}三：被上级(国家、省、市)通报扣分`,
  basis: [clauseOf(`${NOTICE}三`, '被上级(国家、省、市)通报扣分', '原文')],
  says: '该账号或单位被上级通报',
  mend: '由上级更正通报。',
})
