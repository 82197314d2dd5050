import { defineIndicator, fail, hasCeased, notApplicable, pass, unknown } from '../define.ts'
import { clauseOf, GUOBANFA_123 } from '../papers.ts'
import { servesOnly } from '../purpose.ts'

/** 原创不足: fewer posts of its own making in the month before the checkpoint than the district asks for. */
export const originals = defineIndicator({
  id: 'L-18',
  label: '原创信息不足',
  class: 'deduction',
  level: 'district',
  method: 'system-and-human',
  about: 'account',
  restsOnCollection: true,
  optional: true,
  needs: ['originals'],
  number: 'minOriginalsPerMonth',
  clause: '本区规定：每月发布原创信息不少于规定条数',
  basis: [
    clauseOf('外地通报', '监测时间点前1个月内未发布原创信息；每月至少应发布1篇原创信息', '二手'),
    clauseOf(`${GUOBANFA_123} 四（二）`, '提高原创信息比例', '原文'),
  ],
  judge(facts, { numbers }) {
    const least = numbers?.minOriginalsPerMonth?.value
    if (least === undefined) return notApplicable('本区没有规定原创条数')
    if (hasCeased(facts.account)) return notApplicable('账号已注销')
    if (servesOnly(facts)) return notApplicable('办事类账号，不以发布更新判定')
    const count = facts.brought.originals
    if (count === null || count === undefined) return unknown({ originals: null }, '核对近一个月发布内容的来源。')
    const said = { originals: count, minOriginalsPerMonth: least }
    return count >= least
      ? pass(said, { margin: count - least })
      : fail(said, { margin: count - least, wouldChange: '发布原创信息。' })
  },
  sentence: ({ originals: count, minOriginalsPerMonth }) =>
    Number(count) === 0
      ? '监测时间点前1个月内未发布原创信息。'
      : `监测时间点前1个月内发布原创信息${String(count)}条，不足${String(minOriginalsPerMonth)}条。`,
})
