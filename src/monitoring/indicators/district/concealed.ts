import { clauseOf, NOTICE } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** What a list of found accounts showed (F-03), decided by people. */
export const concealed = defineReported({
  id: 'D-JS-02',
  label: '瞒报漏报',
  class: 'veto',
  level: 'district',
  method: 'system-and-human',
  clause: `${NOTICE}三：瞒报漏报`,
  basis: [clauseOf(`${NOTICE}三`, '瞒报漏报', '原文')],
  says: '该单位瞒报、漏报所开设的政务新媒体',
  mend: '补报备案或注销，并书面说明。',
})
