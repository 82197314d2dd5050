import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { civilDate, instant } from '../calendar/index.ts'
import { points, rounded } from './fraction.ts'
import type { EventKind, ScoreEvent, Seat } from './model.ts'
import { placesOf, scoreUnits } from './rules.ts'
import { readScheme, type Scheme } from './scheme.ts'
import { templates } from './templates.ts'

const units = [{ id: 'u', name: '临湖区水务局' }]
const known = instant('2026-10-01T00:00:00+08:00')
let serial = 0
const event = (kind: EventKind, code = '', more: Partial<ScoreEvent> = {}): ScoreEvent => ({
  id: `${kind}/${String(++serial).padStart(4, '0')}`,
  kind,
  code,
  unitId: 'u',
  accountId: 'a',
  on: civilDate('2026-03-31'),
  count: 1,
  title: '',
  confirmedBy: 'p',
  knownAt: known,
  ...more,
})
const seat = (accountId = 'a', service = true): Seat => ({ unitId: 'u', accountId, accountName: accountId, service })
const of = (scheme: Scheme, events: readonly ScoreEvent[], seats: readonly Seat[] = [seat()]) =>
  scoreUnits(scheme, { units, seats, events })[0]!
const e2: Scheme = templates.district
const silent = (more: Partial<ScoreEvent> = {}) => event('finding', 'N-NM-02a', more)
const typos = (count: number, on = '2026-03-31') => event('finding', 'L-15', { count, on: civilDate(on) })
const praise = (level: string, count: number) =>
  Array.from({ length: count }, () => event('record', `praise-${level}`, { accountId: null }))
const unitEvent = (kind: EventKind, code = '') => event(kind, code, { accountId: null })

