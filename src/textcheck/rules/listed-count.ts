import { defineRule, type Found } from '../model.ts'
import { COUNT, countOf } from './digits.ts'

const ANNOUNCED = new RegExp(
  `(?:以下|下列|如下|下述|下面)(${COUNT})(?:个方面|方面|个问题|个|项|条|点|种|类|件|款|步|大类|大)[\\u4e00-\\u9fff]{0,12}[：:。]`,
  'gu',
)

const DIGITS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三', '十四', '十五']
/** The ways of numbering: what stands before the n-th item. */
const STYLES: readonly ((n: number) => string[])[] = [
  (n) => [`${DIGITS[n - 1]}是`, `${DIGITS[n - 1]}要`],
  (n) => [`（${DIGITS[n - 1]}）`, `(${DIGITS[n - 1]})`],
  (n) => [`（${n}）`, `(${n})`],
  (n) => [`第${DIGITS[n - 1]}，`, `第${DIGITS[n - 1]}、`],
  (n) => [`\n${DIGITS[n - 1]}、`],
  (n) => [`\n${n}.`, `\n${n}．`, `\n${n}、`, `\n ${n}.`],
  (n) => [String.fromCharCode(0x2460 + n - 1)],
]
const REACH = 3000

/** 以下3项, and four of them follow. */
export const listedCount = defineRule({
  id: 'listed-count',
  kind: 'number',
  gate: 'wording',
  severity: 'confirm',
  source: '前后文数字核对',
  *find(text) {
    for (const { 0: found, 1: written = '', index } of text.matchAll(ANNOUNCED)) {
      const said = countOf(written)
      const listed = countItems(text.slice(index + found.length, index + found.length + REACH))
      if (said === undefined || listed === undefined || listed === said || said < 2 || said > 15) continue
      const start = index + found.indexOf(written)
      yield {
        start,
        end: start + written.length,
        confidence: 0.8,
        why: `此处写${written}项，后面列出的是${listed}项，请核对。`,
      }
    }
    yield* namedItems(text)
  },
})

/** How many items a numbered list has that begins right here; undefined where there is none. */
function countItems(after: string): number | undefined {
  for (const style of STYLES) {
    const first = at(after, style(1), 0)
    // The list has to begin at once: what comes later belongs to another sentence.
    if (first < 0 || first > 2) continue
    let [count, from] = [1, first + 1]
    while (count < 15) {
      const next = at(after, style(count + 1), from)
      const again = at(after, style(1), from)
      if (next < 0 || (again >= 0 && again < next)) break
      count++
      from = next + 1
    }
    return count > 1 ? count : undefined
  }
  return undefined
}

function at(text: string, heads: readonly string[], from: number): number {
  const found = heads.map((head) => text.indexOf(head, from)).filter((place) => place >= 0)
  return found.length === 0 ? -1 : Math.min(...found)
}

// 甲镇、乙镇、丙镇3个镇: names between the marks, then how many and of what. 等 leaves the list open.
const NAMED = new RegExp(
  `(?<=[\\u4e00-\\u9fff])(${COUNT})(?:个|家|所)(镇|乡|街道|乡镇|村|社区|单位|部门|账号|县|区|市|省|公司|企业|学校|医院)`,
  'gu',
)

function* namedItems(text: string): Generator<Found> {
  if (!text.includes('、')) return
  for (const { 0: found, 1: written = '', 2: kind = '', index } of text.matchAll(NAMED)) {
    const before = /[\u4e00-\u9fff、]+$/u.exec(text.slice(Math.max(0, index - 120), index))?.[0] ?? ''
    const open = before.endsWith('等')
    const items = (open ? before.slice(0, -1) : before).split('、')
    const said = countOf(written)
    // Only names that say themselves that they are of that kind are counted; 和 may join two of them.
    if (said === undefined || items.length < 2 || !items.every((name) => name.endsWith(kind))) continue
    if (/[和与及]/u.test(items.at(-1) ?? '') || (open ? items.length <= said : items.length === said)) continue
    yield {
      start: index,
      end: index + found.length,
      confidence: 0.8,
      why: `此处写${found}，前面列出的是${items.length}个，请核对。`,
    }
  }
}
