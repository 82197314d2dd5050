import { defineIndicator, hasCeased, notApplicable } from '../define.ts'
import { clauseOf, NOTICE } from '../papers.ts'
import { judgeReplies, repliesSentence } from '../replies.ts'

/** 政民互动 7 日内回复: a message that nobody answered in time is a fault, whether it is answered since or still open. */
export const overdueReplies = defineIndicator({
  id: 'D-JS-07',
  label: '留言逾期未答复',
  class: 'deduction',
  level: 'district',
  method: 'system-and-human',
  about: 'account',
  restsOnCollection: false,
  needs: ['messages'],
  number: 'replyDays',
  clause: `${NOTICE}附件1 信息更新情况：政民互动类栏目是否7日内予以回复`,
  basis: [clauseOf(`${NOTICE}附件1`, '政民互动类栏目是否7日内予以回复', '原文')],
  judge(facts) {
    if (hasCeased(facts.account)) return notApplicable('账号已注销')
    return judgeReplies(facts, () => true, '答复')
  },
  reasons: {
    dismiss: ['已按期答复，登记有误，已更正', '属重复或无效留言', '已按期转办，由承办单位答复'],
    'needs-evidence': ['须附答复截图', '须由单位说明答复情况'],
  },
  sentence: (facts) => repliesSentence(facts),
})
