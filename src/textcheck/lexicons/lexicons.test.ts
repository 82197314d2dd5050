import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { civilDate } from '../../calendar/index.ts'
import { compileLexicon, type LexiconEntry, seedEntries, seedLexicon } from './index.ts'
import { Automaton } from './automaton.ts'

const on = civilDate('2026-10-12')
const entry = (more: Partial<LexiconEntry>): LexiconEntry => ({
  id: '1',
  wrong: '卫计委',
  right: '卫健委',
  gate: 'wording',
  severity: 'confirm',
  source: '本区',
  ...more,
})
const found = (more: Partial<LexiconEntry>, text: string, day = on) =>
  compileLexicon([entry(more)])
    .find(text, day)
    .map(({ observed }) => observed)

describe('an entry of a list', () => {
  it('holds between its days', () => {
    const dated = { validFrom: civilDate('2018-03-17'), validTo: civilDate('2026-12-31') }
    const days = ['2018-03-16', '2018-03-17', '2026-12-31', '2027-01-01'].map(
      (day) => found(dated, '区卫计委', civilDate(day)).length,
    )
    expect(days).toEqual([0, 1, 1, 0])
  })

  it.each<[string, Partial<LexiconEntry>, string, string[]]>([
    ['as it stands', {}, '区卫计委通知', ['卫计委']],
    ['in full width and other case', { wrong: 'App1' }, '下载ＡＰＰ１', ['ＡＰＰ１']],
    ['exactly, where it folds nothing', { wrong: 'App', folding: [] }, 'APP和App', ['App']],
    ['in traditional letters, where it says so', { folding: ['traditional'] }, '區衛計委', ['衛計委']],
    ['not in traditional letters otherwise', {}, '區衛計委', []],
    ['with signs between, where it says so', { folding: ['inserted'] }, '卫*计 委', ['卫*计 委']],
    ['not with signs between otherwise', {}, '卫*计委', []],
    ['never over a mark that ends a clause', { folding: ['inserted'] }, '卫。计委', []],
    ['not within a longer phrase that excuses it', { excuses: ['原卫计委'] }, '原卫计委和卫计委', ['卫计委']],
    ['not within an excuse in full width', { wrong: 'APP', excuses: ['政务APP'] }, '政务ＡＰＰ和ＡＰＰ', ['ＡＰＰ']],
    ['not within an excuse in other case', { wrong: 'App1', excuses: ['旧App1版'] }, '旧APP1版，APP1', ['APP1']],
    [
      'not within an excuse in traditional letters',
      { folding: ['traditional'], excuses: ['原卫计委'] },
      '原衛計委和區衛計委',
      ['衛計委'],
    ],
    [
      'not within an excuse with signs between',
      { folding: ['inserted'], excuses: ['原卫计委会'] },
      '原 卫*计委·会',
      [],
    ],
    ['nor where the excuse was entered folded', { wrong: 'app', excuses: ['政务ＡＰＰ'] }, '政务App', []],
    ['though an excuse stands without its end', { excuses: ['卫计委旧址'] }, '卫计委旧貌', ['卫计委']],
    ['in other case than the one that is right', { wrong: 'app', right: 'App' }, 'app、App、APP', ['app', 'APP']],
    ['not beside what it forbids in full width', { forbidden: ['2017年'] }, '２０１７年卫计委', []],
    ['only beside what it requires, in either width', { required: ['B2'] }, '卫计委Ｂ２', ['卫计委']],
    ['not where the right words already stand', { wrong: '人民政府', right: '县人民政府' }, '县人民政府', []],
    ['only beside what it requires', { required: ['疫苗'] }, '卫计委。卫计委管疫苗。', ['卫计委']],
    ['not beside what it forbids', { forbidden: ['2017年'] }, '2017年卫计委。卫计委现在。', ['卫计委']],
  ])('is found %s', (_how, more, text, expected) => expect(found(more, text)).toEqual(expected))
})

it('one automaton finds every pattern wherever it stands, as a search for each alone does', () => {
  const letters = fc.constantFrom('政', '务', '公', '开', '号')
  const word = fc.array(letters, { minLength: 1, maxLength: 4 }).map((one) => one.join(''))
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 30 }),
      fc.array(letters, { maxLength: 60 }),
      (words, text) => {
        const read = text.join('')
        const hits = new Set<string>()
        new Automaton(words).scan(read, (pattern, end) => hits.add(`${pattern}@${end - words[pattern]!.length}`))
        const alone = words.flatMap((one, at) =>
          Array.from({ length: read.length }, (_, from) => from)
            .filter((from) => read.startsWith(one, from))
            .map((from) => `${at}@${from}`),
        )
        expect([...hits].sort()).toEqual([...new Set(alone)].sort())
      },
    ),
    { numRuns: 300 },
  )
})

describe('the seed', () => {
  it('says something else than what it finds, and never finds what it says', () => {
    for (const { id, wrong, right = '', excuses = [] } of seedEntries()) {
      expect(right, id).not.toBe(wrong)
      expect(right.length, id).toBeGreaterThan(0)
      for (const phrase of excuses) expect(phrase, id).toContain(wrong)
      expect(seedLexicon().find(right, on), id).toEqual([])
    }
    expect(new Set(seedEntries().map(({ id }) => id)).size).toBe(seedEntries().length)
  })

  it.each([
    ['详情请登陆http://www.example.cn查看', '登陆http'],
    ['登陆官网报名', '登陆官网'],
  ])('%s is told', (text, observed) =>
    expect(
      seedLexicon()
        .find(text, on)
        .map(({ start, end }) => text.slice(start, end)),
    ).toEqual([observed]),
  )

  it.each([
    '哭泉发布',
    '㮾梨街道',
    '达来胡硕苏木',
    '报名截止时间为6月26日17时',
    '挂一幅国画',
    '台风登陆',
    '体检查出',
    '相关健康教育',
  ])('%s stays', (text) => expect(seedLexicon().find(text, on)).toEqual([]))
})
