import { defineIndicator, hasCeased, notApplicable } from '../define.ts'
import { clauseOf } from '../papers.ts'
import { judgeReplies, repliesSentence } from '../replies.ts'

/** 简单常见咨询 1 个工作日内准确答复: asked of websites by the province; for offices that switch it on. */
export const simpleQuestions = defineIndicator({
  id: 'P-HN-02',
  label: '简单咨询未及时答复',
  class: 'hint',
  level: 'province',
  method: 'human',
  about: 'account',
  restsOnCollection: false,
  optional: true,
  needs: ['messages'],
  number: 'simpleReplyWorkdays',
  clause: '湘政务函〔2022〕9号：简单常见咨询1个工作日内准确答复',
  basis: [clauseOf('湘政务函〔2022〕9号', '简单常见咨询1个工作日内准确答复', '二手')],
  judge(facts) {
    if (hasCeased(facts.account)) return notApplicable('账号已注销')
    return judgeReplies(facts, ({ simple }) => simple, '1个工作日')
  },
  sentence: (facts) => repliesSentence(facts),
})
