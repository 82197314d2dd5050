import fc from 'fast-check'
import { expect, it } from 'vitest'
import { civilDate } from '../calendar/index.ts'
import {
  checkText,
  compileLexicon,
  type LexiconEntry,
  maskText,
  seedLexicon,
  standardRules,
  type TextFinding,
} from './index.ts'

const on = civilDate('2026-10-12')
const lexicons = seedLexicon()
const check = (text: string) => checkText(text, { rules: standardRules, lexicons, on }).findings

// Pieces that rules look for, halves of them, and what people put between: any order of them is a text.
const piece = fc.oneof(
  fc.constantFrom(
    ...'身份证号|11010519491231002X|１１０１０５１９４９１２３１００２Ｘ|13812345678|138-1234-5678|+86 13812345678|银行卡|6222 0212 3456 7890 128|护照号：|E12345678|湘F·A1B23|lihua@163.com|家住柳林洲街道濠河村3组12号|君山花园12栋2单元301室|国办发|【2019】19号|2026年2月30日|2026年10月12日星期二|（农历正月初二）|共检查账号10个，其中合格8个|由120件增加到|150件，增长30%|http://192.168.1.8/oa|http：//www.gov.cn|www.g0v.cn|“|”|‘|《|》|（|）|，|,|。|。。。|、|的的|认真的做好|进一步进一步|截止6月16日|机密★10年|内部资料|不得公开|攻府|共合国|扫黑险恶|以下3项：一是甲，二是乙|&nbsp;|1|０|年|月|号|@|-'.split(
      '|',
    ),
  ),
  fc.constantFrom(
    '\n',
    ' ',
    '\u3000',
    '\u200b',
    '\u200d',
    '\u202e',
    '\ufeff',
    '\u00ad',
    '👨\u200d👩\u200d👧',
    '𠮷',
    '\ud83d',
    '\u{e0041}',
    '\r\n',
  ),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
)
const text = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''))

// What is shown otherwise than it stands: people and secrets masked, unseen signs by their numbers.
const UNSEEN =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g
const saysWhatStands = ({ kind, rule, observed, start, end }: TextFinding, read: string): boolean => {
  if (kind === 'privacy') return observed.includes('*')
  if (kind === 'secrecy' || rule === 'hidden-characters') return true
  return read.slice(start, end).replaceAll(UNSEEN, '') === observed
}

it('every finding stands in the text, in order, and what it says stands there does', () => {
  fc.assert(
    fc.property(text, (read) => {
      let last = 0
      for (const one of check(read)) {
        expect(one.start).toBeGreaterThanOrEqual(last)
        expect(one.end).toBeGreaterThanOrEqual(one.start)
        expect(one.end).toBeLessThanOrEqual(read.length)
        last = one.start
        expect(one.paragraph).toBe(read.slice(0, one.start).split('\n').length)
        expect(saysWhatStands(one, read), JSON.stringify(one)).toBe(true)
      }
    }),
    { numRuns: 2_000 },
  )
})

it('masking changes what names or reaches a person and nothing else', () => {
  fc.assert(
    fc.property(text, (read) => {
      const findings = check(read)
      const masked = maskText(read, findings)
      const inside = (at: number) =>
        findings.some(({ kind, start, end }) => kind === 'privacy' && start <= at && at < end)
      const outside = [...read.split('').keys()].filter((at) => !inside(at)).map((at) => read[at])
      // What is outside stands in the masked text in its order.
      let from = 0
      for (const sign of outside) {
        from = masked.indexOf(sign!, from) + 1
        expect(from).toBeGreaterThan(0)
      }
    }),
    { numRuns: 2_000 },
  )
})

it('in sentences of their own nothing is left to mask, and masking again changes nothing', () => {
  const sentences = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('。\n'))
  fc.assert(
    fc.property(sentences, (read) => {
      const masked = maskText(read, check(read))
      expect(check(masked).filter(({ kind }) => kind === 'privacy')).toEqual([])
      expect(maskText(masked, check(masked))).toBe(masked)
    }),
    { numRuns: 1_000 },
  )
})

it('of two findings that overlap both are masked to their ends', () => {
  const one = { kind: 'privacy', observed: '1**' }
  const overlapping = [
    { ...one, start: 1, end: 5 },
    { ...one, start: 3, end: 8 },
  ]
  expect(maskText('甲1234567乙', overlapping)).toBe('甲1*****乙')
})

it('a word is found where it stands, however it is folded and whatever stands before it', () => {
  const words = ['App攻府', '卫计委', '𠮷林省']
  const entries = words.map((wrong, at): LexiconEntry => ({
    id: String(at),
    wrong,
    gate: 'wording',
    severity: 'confirm',
    source: '测试',
    folding: ['width', 'case', 'traditional', 'inserted'],
  }))
  const list = compileLexicon(entries)
  const wide = (sign: string) => (/^[!-~]$/.test(sign) ? String.fromCharCode(sign.charCodeAt(0) + 0xfee0) : sign)
  const traditional = (sign: string) => ({ 卫: '衛', 计: '計' })[sign] ?? sign
  const written = fc
    .tuple(
      fc.constantFrom(...words),
      fc.array(fc.tuple(fc.nat(3), fc.constantFrom('', '', '*', ' ', '\u200b', '—')), { minLength: 8, maxLength: 8 }),
    )
    .map(([word, ways]) =>
      [...word]
        .map((sign, at, all) => {
          const [way, between] = ways[at]!
          const made = [sign, wide(sign), sign.toUpperCase(), traditional(sign)][way]!
          return at === all.length - 1 ? made : made + between
        })
        .join(''),
    )
  const around = fc
    .array(fc.constantFrom('，', '𠮷', '👨\u200d👩\u200d👧', '\u200b', 'Ａ', '政', '\n', '。'), { maxLength: 6 })
    .map((all) => all.join(''))
  fc.assert(
    fc.property(around, written, around, (before, word, after) => {
      const read = `${before}。${word}。${after}`
      const { findings } = checkText(read, { rules: [], lexicons: list, on })
      const start = before.length + 1
      expect(findings.filter((one) => one.start === start && one.end === start + word.length)).toHaveLength(1)
    }),
    { numRuns: 2_000 },
  )
})

it.each(
  '家住|住址村|身份证|11010519491231002|6222 |护照|湘F|13|lihua@|lihua@163.|家住村1组|12栋|君政办发〔|国办发【2019】|2026年|2026年2月|星期|农历正月|增长|由1|由1件增加到2件，|其中占1%、|占1%、|一是|一是二是|镇、镇|个镇|以下|http：|http://a.|www.|C:\\|file:|&|&nbsp|\ufffd|,|。，|”|》|）|…|a1,|進一步|进一步|的地得|认真的|截止|截至|此件|不得|内部资料|密|机密|★|\n|\u3000|０|一|１３|@@|..|--|()|𠮷|\u202e甲|第|第季|连续|周|上午|时|25|分|/'.split(
    '|',
  ),
)(
  'a text of 100,000 signs that repeats %j comes to an end',
  (repeated) => {
    const findings = check(repeated.repeat(Math.ceil(100_000 / repeated.length)))
    expect(findings.length).toBeLessThanOrEqual(5_000)
  },
  5_000,
)