describe('the points of a unit', () => {
  it.each<[string, () => ReturnType<typeof of>, number | null]>([
    ['nothing held against it: full marks', () => of(e2, []), 100],
    ['each silence of more than 14 days costs 5', () => of(e2, [silent(), silent()]), 90],
    [
      'an item loses no more than it has',
      () =>
        of(
          e2,
          Array.from({ length: 9 }, () => silent()),
        ),
      80,
    ],
    ['typos stop at 2 a month', () => of(e2, [typos(30), typos(3, '2026-04-30')]), 97.4],
    [
      'a missing responsible person costs 6 once a year',
      () => of(e2, [event('finding', 'D-JS-10'), event('finding', 'D-JS-10')]),
      94,
    ],
    [
      'an unfiled account costs 10 once, however many months',
      () => of(e2, [event('finding', 'D-JS-01'), event('finding', 'D-JS-01')]),
      90,
    ],
    ['late orders and failed rechecks', () => of(e2, [unitEvent('order-late'), unitEvent('recheck-failed')]), 97],
    [
      'without 办事 its 5 points go to items 3 and 4 in equal parts',
      () =>
        of(
          e2,
          Array.from({ length: 9 }, () => silent()),
          [seat('a', false)],
        ),
      77.5,
    ],
    ['the mean of the accounts', () => of(e2, [silent()], [seat('a'), seat('b'), seat('c')]), 98.33],
    [
      'an event of the unit that names no account is held against each',
      () => of(e2, [event('message', '', { accountId: null })], [seat('a'), seat('b')]),
      99.5,
    ],
    [
      'a unit without accounts is asked for items 1, 2, 7, scaled up',
      () => of(e2, [unitEvent('clue', 'F-04')], []),
      95,
    ],
    ['an account that only an event tells of is judged whole', () => of(e2, [silent({ accountId: 'new' })]), 97.5],
    [
      '国、省、市 circulars come off outside the items',
      () =>
        of(
          e2,
          ['national', 'province', 'city'].map((level) => unitEvent('circular', level)),
        ),
      82,
    ],
    [
      'never below 0',
      () =>
        of(
          e2,
          Array.from({ length: 12 }, () => unitEvent('circular', 'national')),
        ),
      0,
    ],
    ['加分 stops at its cap', () => of(e2, praise('national', 9)), 120],
    [
      'no 加分 at 80: the gate must be passed',
      () => of(e2, [...praise('city', 1), unitEvent('circular', 'national'), unitEvent('circular', 'national')]),
      80,
    ],
    [
      '加分 above 80',
      () => of(e2, [...praise('city', 1), silent(), unitEvent('circular', 'national'), unitEvent('circular', 'city')]),
      84,
    ],
    ['a veto that was not put right in time: no points', () => of(e2, [event('unremedied', 'N-NM-02a')]), null],
    [
      '肇庆: any veto of any account is 59 for the unit',
      () => of(templates.zhaoqing, [silent()], [seat('a'), seat('b')]),
      59,
    ],
    ['肇庆: 办事 20 spread over three items', () => of(templates.zhaoqing, [], [seat('a', false)]), 100],
    ['湾沚: a veto and nothing more is scored', () => of(templates.wanzhi, [silent()]), null],
    ['the national shell: not a single deduction', () => of(templates.national, [typos(9)]), 100],
  ])('%s', (_what, score, expected) => {
    expect(score().points).toBe(expected)
  })

  it('national: an account without services is scored of 75 and times 4/3', () => {
    const scheme = readScheme({
      ...e2,
      items: [
        {
          id: '1',
          label: '更新',
          points: 75,
          level: 'account',
          rules: [{ label: '不更新', match: [{ kind: 'finding' }], points: 15, per: 'event' }],
        },
        { id: '2', label: '办事', points: 25, level: 'account', onlyWith: 'service', rules: [] },
      ],
    })
    expect([of(scheme, [silent()], [seat('a', false)]).points, of(scheme, [silent()]).points]).toEqual([80, 85])
  })

  it('weighs the main account 60 and the others 40, one account whole, and scores nothing while no main one is named', () => {
    const main: Scheme = { ...e2, unitFrom: { how: 'main', main: 60 } }
    const seats = [seat('a'), seat('b'), seat('c')]
    const named = event('record', 'main-account')
    expect(of(main, [named, silent()], seats).points).toBe(97)
    expect(of(main, [named, silent({ accountId: 'b' })], seats).points).toBe(99)
    expect(of(main, [silent()]).points).toBe(95)
    expect(of(main, [silent()], seats)).toMatchObject({ points: null, why: '没有指定主账号，暂不能评分' })
  })

  it('scores nothing of a unit whose accounts nobody saw in the whole year: not known is not good', () => {
    const unseen = scoreUnits(e2, { units: [{ ...units[0]!, unmonitored: true }], seats: [], events: [] })[0]
    expect(unseen).toMatchObject({ points: null, why: '账号全年没有监测结果，暂不评分' })
  })

  it('keeps 59 for the account alone where the scheme says so', () => {
    const scheme: Scheme = { ...templates.zhaoqing, veto: { ...templates.zhaoqing.veto, effect: 'account-points' } }
    expect(of(scheme, [silent()], [seat('a'), seat('b')]).points).toBe(79.5)
  })

  it('cuts off or rounds as the scheme says', () => {
    const third = (mode: 'round' | 'truncate', digits: 0 | 1 | 2) =>
      of({ ...e2, rounding: { mode, digits } }, [silent()], [seat('a'), seat('b'), seat('c')]).points
    expect([third('round', 0), third('truncate', 1), third('round', 1)]).toEqual([98, 98.3, 98.3])
    expect(of({ ...e2, rounding: { mode: 'truncate', digits: 0 } }, [typos(1)]).points).toBe(99)
  })

  it('changes a result by new events alone: an event that no longer counts, or points of an item within its bounds', () => {
    const one = silent()
    const away = event('change', 'appeal', { accountId: null, voids: one.id })
    expect(of(e2, [one, away])).toMatchObject({ points: 100, voided: [one.id] })
    const change = (value: number, item = '3') => event('change', 'panel', { accountId: null, item, points: value })
    expect(of(e2, [one, change(2)]).points).toBe(97)
    expect(of(e2, [one, change(50)]).points).toBe(100)
    expect(of(e2, [one, change(-50)]).points).toBe(80)
  })

  it('names what the scheme says nothing of, and grades by what is printed', () => {
    const odd = event('finding', 'N-NM-05')
    expect(of(e2, [odd])).toMatchObject({ unused: [odd.id], grade: '合格', passed: true })
    const low = of(
      e2,
      [1, 2, 3, 4, 5].map(() => unitEvent('circular', 'national')),
    )
    expect(low).toMatchObject({ points: 50, grade: '不合格', passed: false })
  })

  it('gives places where they are asked for, ties as the scheme says', () => {
    const scores = [90, 95, 95, 80].map((value, at) => ({ ...of(e2, []), unitId: `u${at}`, points: value }))
    expect([...placesOf(scores, 'shared').values()]).toEqual([3, 1, 1, 4])
    expect([...placesOf(scores, 'dense').values()]).toEqual([2, 1, 1, 3])
    expect(placesOf([{ ...of(e2, []), points: null }], 'shared').size).toBe(0)
  })
})

