import { maskMiddle } from '../mask.ts'
import { defineRule } from '../model.ts'

const NAMED =
  /(护照|通行证|回乡证|台胞证|军官证|士兵证|警官证|驾驶证|学籍号|社保号|残疾证)(?:号码?|证号|编号|档案号)?[^\S\n]*(?:[:：为是（(“"][^\S\n]*){0,2}([A-Za-zＡ-Ｚ]{0,2}[0-9０-９]{7,20}[A-Za-z0-9]{0,2})(?![\w０-９])/gu

/** 护照等证件号码: letters and digits that are somebody's only because of the word before them. */
export const travelDocument = defineRule({
  id: 'travel-document',
  kind: 'privacy',
  gate: 'secrecy',
  severity: 'block',
  source: '个人信息保护法第二十八条',
  *find(text) {
    if (!text.includes('证') && !text.includes('护照') && !text.includes('号')) return
    for (const { 0: found, 1: word, 2: number = '', index } of text.matchAll(NAMED)) {
      const end = index + found.length
      const masked = maskMiddle(number, 2, 2)
      yield {
        start: end - number.length,
        end,
        observed: masked,
        suggestion: masked,
        confidence: 0.9,
        why: `${word}号码属于个人信息，不得公开，请脱敏后发布。`,
      }
    }
  },
})
