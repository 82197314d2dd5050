import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as calendar from './index.ts'
import {
  addDays,
  civilDate,
  type CivilDate,
  daysBetween,
  deadlineAfter,
  instantFromLocal,
  month,
  printPreciseDate,
  quarter,
  readHolidayNotice,
  readPreciseDate,
  seedYears,
  tableOf,
  warnsAboutNextYear,
  weekday,
  workCalendar,
} from './index.ts'

const official = workCalendar(seedYears())
const day = (text: string) => civilDate(text)
const anyDay = fc.integer({ min: 0, max: 40_000 }).map((count) => addDays(day('1990-01-01'), count))

describe('days', () => {
  it('of the notice fall on the weekdays they fell on', () => {
    expect([weekday(day('2019-06-16')), weekday(day('2019-06-21')), weekday(day('2019-06-26'))]).toEqual([7, 5, 3])
  })

  it('belong to Shanghai: a moment late in the evening UTC is the next day here', () => {
    expect(calendar.dayOf(calendar.instant('2026-09-30T15:59:59Z'))).toBe('2026-09-30')
    expect(calendar.dayOf(calendar.instant('2026-09-30T16:00:00Z'))).toBe('2026-10-01')
    expect(calendar.startOfDay(day('2026-10-01'))).toBe('2026-09-30T16:00:00.000Z')
  })

  it('that no calendar has are refused', () => {
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '2026-04-31', 'today'])
      expect(() => day(text)).toThrow(RangeError)
    expect(day('2028-02-29')).toBe('2028-02-29')
  })

  it('count back and forth without losing one', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: -5000, max: 5000 }),
        (from, count) => daysBetween(from, addDays(from, count)) === count,
      ),
    )
  })
})

describe('months and quarters', () => {
  it('end where they end, also in February and December', () => {
    expect(calendar.lastDayOf(month('2028-02'))).toBe('2028-02-29')
    expect(calendar.lastDayOf(month('2026-12'))).toBe('2026-12-31')
    expect(calendar.monthsOf(quarter('2026Q4'))).toEqual(['2026-10', '2026-11', '2026-12'])
    expect(calendar.previousQuarter(quarter('2026Q1'))).toBe('2025Q4')
    expect(calendar.quarterOf(day('2026-09-30'))).toBe('2026Q3')
  })

  it.each(['2026-00', '2026-13', '202609'])('refuse %s', (text) => expect(() => month(text)).toThrow(RangeError))
})

describe('deadlines (rulebook (i)6)', () => {
  it.each([
    ['2026-02-12', 5, '2026-02-26'],
    ['2026-09-18', 5, '2026-09-24'],
    ['2026-09-30', 3, '2026-10-10'],
    ['2026-04-30', 2, '2026-05-07'],
    ['2025-12-31', 5, '2026-01-08'],
    ['2026-11-23', 15, '2026-12-14'],
  ])('%s and %i working days end on %s', (from, days, end) => {
    expect(deadlineAfter(official, { from: day(from), days, kind: 'working' })).toEqual({
      day: end,
      provisional: false,
    })
  })

  it.each([
    ['2026-09-25', 7, '2026-10-08'],
    ['2026-02-10', 7, '2026-02-24'],
    ['2026-06-01', 7, '2026-06-08'],
  ])('%s and %i days end on %s, never on a day of rest', (from, days, end) => {
    expect(deadlineAfter(official, { from: day(from), days, kind: 'natural' })).toEqual({
      day: end,
      provisional: false,
    })
  })

  it('that end on a day of rest and move into a year without notice are provisional', () => {
    const known = workCalendar(seedYears().filter(({ year }) => year <= 2022))
    expect(deadlineAfter(known, { from: day('2022-12-24'), days: 7, kind: 'natural' })).toMatchObject({
      provisional: true,
    })
  })

  it('that reach into a year without notice are provisional', () => {
    const deadline = deadlineAfter(official, { from: day('2026-12-25'), days: 10, kind: 'working' })
    expect(deadline).toEqual({ day: '2027-01-11', provisional: true })
    expect(official.status(2027)).toBe('missing')
    expect(official.isWorkingDay(day('2027-01-01'))).toBe(false)
    expect(official.isWorkingDay(day('2027-10-01'))).toBe(false)
  })

  it('that begin in a year without notice, or pass over one, are provisional', () => {
    const known = workCalendar(seedYears().filter(({ year }) => year !== 2025))
    const end = (from: string, days: number) => deadlineAfter(known, { from: day(from), days, kind: 'working' })
    expect(end('2025-12-30', 5)).toMatchObject({ provisional: true })
    expect(end('2024-12-20', 300).day.slice(0, 4)).toBe('2026')
    expect(end('2024-12-20', 300)).toMatchObject({ provisional: true })
  })

  it('never count a working day twice or skip one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 1, max: 30 }), (offset, count) => {
        const from = addDays(day('2020-01-01'), offset)
        return official.countWorkingDays(from, official.addWorkingDays(from, count).day) === count
      }),
    )
  })

  it('warn from November on while next year is missing', () => {
    expect(warnsAboutNextYear(day('2026-10-31'), official)).toBe(false)
    expect(warnsAboutNextYear(day('2026-11-01'), official)).toBe(true)
    expect(warnsAboutNextYear(day('2025-11-01'), official)).toBe(false)
  })
})