describe('tables that were published', () => {
  const adopted = readScheme({
    ...e2,
    base: 0,
    items: [],
    extra: [],
    gates: { pass: 0 },
    bonus: {
      cap: null,
      gate: null,
      rules: [
        { label: '采用', match: [{ kind: 'record', codes: ['adopted'] }], points: 5, per: 'count' },
        { label: '上级采用', match: [{ kind: 'record', codes: ['adopted-above'] }], points: 10, per: 'count' },
      ],
    },
  })
  it.each([
    ['扎兰屯 2023Q1 现代农业产业园服务中心', 35, 3, 205],
    ['扎兰屯 2023Q1 水利局', 36, 0, 180],
    ['扎兰屯 2023Q1 市场监督管理局', 27, 1, 145],
    ['扎兰屯 2023Q1 公安局', 25, 1, 135],
    ['扎兰屯 2023Q1 民政局', 26, 0, 130],
    ['霍林郭勒 2018 沙尔呼热', 3, 0, 15],
    ['霍林郭勒 2018 宝日呼吉尔', 2, 0, 10],
    ['霍林郭勒 2018 珠斯花', 5, 0, 25],
    ['霍林郭勒 2018 达来胡硕', 1, 0, 5],
    ['霍林郭勒 2018 莫斯台', 1, 0, 5],
  ])('%s', (_who, own, above, expected) => {
    const events = [event('record', 'adopted', { count: own }), event('record', 'adopted-above', { count: above })]
    expect(of(adopted, events).points).toBe(expected)
  })

  it('新巴尔虎左旗 2024Q4: a point each column that was due', () => {
    const scheme = readScheme({
      ...e2,
      items: [
        {
          id: '1',
          label: '栏目更新',
          points: 100,
          level: 'unit',
          rules: [{ label: '应更未更栏目', match: [{ kind: 'finding', codes: ['L-17'] }], points: 1, per: 'count' }],
        },
      ],
    })
    expect([2, 2, 1].map((count) => 100 - of(scheme, [event('finding', 'L-17', { count })]).points!)).toEqual([2, 2, 1])
  })

  it('阜阳: what was earned is added to what was kept, 45+4 and 47+2, and 三档 grade it', () => {
    const scheme = readScheme({
      ...adopted,
      bonus: {
        cap: null,
        gate: null,
        rules: [{ label: '得分', match: [{ kind: 'record' }], points: 1, per: 'count' }],
      },
      grades: [
        { least: 80, label: '合格' },
        { least: 60, label: '基本合格' },
        { least: 0, label: '不合格' },
      ],
    })
    const both = (a: number, b: number) =>
      of(scheme, [event('record', 'x', { count: a }), event('record', 'y', { count: b })])
    expect([both(45, 4), both(47, 2)].map(({ points: value, grade }) => [value, grade])).toEqual([
      [49, '不合格'],
      [49, '不合格'],
    ])
    expect(both(60, 0).grade).toBe('基本合格')
  })

  it.each([
    ['西宁城中区 159/301', 159, 301, 'round', 1, 52.8],
    ['西宁城中区 16/28', 16, 28, 'round', 1, 57.1],
    ['四川 2019 121/137', 121, 137, 'round', 0, 88],
    ['咸宁 2020Q3 38/40', 38, 40, 'round', 0, 95],
    ['安徽 2021Q1 158/165, cut off', 158, 165, 'truncate', 1, 95.7],
    ['安徽 2021Q1 158/165, rounded', 158, 165, 'round', 1, 95.8],
  ] as const)('%s', (_who, n, d, mode, digits, expected) => {
    expect(rounded({ n: BigInt(n * 100), d: BigInt(d) }, { mode, digits })).toBe(expected)
  })
})

