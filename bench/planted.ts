/** Errors put into clean sentences, to see how many are found: what is planted, and where. */

export type Planted = { text: string; start: number; end: number; what: string }

/** How a clean sentence becomes a wrong one: the words before, what is planted, the words after; undefined where it can't be. */
type Planting = {
  what: string
  plant(sentence: string, number: number): [before: string, planted: string, after: string] | undefined
}

const after = (what: string, make: (number: number) => string): Planting => ({
  what,
  plant: (sentence, number) => [`${sentence.replace(/[。！？]$/, '')}，`, make(number), '。'],
})

/** Replaces the n-th match of a pattern. */
const instead = (what: string, pattern: RegExp, make: (found: string) => string): Planting => ({
  what,
  plant(sentence, number) {
    const found = [...sentence.matchAll(pattern)]
    const match = found[number % Math.max(1, found.length)]
    if (!match) return undefined
    return [sentence.slice(0, match.index), make(match[0]), sentence.slice(match.index + match[0].length)]
  },
})

const two = (value: number) => String(value).padStart(2, '0')
const digits = (number: number, count: number) => String((number * 7_919 + 104_729) % 10 ** count).padStart(count, '0')

function identity(number: number): string {
  const plain = `430611${1950 + (number % 60)}${two(1 + (number % 12))}${two(1 + (number % 28))}${digits(number, 3)}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return plain + '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(plain[at]), 0) % 11]
}

function card(number: number): string {
  const plain = `622202${digits(number, 12)}`
  const sum = [...plain].reverse().reduce((all, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1)
    return all + (value > 9 ? value - 9 : value)
  }, 0)
  return plain + String((10 - (sum % 10)) % 10)
}

/** One of each kind that rules look for. */
export const plantings: readonly Planting[] = [
  after('身份证号', identity),
  after('手机号', (number) => `138${digits(number, 8)}`),
  after('银行卡号', (number) => `银行卡${card(number)}`),
  after('护照', (number) => `护照号E${digits(number, 8)}`),
  after('车牌', (number) => `湘F${digits(number, 5)}号车`),
  after('住址', (number) => `家住柳林洲街道濠河村${1 + (number % 9)}组${1 + (number % 40)}号`),
  after('内部资料', () => '（内部资料，注意保存）'),
  after('文号括号', (number) => `国办发【2019】${1 + (number % 90)}号`),
  after('文号序号', (number) => `国办发〔2019〕第${1 + (number % 90)}号`),
  after('日期', (number) => `2026年${['2月30日', '4月31日', '13月1日', '2月29日'][number % 4]}`),
  after('星期', () => '2026年10月12日（星期二）'),
  after('增幅', () => '由120件增加到150件，增长35%'),
  after('内部网址', (number) => `http://192.168.1.${1 + (number % 200)}/oa`),
  after('仿冒网址', () => 'http://www.gov-cn.com/a'),
  after('网址写错', () => 'http：//www.gov.cn'),
  after('看不见的字符', () => '通\u200b知'),
  instead('叠字的的', /的(?=[\u4e00-\u9fff]{2})/gu, () => '的的'),
  instead('重复标点', /，/gu, () => '，，'),
  instead('引号不配对', /(?<=[\u4e00-\u9fff])，/gu, () => '”，'),
  instead('书名号不配对', /(?<=[\u4e00-\u9fff])，/gu, () => '》，'),
  instead('半角逗号', /(?<=，[^，]{2,20}，[^，]{2,20}，[^，]{2,20})，(?=[\u4e00-\u9fff])/gu, () => ','),
]

/** Wrong words of a list, each put behind a clause. */
export const wordPlantings = (words: readonly string[]): Planting[] =>
  words.map((word) => ({
    what: `词库：${word}`,
    plant: (sentence) => [`${sentence.replace(/[。！？]$/, '')}。`, word, '。'],
  }))

/** Plants each kind so many times in different sentences. */
export function planted(sentences: readonly string[], kinds: readonly Planting[], times: number): Planted[] {
  let at = 0
  return kinds.flatMap(({ what, plant }) => {
    const made: Planted[] = []
    for (let tried = 0; made.length < times && tried < sentences.length; tried++) {
      const parts = plant(sentences[at++ % sentences.length]!, at)
      if (!parts) continue
      const [before, words, rest] = parts
      made.push({ text: before + words + rest, start: before.length, end: before.length + words.length, what })
    }
    return made
  })
}
