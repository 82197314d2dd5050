import { defineRule, type Found } from '../model.ts'

const NUMBER = '(\\d{1,9}(?:\\.\\d{1,4})?)'
// 共检查账号120个，其中合格90个、不合格20个: a total, and its parts in the same unit within the same sentence.
const TOTAL = new RegExp(
  `(?:共|总数|总计|合计|总共|累计|全年|全区|全县|全市)[^，。；：\\n\\d]{0,16}${NUMBER}\\s?(万?[个家项件名人条篇次户万元亿公里亩台辆起批])[^，。；\\n\\d]{0,8}[，,]\\s?(?:其中|包括|分别为|分别是)[：:，,]?([^。；\\n]{2,200})`,
  'gu',
)
const SHARES = /(?:其中|分别)[^。；\n%％]{0,40}[%％][^。；\n]{0,200}/gu
const SHARE = /(?:占(?:比|总数的?|全部的?|[\u4e00-\u9fff]{0,8}的)?|比例为?|为)\s?(\d{1,3}(?:\.\d{1,2})?)[%％]/gu

/** Parts that are more than their whole: 共5个，其中甲3个、乙4个; shares that make more than 100 %. */
export const sums = defineRule({
  id: 'sums',
  kind: 'number',
  gate: 'wording',
  severity: 'confirm',
  source: '前后文数字核对',
  *find(text) {
    if (text.includes('其中') || text.includes('包括') || text.includes('分别')) yield* totals(text)
    if (/[%％]/u.test(text)) yield* shares(text)
  },
})

function* totals(text: string): Generator<Found> {
  for (const { 0: found, 1: total = '', 2: unit = '', 3: rest = '', index } of text.matchAll(TOTAL)) {
    const parts = partsOf(rest, unit)
    if (parts.length < 2) continue
    const [whole, sum] = [Number(total), rounded(parts.reduce((all, one) => all + one, 0))]
    // One part alone may be more than its whole only by mistake; parts may leave a rest out, or overlap (党员、女性).
    const exact = /^(?:[^，。；]*、)+[^，。；、]*$/u.test(rest.trim()) && !/党员|女性|女|以上|以下|少数民族/u.test(rest)
    if (parts.every((part) => part <= whole) && (sum <= whole || !exact)) continue
    const start = index + found.indexOf(total)
    yield {
      start,
      end: start + total.length + unit.length,
      confidence: 0.8,
      why: `总数写${total}${unit}，其中各项为${parts.join('、')}，合计${sum}${unit}，请核对。`,
    }
  }
}

const partsOf = (rest: string, unit: string) =>
  [...rest.matchAll(new RegExp(`${NUMBER}\\s?${unit}`, 'gu'))].map(([, value]) => Number(value))

const rounded = (value: number) => Math.round(value * 10_000) / 10_000

function* shares(text: string): Generator<Found> {
  for (const { 0: found, index } of text.matchAll(SHARES)) {
    const parts = [...found.matchAll(SHARE)].map(([, value]) => Number(value))
    const sum = rounded(parts.reduce((all, one) => all + one, 0))
    // Rounded to one digit, many shares may make a little more than the whole.
    if (parts.length < 2 || sum <= 100 + parts.length * 0.05 || /增长|下降|同比|提高|降低|党员|女/u.test(found))
      continue
    yield {
      start: index,
      end: index + found.length,
      confidence: 0.7,
      why: `各项占比合计${sum}%，超过100%，请核对。`,
    }
  }
}
