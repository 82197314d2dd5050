import { daysBetween } from '../../../calendar/index.ts'
import { defineIndicator, fail, hasCeased, notApplicable, pass, unknown } from '../define.ts'
import { clauseOf, NOTICE } from '../papers.ts'

/** 栏目更新不及时: columns and menus with their own interval, as 附件1 asks for them. Listed, never a veto by itself. */
export const staleColumn = defineIndicator({
  id: 'L-17',
  label: '栏目更新不及时',
  class: 'deduction',
  level: 'district',
  method: 'system-and-human',
  about: 'account',
  restsOnCollection: true,
  optional: true,
  needs: ['columns'],
  clause: `${NOTICE}附件1 信息更新情况：各类栏目是否按期更新`,
  basis: [
    clauseOf('各地通报', '部分栏目更新不及时', '二手'),
    clauseOf(`${NOTICE}附件1`, '其它应更新栏目是否予以更新', '原文'),
  ],
  judge({ account, checkpoint, brought: { columns } }) {
    if (hasCeased(account)) return notApplicable('账号已注销')
    if (!columns) return unknown({ columns: null }, '逐个核查栏目的最后更新日期并登记。')
    if (columns.length === 0) return notApplicable('账号没有设栏目')
    const known = columns.flatMap(({ name, lastUpdatedOn, maxDays }) =>
      lastUpdatedOn === null ? [] : [{ name, beyond: daysBetween(lastUpdatedOn, checkpoint) - maxDays }],
    )
    const stale = known.filter(({ beyond }) => beyond > 0).map(({ name }) => name)
    const untold = columns.length - known.length
    const facts = { columns: columns.length, stale, untold }
    if (stale.length > 0) return fail(facts, { wouldChange: `更新${stale.map((name) => `“${name}”`).join('、')}。` })
    return untold > 0 ? unknown(facts, `还有${untold}个栏目没有核查。`) : pass(facts)
  },
  particulars: ({ stale }) => (Array.isArray(stale) ? stale.map((name) => `“${name}”`).join('、') : ''),
  sentence: ({ stale }) =>
    `该账号${Array.isArray(stale) ? stale.map((name) => `“${name}”`).join('、') : ''}栏目更新不及时。`,
})
