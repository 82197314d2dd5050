import { z } from 'zod'
import { settingsOn } from '../access/index.ts'
import type { CivilDate } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { type Share, type Shares, type StepName, stepNames } from './schedule.ts'

export const SUGGESTED = '本系统建议值〔建议〕，上级只定报送时限'

/** What holds where a district set nothing: a tenth each for passing on, signing and sending, with bounds in hours; half and what is left over for the units. */
export const suggestedShares: Shares = {
  distribute: { share: 10, atMostHours: 4 },
  answer: { share: 50, atMostHours: null },
  compile: { share: 20, atMostHours: 24 },
  sign: { share: 10, atMostHours: 8 },
  send: { share: 10, atMostHours: 2 },
}

export const shareKey = (step: StepName) => `superiorShare.${step}`

const MOST_SHARE = 100
const MOST_HOURS = 240

/** “20” or “20，最多24小时”, as typed; the units' step has no bound, since it gets what is left. */
export const shareValue = (step: StepName) =>
  z.string().transform((text, { addIssue }): Share => {
    const found = /^(\d{1,3})份?(?:[，,]\s*最多\s*(\d{1,3})\s*小时)?$/u.exec(
      text.normalize('NFKC').replaceAll(/\s+/gu, ''),
    )
    const [share, hours] = [Number(found?.[1]), found?.[2] === undefined ? null : Number(found[2])]
    if (!found || share < 1 || share > MOST_SHARE || hours === 0 || (hours ?? 0) > MOST_HOURS) {
      const message = `应写作“20”，或者“20，最多24小时”；份数1至${MOST_SHARE}，小时不超过${MOST_HOURS}。`
      addIssue({ code: 'custom', message })
      return z.NEVER
    }
    if (step === 'answer' && hours !== null) {
      addIssue({ code: 'custom', message: '是其他环节以外的全部时间，只写份数。' })
      return z.NEVER
    }
    return { share, atMostHours: hours }
  })

const stored = z.object({ share: z.number().int().min(1), atMostHours: z.number().int().min(1).nullable() })

export const sayShare = (value: unknown): string => {
  const { share, atMostHours } = stored.parse(value)
  return `${share}份${atMostHours === null ? '' : `，最多${atMostHours}小时`}`
}

export type ShareInForce = Share & { source: string; since: CivilDate | null }

/** The shares in force on a day, each with the paper it rests on. */
export async function sharesOn(
  db: Db | Tx,
  districtId: string,
  day: CivilDate,
): Promise<Record<StepName, ShareInForce>> {
  const set = await settingsOn(db, districtId, day)
  const one = (step: StepName): ShareInForce => {
    const own = set[shareKey(step)]
    const read = stored.safeParse(own?.value)
    if (!own || !read.success) return { ...suggestedShares[step], source: SUGGESTED, since: null }
    return { ...read.data, source: own.source, since: own.effectiveFrom }
  }
  return Object.fromEntries(stepNames.map((step) => [step, one(step)])) as Record<StepName, ShareInForce>
}
