import { defineRule } from '../model.ts'

const FULL: Readonly<Record<string, string>> = { ',': '，', ';': '；', ':': '：', '?': '？', '!': '！' }
// Between two Chinese letters, or closing a Chinese clause at the end of its line.
const MARK = /(?<=[\u4e00-\u9fff”’》）])[,;:?!](?=[\u4e00-\u9fff“‘《（]|\s*$)/gmu
const STOP = /(?<=[\u4e00-\u9fff]{2})\.(?=[\u4e00-\u9fff]{2}|\s*$)/gmu

/** How far around a mark the text's own habit is looked at. */
const AROUND = 60
/** So many in one text are a habit, told once. */
const HABIT = 5

/**
 * Half-width marks inside Chinese (GB/T 15834-2011, 5.1: a mark takes the room of a letter). Each is told where the text
 * around writes the full one; a text that writes all of them half is told so once.
 */
export const halfWidth = defineRule({
  id: 'half-width',
  kind: 'punctuation',
  gate: 'wording',
  severity: 'advise',
  source: 'GB/T 15834-2011 5.1',
  *find(text) {
    const habit: number[] = []
    for (const { 0: mark, index } of text.matchAll(MARK)) {
      const full = FULL[mark] ?? mark
      const around = text.slice(Math.max(0, index - AROUND), index + AROUND)
      if (count(around, full) >= 3 * count(around, mark))
        yield { ...one(index, full), why: `中文里应使用全角标点“${full}”。` }
      else habit.push(index)
    }
    const [first] = habit
    if (first !== undefined && habit.length >= HABIT)
      yield {
        ...one(first, FULL[text[first] ?? ''] ?? ''),
        why: `全文有${habit.length}处半角标点，这是第一处；中文里应使用全角标点。`,
      }
    for (const { index } of text.matchAll(STOP)) yield { ...one(index, '。'), why: '中文句末应使用句号“。”。' }
  },
})

const one = (start: number, suggestion: string) => ({ start, end: start + 1, suggestion, confidence: 0.9 })

function count(text: string, sign: string): number {
  let found = 0
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) found++
  return found
}