describe('whatever happens in a year', () => {
  const kinds: [EventKind, string][] = [
    ['finding', 'N-NM-02a'],
    ['finding', 'L-15'],
    ['finding', 'D-JS-10'],
    ['finding', 'D-JS-08'],
    ['finding', 'N-NM-01a'],
    ['message', ''],
    ['reminder', ''],
    ['circular', 'province'],
    ['record', 'praise-national'],
    ['unremedied', 'N-NM-02a'],
    ['clue', 'F-04'],
  ]
  const happened = fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      account: fc.constantFrom('a', 'b', 'c', null),
      month: fc.integer({ min: 1, max: 12 }),
      count: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength: 40 },
  )
  const schemes = fc.record({
    template: fc.constantFrom(...Object.values(templates)),
    mode: fc.constantFrom('round' as const, 'truncate' as const),
    digits: fc.constantFrom(0 as const, 1 as const, 2 as const),
  })
  it('the items add up to the points, a second run says the same, and each event is told once or named as not counted', () => {
    fc.assert(
      fc.property(happened, schemes, (list, { template, mode, digits }) => {
        const events = list.map(({ kind: [kind, code], account, month, count }, at) =>
          event(kind, code, {
            id: `e${at}`,
            accountId: account,
            count,
            on: civilDate(`2026-${String(month).padStart(2, '0')}-15`),
          }),
        )
        const scheme: Scheme = { ...template, rounding: { mode, digits } }
        const seats = [seat('a'), seat('b', false)]
        const score = of(scheme, events, seats)
        expect(JSON.stringify(of(scheme, events.toReversed(), seats))).toBe(JSON.stringify(score))
        if (score.points === null || score.items[0]?.item === 'veto') return
        const hundredths = (value: number) => Math.round(value * 100)
        expect(score.items.reduce((total, one) => total + hundredths(one.points), 0)).toBe(hundredths(score.points))
        const told = [...score.items.flatMap((one) => one.events.map(({ id }) => id)), ...score.unused, ...score.vetoes]
        expect(new Set(told)).toEqual(new Set(events.map(({ id }) => id)))
        expect(score.points).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a scheme', () => {
  const changed = (change: (scheme: Scheme) => unknown) => () => readScheme(change(structuredClone(e2)))
  it('is taken in each of its templates', () => {
    for (const template of Object.values(templates)) expect(readScheme(template)).toEqual(template)
  })
  it.each<[string, (scheme: Scheme) => unknown, string]>([
    ['points that do not add up', (s) => ({ ...s, items: s.items.slice(1) }), 'score.points-not-sum'],
    ['followers', (s) => ((s.items[0]!.rules[0]!.label = '粉丝数达标'), s), 'score.forbidden-measure'],
    ['reads, in wide letters', (s) => ((s.items[0]!.label = '月均阅读量'), s), 'score.forbidden-measure'],
    ['likes', (s) => ((s.bonus.rules[0]!.label = '点赞过万'), s), 'score.forbidden-measure'],
    ['shares', (s) => ((s.bonus.rules[0]!.label = '转发量'), s), 'score.forbidden-measure'],
    ['sign-ins', (s) => ((s.bonus.rules[0]!.label = '每日打卡'), s), 'score.forbidden-measure'],
    [
      'a kind of event that nobody confirms',
      (s) => ({ ...s, extra: [{ ...s.extra[0], match: [{ kind: 'followers' }] }] }),
      'score.scheme-not-valid',
    ],
    ['one event under two rules', (s) => (s.extra.push(s.extra[0]!), s), 'score.counted-twice'],
    ['points that go to an item that is not there', (s) => ((s.items[5]!.spreadTo = ['9']), s), 'score.spread-unknown'],
    ['a bonus below the pass mark', (s) => ((s.bonus.gate = 50), s), 'score.gates-crossed'],
    ['a cap above its item', (s) => ((s.items[6]!.rules[0]!.cap = 6), s), 'score.scheme-not-valid'],
    ['grades that leave a gap', (s) => ({ ...s, grades: [{ least: 60, label: '合格' }] }), 'score.scheme-not-valid'],
    ['a third decimal', (s) => ((s.items[2]!.rules[0]!.points = 0.125), s), 'score.scheme-not-valid'],
    ['two items of one number', (s) => ((s.items[1]!.id = '1'), s), 'score.scheme-not-valid'],
    ['no name', (s) => ({ ...s, name: '  ' }), 'score.scheme-not-valid'],
  ])('is refused with %s', (_what, change, code) => {
    expect(changed(change)).toThrow(expect.objectContaining({ code }))
  })
  it('tells the clause when it refuses a forbidden measure', () => {
    expect(changed((s) => ((s.items[0]!.label = '粉丝量'), s))).toThrow(/国办函〔2026〕12号/u)
  })
  it('may ask for what has to be reposted, and for timely answers', () => {
    expect(changed((s) => ((s.items[0]!.rules[0]!.label = '重要信息转载不及时'), s))).not.toThrow()
  })
})

it('an exact part survives thirds and hundredths', () => {
  expect([points(0.2), points(0.5), points(59)]).toEqual([
    { n: 1n, d: 5n },
    { n: 1n, d: 2n },
    { n: 59n, d: 1n },
  ])
  expect(rounded({ n: -1n, d: 3n }, { mode: 'round', digits: 2 })).toBe(-0.33)
})
