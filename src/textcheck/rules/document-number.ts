import { defineRule } from '../model.ts'
import { D } from './digits.ts'

// The year in brackets of any kind, the number.
const NUMBER = new RegExp(
  `([〔\\[［(（【{｛<＜〈《「]\\s?)((?:19|20)${D}{2})(\\s?[〕\\]］)）】}｝>＞〉》」])\\s?(第)?\\s?(${D}{1,5})\\s?([号號])`,
  'gu',
)
// 发文机关代字 before it: what ends them tells the number of a paper from that of a case, a road, a ticket.
const OFFICE = /[\u4e00-\u9fff][发办函字令通规政秘复纪议电综建财教告党组宣發辦會会]\s?$/u
// 林证字, 产权字: the number of a certificate stands as it was printed on it.
const CERTIFICATE = /[证権权用]字\s?$/u
// Papers from before keep the brackets they were issued with.
const SINCE = 2013

/** 发文字号: 〔year〕 in hexagonal brackets, the number without 第 and without zeros before it (GB/T 9704-2012 7.2.5). */
export const documentNumber = defineRule({
  id: 'document-number',
  kind: 'document-number',
  gate: 'wording',
  severity: 'confirm',
  source: 'GB/T 9704-2012 7.2.5',
  *find(text, { on }) {
    if (!/[号號]/u.test(text)) return
    for (const match of text.matchAll(NUMBER)) {
      const { 0: found, 1: open = '', 2: year = '', 3: close = '', 4: ordinal, 5: number = '', 6: sign, index } = match
      const written = Number(year.normalize('NFKC'))
      const before = text.slice(Math.max(0, index - 4), index)
      if (written < SINCE || !OFFICE.test(before) || CERTIFICATE.test(before)) continue
      const plain = number.normalize('NFKC')
      const faults = [
        ...(open.trim() === '〔' && close.trim() === '〕' ? [] : ['年份应用六角括号“〔〕”']),
        ...(ordinal ? ['序号前不加“第”'] : []),
        ...(plain.startsWith('0') ? ['序号不编虚位'] : []),
        ...(sign === '號' ? ['应写“号”'] : []),
      ]
      const early = written > Number(on.slice(0, 4)) ? [`年份${written}晚于今年`] : []
      if (faults.length + early.length === 0) continue
      yield {
        start: index,
        end: index + found.length,
        confidence: 0.95,
        why: `发文字号写法有误：${[...faults, ...early].join('，')}。`,
        ...(early.length > 0 ? {} : { suggestion: `〔${written}〕${Number(plain)}号` }),
      }
    }
  },
})
