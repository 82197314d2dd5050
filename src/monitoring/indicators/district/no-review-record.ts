import { clauseOf, GUOBANFA_123, NOTICE } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** A sampled post without a signed 审签单; each one counts. */
export const noReviewRecord = defineReported({
  id: 'D-JS-09',
  label: '未落实先审后发',
  class: 'deduction',
  level: 'district',
  method: 'system-and-human',
  clause: `${NOTICE}三：要严格内容发布审核制度，坚持分级分类审核、先审后发`,
  basis: [clauseOf(`${GUOBANFA_123} 四（二）`, '严格内容发布审核制度，坚持分级分类审核、先审后发', '原文')],
  says: '抽查的稿件没有先审后发、五关把关的留痕',
  mend: '提供该稿件发布前的审签记录。',
})
