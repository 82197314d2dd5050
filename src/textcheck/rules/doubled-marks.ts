import { defineRule } from '../model.ts'

const DOTS = /。{2,}|(?<![.\d])\.{3,}(?!\d)|(?<!…)…(?!…)/gu
const MARKS = /[，、；：。][，、；：。！？]+|[！？][，、；：。]+|！{3,}|？{3,}/gu

/** Two marks where one stands: `，，`, `。，`; dots that are no ellipsis. */
export const doubledMarks = defineRule({
  id: 'doubled-marks',
  kind: 'punctuation',
  gate: 'wording',
  severity: 'advise',
  source: 'GB/T 15834-2011 4.1、4.11',
  *find(text) {
    for (const { 0: found, index } of text.matchAll(MARKS)) {
      if (/^。+$/u.test(found)) continue
      yield {
        start: index,
        end: index + found.length,
        ...(new Set(found).size === 1 && { suggestion: found.slice(0, 1) }),
        confidence: 0.95,
        why: '标点重复，请保留一个。',
      }
    }
    for (const { 0: found, index } of text.matchAll(DOTS)) {
      if (!/[\u4e00-\u9fff]/u.test(text.slice(Math.max(0, index - 1), index))) continue
      const twice = found === '。。'
      yield {
        start: index,
        end: index + found.length,
        suggestion: twice ? '。' : '……',
        confidence: 0.9,
        why: twice ? '句号重复，请保留一个。' : '省略号应写作“……”。',
      }
    }
  },
})
