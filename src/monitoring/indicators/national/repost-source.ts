import { clauseOf, GUOBANFA_123 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 原则上只转载党委和政府网站以及有关主管部门确定的稿源单位发布的信息 (F-08). */
export const repostSource = defineReported({
  id: 'N-123-03',
  label: '转载稿源不合规',
  class: 'deduction',
  level: 'national',
  method: 'system-and-human',
  clause: `${GUOBANFA_123} 四（二）：原则上只转载党委和政府网站以及有关主管部门确定的稿源单位发布的信息`,
  basis: [
    clauseOf(`${GUOBANFA_123} 四（二）`, '原则上只转载党委和政府网站以及有关主管部门确定的稿源单位发布的信息', '原文'),
  ],
  says: '该账号转载未经确定的稿源单位发布的信息',
  mend: '撤除有关内容，改从确定的稿源转载。',
})
