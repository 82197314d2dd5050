import { maskMobile } from '../mask.ts'
import { defineRule } from '../model.ts'

const D = '[0-9０-９]'
const GAP = '[ \u00a0\u3000\\-‐-―－]?'
const NUMBER = new RegExp(
  `(?<![0-9０-９.=])(?:(?:[+＋]?86|0086)${GAP})?[1１][3-9３-９]${D}(?:${GAP}${D}{4}${GAP}${D}{4}|[.．]${D}{4}[.．]${D}{4}|[ \u00a0-]${D}{3}[ \u00a0-]${D}{5})(?![0-9A-Za-z０-９])(?!\\.\\d)`,
  'gu',
)
// An amount, a count or the number of a paper may have eleven digits, too.
const AMOUNT = /^(?:元|万|亿|吨|人次|次|件|平方|立方|公里|米|千瓦|度|%|％|号文|〕)/u
const ORDER = /(?:编号|单号|订单号|案号|项目代码|统计|投资|金额|共计|合计)[：:为]?\s*$/u

/** 手机号码: eleven digits from 13 to 19, in groups or not, full width or not. */
export const mobileNumber = defineRule({
  id: 'mobile-number',
  kind: 'privacy',
  gate: 'secrecy',
  severity: 'confirm',
  source: '个人信息保护法第十三条；政务新媒体检查通报（手机号未脱敏）',
  *find(text) {
    let last = 0
    for (const { 0: found, index } of text.matchAll(NUMBER)) {
      const end = index + found.length
      const isSecond = index === last + 1
      if (!isSecond && isWithin(text.slice(Math.max(0, index - 80), index))) continue
      last = end
      if (AMOUNT.test(text.slice(end, end + 4)) || ORDER.test(text.slice(Math.max(0, index - 8), index))) continue
      yield {
        start: index,
        end,
        observed: maskMobile(found),
        suggestion: maskMobile(found),
        confidence: 0.9,
        why: '手机号码属于个人信息；确需公开工作电话的请确认，否则请脱敏。',
      }
    }
  },
})

/** Whether a number so far is the tail of an address, a code or a date: 张三/138… and 0730-8888888/138… are none. */
function isWithin(before: string): boolean {
  const run = /[\w０-９./=?&%:~#+@-]*$/u.exec(before)?.[0] ?? ''
  if (!/[A-Za-z/_-]$/u.test(run)) return false
  if (/(?:^|[^A-Za-z])(?:tel|phone|mobile|mob|wx|vx|sj)[-/]?$/iu.test(run)) return false
  return /[A-Za-z=?&%]/u.test(run) || /[0-9０-９][_-]$/u.test(run)
}
