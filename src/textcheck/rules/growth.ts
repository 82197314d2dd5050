import { defineRule } from '../model.ts'

const NUMBER = '(\\d{1,12}(?:\\.\\d{1,4})?)'
const UNIT = '(万亿?|亿|千)?(元|个|家|项|件|名|人|条|篇|次|户|公里|亩|吨|台|辆|起|分|位|%|％)?'
const CHANGE = new RegExp(
  `(?:由|从)[^，。；\\n\\d]{0,12}${NUMBER}\\s?${UNIT}[^，。；\\n\\d]{0,6}?(增加|增长|上升|提高|提升|扩大|减少|下降|降低|降|缩短)(?:到|至|为)[^，。；\\n\\d]{0,4}${NUMBER}\\s?${UNIT}(?:[，,][^，。；\\n\\d]{0,6}?(增长|增幅|增加|上升|提高|提升|下降|降低|降幅|减少)(?:了|达|为)?\\s?${NUMBER}\\s?(%|％|个百分点|倍)?)?`,
  'gu',
)
const DOWN = /减|降|缩/u
const TIMES = /(?:减少|下降|降低|缩小|缩短|减轻)(?:了|至)?\s?(?:\d+(?:\.\d+)?|[一二两三四五六七八九十]+)倍/gu
const SCALE: Readonly<Record<string, number>> = { 千: 1e3, 万: 1e4, 亿: 1e8, 万亿: 1e12 }

/** 由120件增加到150件，增长30%: the third number follows from the other two, and so does the word. */
export const growth = defineRule({
  id: 'growth',
  kind: 'number',
  gate: 'wording',
  severity: 'confirm',
  source: '前后文数字核对；GB/T 15835-2011',
  *find(text) {
    if (text.includes('倍'))
      for (const { 0: found, index } of text.matchAll(TIMES))
        yield {
          start: index,
          end: index + found.length,
          confidence: 0.85,
          why: '减少不能用倍数表示，请改用百分比或分数。',
        }
    if (!/[由从]/u.test(text)) return
    for (const match of text.matchAll(CHANGE)) {
      const why = contradiction(match)
      if (why) yield { start: match.index, end: match.index + match[0].length, confidence: 0.85, why }
    }
  },
})

function contradiction(match: RegExpMatchArray): string | undefined {
  const [, before = '', scaleBefore, unitBefore, verb = '', after = '', scaleAfter, unitAfter, , said, sign] = match
  if (unitBefore && unitAfter && unitBefore !== unitAfter) return undefined
  // 由3万增加到5万: a scale written once may stand for both.
  const [from, to] = [
    Number(before) * (SCALE[scaleBefore ?? (unitBefore ? '' : (scaleAfter ?? ''))] ?? 1),
    Number(after) * (SCALE[scaleAfter ?? ''] ?? 1),
  ]
  if (from === to || from === 0) return undefined
  if (to < from !== DOWN.test(verb))
    return `由${before}到${after}应为${to < from ? '下降' : '上升'}，与“${verb}”不符，请核对。`
  if (said === undefined) return undefined
  const real = Math.abs(to - from)
  const share = (real / from) * 100
  const percent = unitAfter === '%' || unitAfter === '％'
  const expected = sign === '倍' ? real / from : sign === '个百分点' ? real : sign && !percent ? share : undefined
  if (expected === undefined) return undefined
  // As printed, a number stands for all that round to it; one more of the last digit for the rounding of the other two.
  const digits = /\.(\d+)/.exec(said)?.[1]?.length ?? 0
  const slack = 1.01 / 10 ** digits + expected * 0.005
  if (Math.abs(Number(said) - expected) <= slack) return undefined
  return `由${before}到${after}应${to < from ? '下降' : '增长'}约${expected.toFixed(Math.max(digits, 1))}${sign}，与所写的${said}${sign}不符，请核对。`
}
