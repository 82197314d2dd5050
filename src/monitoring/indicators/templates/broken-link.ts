import { defineIndicator, fail, hasCeased, notApplicable, pass, unknown } from '../define.ts'
import { clauseOf } from '../papers.ts'

/** 链接不可用: circulars list such accounts and leave them qualified. */
export const brokenLink = defineIndicator({
  id: 'L-16',
  label: '链接不可用',
  class: 'deduction',
  level: 'district',
  method: 'system-and-human',
  about: 'account',
  restsOnCollection: true,
  optional: true,
  needs: ['links'],
  clause: '各地通报：部分链接无法正常访问或链接不准确',
  basis: [clauseOf('各地通报', '部分链接无法正常访问或链接不准确', '二手')],
  judge({ account, brought: { links } }) {
    if (hasCeased(account)) return notApplicable('账号已注销')
    if (!links) return unknown({ links: null }, '逐一打开菜单和正文中的链接并登记。')
    const broken = links.filter(({ ok }) => ok === false).map(({ url }) => url)
    const untried = links.filter(({ ok }) => ok === null).length
    const facts = { links: links.length, broken, untried }
    if (broken.length > 0) return fail(facts, { wouldChange: '修复或撤下不能打开的链接。' })
    return untried > 0 ? unknown(facts, `还有${untried}个链接没有核查。`) : pass(facts)
  },
  sentence: ({ broken }) => `该账号有${Array.isArray(broken) ? broken.length : ''}个链接无法正常访问。`,
})
