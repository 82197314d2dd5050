import { clauseOf, NOTICE } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** An account that is gone without an approved case (F-02). */
export const deregisteredUnfiled = defineReported({
  id: 'D-JS-03',
  label: '私自注销',
  class: 'deduction',
  level: 'district',
  method: 'system-and-human',
  clause: `${NOTICE}三：因不按规定私自开设注销政务新媒体……严格按相关规定进行责任追究`,
  basis: [clauseOf(`${NOTICE}三`, '因不按规定私自开设注销政务新媒体', '原文')],
  says: '该账号未按规定备案即私自注销',
  mend: '补办注销备案。',
})
