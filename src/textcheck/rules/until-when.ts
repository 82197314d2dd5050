import { defineRule } from '../model.ts'

const DAY =
  '(?:目前|现在|今日|今天|昨日|昨天|(?:[0-9０-９]{4}年)?[0-9０-９]{1,2}月(?:[0-9０-９]{1,2}日|底|末)|[0-9０-９]{4}年(?:底|末)|(?:今|去|本|上)(?:年|月)(?:底|末)?)'
// At the head of a clause that then tells what has come to be.
const UNTIL = new RegExp(
  `(?<=^|[\\n，。；：（(\\s])截止(?=${DAY}(?:[0-9０-９]{1,2}[时:：][0-9０-９]{0,2}分?)?[，,]?[^。；\\n]{0,30}(?:已|共|累计|全|总|尚|仍|有|完成|达|实现))`,
  'gmu',
)
const REACH = /截至(?=(?:时间|日期)(?:为|是|：|:|到))/gu

/** 截至 is up to a day, 截止 is the end of it (现代汉语词典). */
export const untilWhen = defineRule({
  id: 'until-when',
  kind: 'grammar',
  gate: 'wording',
  severity: 'confirm',
  source: '现代汉语词典；政务新媒体通报实例',
  *find(text) {
    if (!text.includes('截')) return
    for (const { index } of text.matchAll(UNTIL))
      yield {
        start: index,
        end: index + 2,
        suggestion: '截至',
        confidence: 0.9,
        why: '表示到某个时间为止的情况，用“截至”；“截止”是停止、结束的意思。',
      }
    for (const { index } of text.matchAll(REACH))
      yield {
        start: index,
        end: index + 2,
        suggestion: '截止',
        confidence: 0.85,
        why: '“截止时间”“截止日期”用“截止”。',
      }
  },
})
