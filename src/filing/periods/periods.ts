import { z } from 'zod'
import { settingsOn } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { settingGround, takeSetting, type TypedSetting, type WebContext, wholeNumber } from '../../web/index.ts'

/** Periods a district sets itself, with a paper behind each. What stands here is in force where nothing was set. */
export const periods = {
  handoverWorkdays: {
    label: '人员交接办结期限',
    unit: '个工作日',
    value: wholeNumber(1, 30, '个工作日'),
    initial: 5,
    source: '本系统建议值〔建议〕，国办发〔2018〕123号四（三）未规定期限',
  },
  peopleKeptYears: {
    label: '离任人员信息保存期限',
    unit: '年',
    value: wholeNumber(1, 30, '年'),
    initial: 3,
    source: '本系统建议值〔建议〕，个人信息保存期限应为实现处理目的所必要的最短时间',
  },
} as const
export type PeriodKey = keyof typeof periods

export type Period = { count: number; source: string; since: CivilDate | null }

/** What is in force on a day, and on which paper it rests. */
export async function periodOn(db: Db | Tx, districtId: string, key: PeriodKey, day: CivilDate): Promise<Period> {
  const set = (await settingsOn(db, districtId, day))[key]
  const read = periods[key].value.safeParse(set?.value)
  if (!set || !read.success) return { count: periods[key].initial, source: periods[key].source, since: null }
  return { count: read.data, source: set.source, since: set.effectiveFrom }
}

/** Sets a period from a day on; undefined: it is saved. Refuses `access.denied`. */
export const setPeriod = (c: WebContext, key: PeriodKey): Promise<TypedSetting | undefined> =>
  takeSetting(
    c,
    z
      .object({ count: periods[key].value, ...settingGround })
      .transform(({ count, ...ground }) => ({ key, value: count, ...ground })),
  )
