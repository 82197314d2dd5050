/** How well a written number is known: `1234` exactly, `1.2万` rounded, `10万+` no less than, `约1.7万` only about. */
export type CountPrecision = 'exact' | 'rounded' | 'at-least' | 'approximate'

/** What the number is for when it is no total: `每周阅读量达10万余次` is per week, `单条最高1.4万次` of one post. */
export type CountScope = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'post'

/** A count of people, reads or posts as an office wrote it. `value` is a whole number; `found` is the writing itself. */
export type Count = {
  readonly value: number
  readonly precision: CountPrecision
  readonly scope?: CountScope
  readonly found: string
}

/** Why a writing is not one count: nothing there, `1至2`, two numbers, `不足100`, half a person, or other words. */
export type NoCount = {
  readonly reason: 'blank' | 'range' | 'several-numbers' | 'upper-bound' | 'not-whole' | 'not-a-count'
  readonly found: string
}

const POWERS: Readonly<Record<string, number>> = { 十: 1, 百: 2, 千: 3, k: 3, 万: 4, w: 4, 亿: 8 }

const NUMBER =
  /(?<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)?(?<unit>[十百千]?[万亿]|[百千](?!分)|[kw])?/giu

const AT_LEAST = /超过|突破|高达|逾|超|破|不少于|至少|以上|[余多几]|\+/gu
const ABOUT = /大约|约为|约|大概|接近|将近|近|左右|上下|估计|预计/gu
const UPPER_BOUND = /不足|不到|不超过|少于|以内|以下|至多|最多/u
const RANGE = /\d[万千百亿kw]?(?:人|名|次|条|篇|个)?(?:至|到|~|～|-|–|—)\d/iu

const SCOPES: readonly (readonly [CountScope, RegExp])[] = [
  ['day', /每[日天]|日均|平均每[日天]|单日|当日/gu],
  ['week', /每周|周均|每星期|当周|本周/gu],
  ['month', /每月|月均|每个月|当月|本月/gu],
  ['quarter', /每季度?|季均|本季度/gu],
  ['year', /每年|年均|全年|本年度?/gu],
  ['post', /单[条篇]|每[条篇]|篇均|条均/gu],
]

// Words that name what was counted or how; anything else means that the cell says something a count can't hold.
const LABELS =
  /粉丝|听众|关注|订阅|用户|会员|好友|阅读|浏览|播放|观看|点击|访问|点赞|评论|转发|收藏|在看|分享|推荐|发布|推送|短视频|文章|信息|平均|最高|仅有|仅|只有|总计|总|累计|合计|共计|共有|共|数量|人数|数|量|为|是|有|达到|达|目前|现有|人\/?次|人|名|位|个|次|条|篇|件|户|[:、,。()]/gu

/**
 * Reads a count as offices write it: `1,234`, `１２００`, `1.2万`, `约1.7万`, `超过210万`, `10万+`, `920多条`, `19.3万人/次`, `3.9w`.
 * A rounded number is never passed off as exact, and what is not one count gives the reason instead of a guess.
 */
export function readCount(found: string): Count | NoCount {
  const text = found.normalize('NFKC').replaceAll(/\s+/gu, '').toLowerCase()
  if (text === '') return { reason: 'blank', found }
  if (RANGE.test(text)) return { reason: 'range', found }
  if (UPPER_BOUND.test(text)) return { reason: 'upper-bound', found }
  const numbers = [...text.matchAll(NUMBER)].filter(([written]) => written !== '')
  const [number] = numbers
  if (!number) return { reason: 'not-a-count', found }
  if (numbers.length > 1) return { reason: 'several-numbers', found }
  const around = `${text.slice(0, number.index)} ${text.slice(number.index + number[0].length)}`
  return judge(around, number.groups ?? {}, found)
}

function judge(
  around: string,
  { digits, unit }: { [part: string]: string | undefined },
  found: string,
): Count | NoCount {
  const scope = SCOPES.find(([, words]) => around.search(words) >= 0)
  const bare = scope ? around.replaceAll(scope[1], ' ') : around
  const atLeast = bare.search(AT_LEAST) >= 0
  const about = bare.search(ABOUT) >= 0
  const left = bare.replaceAll(ABOUT, ' ').replaceAll(AT_LEAST, ' ').replaceAll(LABELS, ' ').trim()
  // `千万` alone is a number only where somebody passed it: 累计突破千万次.
  if (left !== '' || (digits === undefined && !atLeast)) return { reason: 'not-a-count', found }
  const value = valueOf(digits ?? '1', unit ?? '')
  if (!Number.isInteger(value)) return { reason: 'not-whole', found }
  if (!Number.isSafeInteger(value)) return { reason: 'not-a-count', found }
  const precision = atLeast ? 'at-least' : about ? 'approximate' : unit === undefined ? 'exact' : 'rounded'
  return { value, precision, ...(scope && { scope: scope[0] }), found }
}

// By moving the decimal point: 1.1 x 100,000,000 is 110,000,000.00000001 in binary.
function valueOf(digits: string, unit: string): number {
  const power = Array.from(unit).reduce((sum, sign) => sum + (POWERS[sign] ?? 0), 0)
  return Number(`${digits.replaceAll(',', '')}e${power}`)
}

const precisionWords: Readonly<Record<string, string>> = { 'at-least': '不少于 ', rounded: '约 ', approximate: '约 ' }

/** `8,412`, `不少于 100,000`, `约 17,000`: a count as pages print it, with how well it is known. */
export const countWords = (value: number, precision: string | null): string =>
  `${precisionWords[precision ?? ''] ?? ''}${value.toLocaleString('zh-CN')}`
