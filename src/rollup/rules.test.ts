import { describe, expect, it } from 'vitest'
import { instant, quarter } from '../calendar/index.ts'
import { type Counted, type DistrictFigures, districtFigures } from './model.ts'
import { changeWords } from './pages/compare.tsx'
import { besideHere, countedOnce, coverageText, figureDifferences, rateCell, rateText, summed } from './rules.ts'

const counted = (over: Partial<Counted>): Counted => ({
  registered: 30,
  judged: 30,
  qualified: 30,
  unqualified: 0,
  pending: 0,
  unknown: 0,
  ...over,
})

describe('a rate of a district', () => {
  it.each([
    ['nothing was checked', null, '未监测'],
    ['no account was to be checked', counted({ registered: 0, judged: 0, qualified: 0 }), '未监测'],
    ['a veto waits for a person', counted({ qualified: 29, pending: 1 }), '待复核'],
    ['fewer than half were judged', counted({ judged: 14, qualified: 14, unknown: 16 }), '不足半数'],
    ['exactly half were judged', counted({ judged: 15, qualified: 15, unknown: 15 }), '100.0%（15/15）'],
    ['nobody was judged', counted({ judged: 0, qualified: 0, unknown: 30 }), '无判定'],
    ['27 of 28 passed', counted({ judged: 28, qualified: 27, unqualified: 1, unknown: 2 }), '96.4%（27/28）'],
    ['none passed', counted({ judged: 30, qualified: 0, unqualified: 30 }), '0.0%（0/30）'],
  ])('where %s reads as it is', (_what, given, text) => {
    expect(rateText(rateCell(given))).toBe(text)
  })

  it('is marked as one of few accounts below twenty, and never without its fraction', () => {
    const of = (settled: number) => rateCell(counted({ registered: settled, judged: settled, qualified: settled }))
    expect(of(19)).toMatchObject({ few: true })
    expect(of(20)).toMatchObject({ few: false })
    expect(rateText(of(3))).toBe('100.0%（3/3）')
  })

  it('leaves accounts that nobody could judge out of the rate and in the coverage', () => {
    const one = counted({ registered: 30, judged: 20, qualified: 18, unqualified: 2, unknown: 10 })
    expect(rateText(rateCell(one))).toBe('90.0%（18/20）')
    expect(coverageText(one)).toBe('66.7%（20/30）')
    expect(coverageText(null)).toBe('未监测')
  })
})

it('adds up the districts that were checked and tells how many were not', () => {
  const { counted: all, unchecked } = summed([
    counted({}),
    null,
    counted({ registered: 3, judged: 2, qualified: 2, unknown: 1 }),
  ])
  expect(all).toEqual({ registered: 33, judged: 32, qualified: 32, unqualified: 0, pending: 0, unknown: 1 })
  expect(unchecked).toBe(1)
  expect(summed([null, null])).toEqual({ counted: null, unchecked: 2 })
})

describe('a change from quarter to quarter', () => {
  const cells = (before: Counted | null, now: Counted | null, provisional = false) => ({
    quarters: [
      { quarter: quarter('2026Q2'), counted: before, provisional: false },
      { quarter: quarter('2026Q3'), counted: now, provisional },
    ],
  })
  it.each([
    ['is told in points', counted({ qualified: 27, unqualified: 3 }), counted({}), false, '上升10.0个百分点'],
    [
      'is told as provisional',
      counted({}),
      counted({ qualified: 27, unqualified: 3 }),
      true,
      '下降10.0个百分点（未办结）',
    ],
    ['is none', counted({}), counted({}), false, '持平'],
    [
      'of few accounts is told in pieces, not in points',
      counted({ registered: 3, judged: 3, qualified: 2, unqualified: 1 }),
      counted({ registered: 3, judged: 3, qualified: 3 }),
      false,
      '2/3 → 3/3',
    ],
    ['is not told where a quarter was not checked', null, counted({}), false, '—'],
  ])('%s', (_what, before, now, provisional, words) => {
    expect(changeWords(cells(before, now, provisional))).toBe(words)
  })
})

const figures: DistrictFigures = {
  ledger: { registered: 30, running: 29, filed: 28, unfiled: 1, filingUnknown: 1 },
  month: { of: '2026-09', checkpoint: '2026-09-30', closed: true, counted: counted({}) },
  quarter: { of: '2026Q3', counted: counted({}) },
  awaiting: 0,
  problems: 0,
  orders: { open: 0, late: 0 },
  report: null,
  circular: null,
}

it.each([
  ['2026-09', '2026Q3', true],
  ['2026-13', '2026Q3', false],
  ['2026-00', '2026Q3', false],
  ['1026-09', '2026Q3', false],
  ['2026-09', '2026Q5', false],
  ['2026-09', '1026Q3', false],
])('figures of the month %s and the quarter %s are taken from elsewhere: %s', (ofMonth, ofQuarter, isTaken) => {
  const sent = { ...figures, month: { ...figures.month, of: ofMonth }, quarter: { ...figures.quarter, of: ofQuarter } }
  expect(districtFigures.safeParse(sent).success).toBe(isTaken)
})

it('names every number that was sent otherwise before', () => {
  const later = { ...figures, orders: { open: 2, late: 1 }, month: null }
  expect(figureDifferences(figures, figures)).toEqual([])
  expect(figureDifferences(figures, later).map(({ what, before, after }) => `${what} ${before} ${after}`)).toEqual([
    '当月应检账号 30 未监测',
    '当月已判定 30 未监测',
    '当月合格 30 未监测',
    '当月不合格 0 未监测',
    '当月待复核 0 未监测',
    '当月暂不判定 0 未监测',
    '当月办结 已办结 未监测',
    '整改未办结 0 2',
    '整改逾期 0 1',
  ])
})

describe('what a district sent up beside its own records', () => {
  const sent = {
    at: instant('2026-10-12T01:00:00.000Z'),
    madeAt: instant('2026-10-12T01:00:00.000Z'),
    version: 1,
    differs: false,
  }
  const row = { district: { id: '990106', name: '临湖区' }, sent: { ...sent, besideHere: 'none' as const }, figures }
  const here = { ...row, sent: null }

  it('is counted where nothing of it is here, and set aside where it is', () => {
    expect(countedOnce([row])).toHaveLength(1)
    expect(countedOnce([here, besideHere(row, figures)])).toEqual([here])
  })

  it('is told as other where one verdict differs, and as the same where orders alone moved on', () => {
    expect(besideHere(row, { ...figures, orders: { open: 1, late: 0 } }).sent?.besideHere).toBe('same')
    const other = { ...figures, month: { ...figures.month!, counted: counted({ qualified: 29, unqualified: 1 }) } }
    expect(besideHere(row, other).sent?.besideHere).toBe('other')
  })
})
