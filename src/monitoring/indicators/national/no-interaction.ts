import { defineIndicator, fail, hasCeased, notApplicable, pass, unknown } from '../define.ts'
import { clauseOf, GUOBAN_19, NOTICE } from '../papers.ts'

/**
 * 未提供有效互动功能: whether people can comment, ask or choose from a menu, as somebody tried it. Where nobody did it is a
 * hint, 待核查, as an unknown filing is: it would otherwise hide which accounts nobody saw at all (docs/decisions/006).
 */
export const noInteraction = defineIndicator({
  id: 'N-NM-03a',
  label: '未提供有效互动功能',
  class: 'veto',
  level: 'national',
  method: 'human',
  about: 'account',
  restsOnCollection: true,
  needs: ['interaction'],
  unlooked: { label: '待核互动功能', says: '尚未人工核查互动功能' },
  clause: `${GUOBAN_19} 政务新媒体检查指标 单项否决：互动回应差（未提供有效互动功能）`,
  basis: [
    clauseOf(GUOBAN_19, '未提供有效互动功能', '二手'),
    clauseOf(`${NOTICE}三`, '要认真完善政务新媒体互动回应与办事服务等功能', '原文'),
  ],
  judge({ account, brought: { interaction } }) {
    if (hasCeased(account)) return notApplicable('账号已注销')
    if (!interaction)
      return unknown({ hasEntry: null }, '人工打开账号，登记留言、评论、私信或菜单咨询能否使用。', { class: 'hint' })
    const facts = { hasEntry: interaction.hasEntry, ...(interaction.seenOn && { seenOn: interaction.seenOn }) }
    if (interaction.hasEntry) return pass(facts)
    return fail(facts, { wouldChange: '开通留言、评论、私信或菜单咨询中的任一项，并经人工核查可以使用。' })
  },
  reasons: {
    dismiss: ['互动入口可以使用，核查有误', '平台本身不提供互动功能', '账号在监测时间点前已完成注销'],
    'needs-evidence': ['须附各入口操作的截图', '须由单位说明互动功能设置'],
  },
  sentence: () => '该账号未提供有效互动功能，经人工复核，判定为不合格。',
})
