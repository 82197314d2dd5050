import { defineRule } from '../model.ts'

const BEFORE_OTHERS =
  /、(?=等(?:等)?(?:[，。；）\s]|[的地]|[一二两三四五六七八九十\d]+(?:个|项|家|名|种|类)|(?:单位|部门|方面|工作|问题|内容|情况|领域|措施|活动|人员)))/gu
const BEFORE_AND = /、(?=以及[\u4e00-\u9fff])/gu

/** 顿号 stands between equals: not before 等, not before 以及 (GB/T 15834-2011 4.5, appendix A). */
export const pauseMark = defineRule({
  id: 'pause-mark',
  kind: 'punctuation',
  gate: 'wording',
  severity: 'advise',
  source: 'GB/T 15834-2011 4.5、附录A',
  *find(text) {
    if (!text.includes('、')) return
    for (const { index } of text.matchAll(BEFORE_OTHERS))
      yield { start: index, end: index + 1, suggestion: '', confidence: 0.85, why: '“等”前面不用顿号。' }
    for (const { index } of text.matchAll(BEFORE_AND))
      yield { start: index, end: index + 1, suggestion: '', confidence: 0.8, why: '“以及”前面不用顿号。' }
  },
})
