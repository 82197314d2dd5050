import { maskMiddle } from '../mask.ts'
import { defineRule } from '../model.ts'

const PLATE =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•．. ]?(?=[A-HJ-NP-Z0-9]*\d[A-HJ-NP-Z0-9]*\d)(?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[港澳挂学])(?![\w])/gu
// The name of a road or of a paper may look alike: 国道 and 文号 have no such letters behind a province.
// 新GB18030标准: a new standard, not a car of 新疆.
const STANDARD = /^新GB\d{4,5}$/u
const OF_STANDARD = /^(?:\s?[-—－]\s?(?:19|20)\d\d|(?:国家)?标准|《)/u
const OFFICIAL = /(?:公务用车|公车|执法车辆|执法车|警车|校车|班车|公交车)[^，。；\n]{0,6}$/u

/** 机动车号牌 (GA 36-2018): province, letter, five or six letters and digits, never I or O; cars of 港澳, of schools and behind others bear a word for the last. */
export const numberPlate = defineRule({
  id: 'number-plate',
  kind: 'privacy',
  gate: 'secrecy',
  severity: 'confirm',
  source: 'GA 36-2018；个人信息保护法第四条',
  *find(text) {
    for (const { 0: found, index } of text.matchAll(PLATE)) {
      if (OFFICIAL.test(text.slice(Math.max(0, index - 12), index))) continue
      if (STANDARD.test(found) && OF_STANDARD.test(text.slice(index + found.length, index + found.length + 8))) continue
      const masked = maskMiddle(found.replaceAll(/[·•．. ]/gu, ''), 2, 2)
      yield {
        start: index,
        end: index + found.length,
        observed: masked,
        suggestion: masked,
        confidence: 0.8,
        why: '机动车号牌可以指向个人，请脱敏，或确认系公务车辆、依法曝光。',
      }
    }
  },
})
