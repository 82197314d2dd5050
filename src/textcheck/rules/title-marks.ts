import { defineRule } from '../model.ts'

const NESTED = /《[^《》\n]{0,80}《([^《》\n]{1,120})》[^《》\n]{0,80}》/gu
const EMPTY = /《[\s\u3000]*》/gu
const STRAIGHT = /"(?=[\u4e00-\u9fff])[^"\n]{1,60}(?<=[\u4e00-\u9fff，。！？])"/gu

/** 书名号 within 书名号 are single ones (GB/T 15834-2011 4.15.3.5); quotes in Chinese are curved ones. */
export const titleMarks = defineRule({
  id: 'title-marks',
  kind: 'punctuation',
  gate: 'wording',
  severity: 'advise',
  source: 'GB/T 15834-2011 4.15、4.8',
  *find(text) {
    if (text.includes('《')) {
      for (const { 0: found, 1: inner = '', index } of text.matchAll(NESTED)) {
        const start = index + found.indexOf('《', 1)
        yield {
          start,
          end: start + inner.length + 2,
          suggestion: `〈${inner}〉`,
          confidence: 0.85,
          why: '书名号里面再用书名号时，里面的用单书名号“〈〉”。',
        }
      }
      for (const { 0: found, index } of text.matchAll(EMPTY))
        yield { start: index, end: index + found.length, confidence: 0.8, why: '书名号里没有名称，请补全。' }
    }
    if (text.includes('"'))
      for (const { 0: found, index } of text.matchAll(STRAIGHT))
        yield {
          start: index,
          end: index + found.length,
          suggestion: `“${found.slice(1, -1)}”`,
          confidence: 0.8,
          why: '中文引号应使用“”。',
        }
  },
})
