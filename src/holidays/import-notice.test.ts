import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { civilDate, type MovedDeadline } from '../calendar/index.ts'
import { latestEvents, systemChain } from '../trail/index.ts'
import type { DeadlineBook } from './deadline-book.ts'
import { dueDay } from './due-days.ts'
import { loadCalendar, seedCalendar, storedYears } from './queries.ts'
import { decideCalendarChange, importNotice } from './verbs/import-notice.ts'

const supervisor = actorOf('supervisor')
const second = actorOf('administrator')

const notice2023 = `国务院办公厅关于2023年部分节假日安排的通知
国办发明电〔2022〕16号
一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。`

const notice = (year: number, newYear: string) => `国务院办公厅关于${year}年部分节假日安排的通知
一、元旦：${newYear}放假，共1天。
二、春节：2月16日放假，共1天。
三、清明节：4月5日放假，共1天。
四、劳动节：5月1日放假，共1天。
五、端午节：6月19日放假，共1天。
六、中秋节：9月25日放假，共1天。
七、国庆节：10月1日放假，共1天。`

async function place(books: readonly DeadlineBook[] = []) {
  const { deps } = await monitoredDistrict()
  await seedCalendar(deps.db, deps.wall.now())
  const take = (text: string, who = supervisor) => importNotice(deps, who, { districtId, text }, books)
  const decide = (year: number, decision: 'confirmed' | 'rejected', who = second) =>
    decideCalendarChange(deps, who, { districtId, year, decision }, books)
  const yearOf = async (year: number) => (await storedYears(deps.db)).find((table) => table.year === year)
  return { deps, take, decide, yearOf }
}

describe('a notice', () => {
  it('of a year whose first holiday begins in the year before is read and stored: 2023 as it was printed', async () => {
    const { deps, take, decide, yearOf } = await place()
    expect(await take(notice2023)).toMatchObject({ state: 'waiting', notice: { year: 2023 } })
    await decide(2023, 'confirmed')
    expect((await yearOf(2023))?.days[0]).toMatchObject({ day: '2022-12-31', kind: 'holiday' })
    expect((await yearOf(2022))?.days.some(({ day }) => day === '2022-12-31')).toBe(true)
    expect((await loadCalendar(deps.db)).isWorkingDay(civilDate('2022-12-31'))).toBe(false)
  })

  it('of a year that has none yet is taken at once', async () => {
    const { take, yearOf } = await place()
    expect(await take(notice(2027, '1月1日'))).toMatchObject({ state: 'taken' })
    expect((await yearOf(2027))?.status).toBe('official')
  })

  it('that would change an official year changes nothing until somebody else confirms it', async () => {
    const { deps, take, decide, yearOf } = await place()
    const before = await yearOf(2026)
    expect(await take(notice(2026, '1月1日'))).toMatchObject({ state: 'waiting' })
    expect(await yearOf(2026)).toEqual(before)
    await expect(take(notice(2026, '1月2日'))).rejects.toMatchObject({ code: 'holidays.change-waiting' })
    await expect(decide(2026, 'confirmed', supervisor)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await expect(decide(2026, 'confirmed', actorOf('reviewer'))).rejects.toMatchObject({ code: 'access.denied' })
    await decide(2026, 'rejected')
    expect(await yearOf(2026)).toEqual(before)
    await expect(decide(2026, 'confirmed')).rejects.toMatchObject({ code: 'record.not-found' })
    expect((await latestEvents(deps.db, systemChain)).map(({ action }) => action)).toEqual([
      'holidays.change-rejected',
      'holidays.change-proposed',
    ])
  })

  it('that says what the year says already is no change', async () => {
    const { take, decide } = await place()
    await take(notice2023)
    await decide(2023, 'confirmed')
    expect(await take(notice2023)).toMatchObject({ state: 'unchanged' })
  })
})

describe('open deadlines', () => {
  it('that were computed from working days follow the notice when it is taken, and the others stay', async () => {
    const moved: MovedDeadline[] = []
    const { deps, take } = await place([
      {
        open: () =>
          Promise.resolve([
            { id: 'a', label: '补正', from: civilDate('2026-12-30'), days: 2, kind: 'working' },
            { id: 'b', label: '不受影响', from: civilDate('2026-10-12'), days: 2, kind: 'working' },
          ]),
        typed: () => Promise.resolve([]),
        move: (_tx, _deps, _actor, _district, found) => Promise.resolve(void moved.push(...found)),
      },
    ])
    // 2027-01-01 is a holiday by law; the notice makes Monday the 4th one too.
    await take(notice(2027, '1月4日'))
    expect(moved.map(({ id }) => id)).toEqual(['a'])
    expect((await dueDay(deps.db as never, deps, { workingDays: 3 }))?.day).toBe('2026-10-15')
  })

  it('given as a day keep no computation, given as working days keep both inputs', async () => {
    const { deps } = await place()
    const due = (input: Parameters<typeof dueDay>[2]) => deps.db.transaction().execute((tx) => dueDay(tx, deps, input))
    expect(await due({ day: civilDate('2026-10-20') })).toEqual({ day: '2026-10-20', from: null, workdays: null })
    expect(await due({ workingDays: 5 })).toEqual({ day: '2026-10-19', from: '2026-10-12', workdays: 5 })
    expect(await due({})).toBeUndefined()
  })
})
