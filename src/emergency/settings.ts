import { settingsOn } from '../access/index.ts'
import type { CivilDate } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { wholeNumber } from '../web/index.ts'
import { actHoursKey } from './model.ts'

export const actHours = {
  label: '删除或更正严重问题',
  initial: 2,
  source: '本系统建议值〔建议〕；国办发〔2018〕123号要求第一时间处置，未规定小时数',
} as const

export const actHoursValue = wholeNumber(1, 72, '小时')

/** Hours within which a severe problem is deleted or corrected, as in force on a day, with the paper behind it. */
export async function actHoursOn(
  db: Db | Tx,
  districtId: string,
  day: CivilDate,
): Promise<{ hours: number; source: string; since: CivilDate | null }> {
  const own = (await settingsOn(db, districtId, day))[actHoursKey]
  const read = actHoursValue.safeParse(own?.value)
  if (!own || !read.success) return { hours: actHours.initial, source: actHours.source, since: null }
  return { hours: read.data, source: own.source, since: own.effectiveFrom }
}