describe('a date as an office writes it', () => {
  it.each([
    ['2019.6', '2019-06-01', 'month'],
    ['2019.06', '2019-06-01', 'month'],
    ['２０１９年６月', '2019-06-01', 'month'],
    ['2019-6-3', '2019-06-03', 'day'],
    ['2019/06/03', '2019-06-03', 'day'],
    ['2019年6月3日', '2019-06-03', 'day'],
    ['2014年7月4日 ', '2014-07-04', 'day'],
    ['2019', '2019-01-01', 'year'],
    ['2019年', '2019-01-01', 'year'],
    ['20190603', '2019-06-03', 'day'],
    ['201906', '2019-06-01', 'month'],
    ['2019-06-03T00:00:00.000Z', '2019-06-03', 'day'],
    [43_619, '2019-06-03', 'day'],
  ])('%s is %s, known to the %s', (found, expected, precision) => {
    expect(readPreciseDate(found)).toEqual({ day: expected, precision })
  })

  it.each([
    ['7月16日', 'no-year'],
    ['去年第四季度', 'not-a-date'],
    ['2019-13-01', 'not-a-date'],
    ['', 'not-a-date'],
    ['1819年', 'not-a-date'],
  ])('%s is refused: %s', (found, reason) => expect(readPreciseDate(found)).toEqual({ reason }))

  it('prints so that reading gives the same again', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom('year', 'month', 'day' as const), (any, precision) => {
        const cut =
          precision === 'day' ? any : precision === 'month' ? `${any.slice(0, 7)}-01` : `${any.slice(0, 4)}-01-01`
        const value = { day: cut as CivilDate, precision: precision }
        expect(readPreciseDate(printPreciseDate(value))).toEqual(value)
      }),
    )
  })
})

describe('a time without an offset', () => {
  it.each([
    ['2026-09-30 08:15', '2026-09-30T00:15:00.000Z'],
    ['2026/9/30 8:15:09', '2026-09-30T00:15:09.000Z'],
    ['2026-09-30T08:15:00+08:00', '2026-09-30T00:15:00.000Z'],
    ['1790726400', '2026-09-30T00:00:00.000Z'],
    ['2026-02-30 08:15', undefined],
    ['2026-09-30 25:15', undefined],
    ['昨天', undefined],
  ])('%s is meant in Shanghai', (text, expected) => expect(instantFromLocal(text)).toBe(expected))
})

const notice2026 = `国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（周日）至23日（周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`

const notice2023 = `国务院办公厅关于2023年部分节假日安排的通知
国办发明电〔2022〕16号
一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。`

const notice2019 = `国务院办公厅关于2019年部分节假日安排的通知
国办发明电〔2018〕15号
一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。
四、劳动节：5月1日放假。
五、端午节：6月7日放假，与周末连休。
六、中秋节：9月13日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。`

describe("the State Council's yearly notice", () => {
  it('of 2026 gives the calendar that came with the program, day by day', () => {
    const read = readHolidayNotice(notice2026)
    if ('problems' in read) throw new Error(JSON.stringify(read.problems))
    const short = (days: calendar.CalendarDay[]) => days.map(({ day: on, kind }) => `${on} ${kind}`)
    expect(read.documentNumber).toBe('国办发明电〔2025〕7号')
    expect(short(tableOf(read).days)).toEqual(short(seedYears().find(({ year }) => year === 2026)!.days))
  })

  it('of 2023 begins in the year before, and the calendar of both years follows it', () => {
    const read = readHolidayNotice(notice2023)
    if ('problems' in read) throw new Error(JSON.stringify(read.problems))
    const seeded = workCalendar(seedYears())
    for (const { day: on, kind } of read.days) expect([on, seeded.isWorkingDay(on)]).toEqual([on, kind === 'workday'])
    expect(read.days[0]).toEqual({ day: '2022-12-31', kind: 'holiday', name: '元旦' })
  })

  it('of 2019 made a Saturday of 2018 a working day and the Monday after it a holiday', () => {
    const read = readHolidayNotice(notice2019)
    if ('problems' in read) throw new Error(JSON.stringify(read.problems))
    const made = workCalendar([{ year: 2018, status: 'official', days: [] }, tableOf(read)])
    expect(made.isWorkingDay(day('2018-12-29'))).toBe(true)
    expect(made.isWorkingDay(day('2018-12-31'))).toBe(false)
    expect(deadlineAfter(made, { from: day('2018-12-24'), days: 7, kind: 'natural' })).toEqual({
      day: '2019-01-02',
      provisional: false,
    })
  })

  it.each([
    ['a wrong weekday', notice2026.replace('5日（周二）', '5日（周三）'), '5月5日是周二，不是周三。'],
    ['a wrong count', notice2026.replace('共9天', '共8天'), '写明共 8 天，起止日期却是 9 天。'],
    ['a missing holiday', notice2026.replace(/六、.*\n/, ''), '没有读到中秋节的安排'],
    ['no title', '放假通知', '请粘贴通知全文'],
    ['a working day called working', notice2026.replace('5月9日（周六）上班', '5月8日（周五）上班'), '不必写明上班'],
  ])('with %s is refused and says where', (_what, text, sentence) => {
    const read = readHolidayNotice(text)
    expect('problems' in read && read.problems.map((problem) => problem.sentence).join()).toContain(sentence)
  })

  it('tells which open deadlines it moves', () => {
    const before = workCalendar(seedYears().filter(({ year }) => year < 2026))
    const open = [{ id: '1', label: '整改反馈', from: day('2026-02-10'), days: 5, kind: 'working' as const }]
    expect(calendar.movedDeadlines(before, official, open)).toMatchObject([
      { id: '1', before: { provisional: true }, after: { day: '2026-02-24', provisional: false } },
    ])
    expect(calendar.movedDeadlines(official, official, open)).toEqual([])
  })
})
