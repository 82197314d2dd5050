import { z } from 'zod'
import { changeSetting, settingsOn } from '../../access/index.ts'
import { type CivilDate, civilDate, isCivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { readForm, type WebContext } from '../../web/index.ts'

const whole = (least: number, most: number) =>
  z.coerce.number('应填整数。').int('应填整数。').min(least, `至少${least}。`).max(most, `不超过${most}。`)

/** Periods a district sets itself, with a paper behind each. What stands here is in force where nothing was set. */
export const periods = {
  handoverWorkdays: {
    label: '人员交接办结期限',
    unit: '个工作日',
    value: whole(1, 30),
    initial: 5,
    source: '本系统建议值〔建议〕，国办发〔2018〕123号四（三）未规定期限',
  },
  peopleKeptYears: {
    label: '离任人员信息保存期限',
    unit: '年',
    value: whole(1, 30),
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

/** What was wrong with a form that sets a period, and what was typed. */
export type PeriodOver = { errors: Record<string, string>; values: Record<string, string> }

/** Sets a period from a day on; undefined: it is saved. Refuses `access.denied`, `setting.in-the-past`. */
export async function setPeriod(c: WebContext, key: PeriodKey): Promise<PeriodOver | undefined> {
  const form = z.object({
    count: periods[key].value,
    effectiveFrom: z
      .string('请填写施行日期。')
      .refine(isCivilDate, '施行日期应写作 2026-09-30 这样的形式。')
      .transform(civilDate),
    source: z.string('请写明依据的文件。').max(200, '依据不超过200个字。'),
  })
  const read = await readForm(c, form)
  if (!read.ok)
    return {
      errors: read.errors,
      values: Object.fromEntries(Object.entries(read.values).map(([name, value]) => [name, String(value)])),
    }
  const { count, effectiveFrom, source } = read.value
  await changeSetting(c.var.deps, c.var.actor, {
    districtId: c.var.session.districtId,
    key,
    value: count,
    effectiveFrom,
    source,
  })
  return undefined
}
