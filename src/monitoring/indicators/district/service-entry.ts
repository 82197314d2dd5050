import { defineIndicator, fail, hasCeased, notApplicable, pass, unknown } from '../define.ts'
import { clauseOf, NOTICE } from '../papers.ts'

/** 在线办事入口不可用: each entry that somebody tried and could not use. A service account is judged by this, not by updates. */
export const serviceEntry = defineIndicator({
  id: 'D-JS-08',
  label: '办事入口不可用',
  class: 'deduction',
  level: 'district',
  method: 'system-and-human',
  about: 'account',
  restsOnCollection: true,
  needs: ['services'],
  clause: `${NOTICE}附件1 信息更新情况：政务服务类栏目是否可以在线办事`,
  basis: [
    clauseOf(`${NOTICE}附件1`, '政务服务类栏目是否可以在线办事', '原文'),
    clauseOf(`${NOTICE}三`, '要认真完善政务新媒体互动回应与办事服务等功能', '原文'),
  ],
  judge({ account, brought: { services } }) {
    if (hasCeased(account)) return notApplicable('账号已注销')
    if (!services) return unknown({ entries: null }, '登记该账号的办事入口并逐项核查。')
    if (services.length === 0) return notApplicable('账号没有办事入口')
    const broken = services.filter(({ usable }) => usable === false).map(({ name }) => name)
    const untried = services.filter(({ usable }) => usable === null).length
    const facts = { entries: services.length, broken, untried }
    if (broken.length > 0)
      return fail(facts, { wouldChange: `恢复${broken.map((name) => `“${name}”`).join('、')}，或撤下入口。` })
    return untried > 0 ? unknown(facts, `还有${untried}个办事入口没有核查。`) : pass(facts)
  },
  reasons: {
    dismiss: ['入口可以使用，核查有误', '入口所属事项已取消，已撤下', '核查时平台故障'],
    'needs-evidence': ['须附操作截图', '须换一日再核查一次'],
  },
  particulars: ({ broken }) => (Array.isArray(broken) ? broken.map((name) => `“${name}”`).join('、') : ''),
  sentence: ({ broken }) =>
    `该账号${Array.isArray(broken) ? broken.map((name) => `“${name}”`).join('、') : ''}办事入口不可用。`,
})
