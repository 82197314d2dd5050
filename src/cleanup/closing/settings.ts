import { settingsOn } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'

export type SourcedDays = { value: number; source: string; effectiveFrom: CivilDate | null }

/**
 * What a district may set otherwise. 公告期: the State Council says only 向社会公告 (国办发〔2018〕123号四（一）); a province
 * asks for at least 15 working days 〔二手〕, which is the default 〔建议〕 (rulebook C3, L-06). 复查: no paper speaks of it 〔建议〕.
 */
export const closingSettings = {
  closureNoticeWorkdays: {
    label: '公告期',
    unit: '个工作日',
    value: 15,
    source: '默认值；国办发〔2018〕123号只要求向社会公告，没有规定天数',
  },
  closureRecheckDays: {
    label: '复查间隔',
    unit: '天',
    value: 30,
    source: '默认值；文件没有规定',
  },
} as const
export type ClosingSetting = keyof typeof closingSettings
export const closingSettingKeys = Object.keys(closingSettings) as ClosingSetting[]

/** The numbers in force on a day, each with the paper behind it. */
export async function closingDays(
  db: Db | Tx,
  districtId: string,
  day: CivilDate,
): Promise<Record<ClosingSetting, SourcedDays>> {
  const own = await settingsOn(db, districtId, day)
  const of = (key: ClosingSetting): SourcedDays => {
    const set = own[key]
    if (!set) return { value: closingSettings[key].value, source: closingSettings[key].source, effectiveFrom: null }
    if (!Number.isInteger(set.value) || Number(set.value) < 1)
      throw new RangeError(`district_setting ${key} holds no usable value`)
    return { value: Number(set.value), source: set.source, effectiveFrom: set.effectiveFrom }
  }
  return { closureNoticeWorkdays: of('closureNoticeWorkdays'), closureRecheckDays: of('closureRecheckDays') }
}
