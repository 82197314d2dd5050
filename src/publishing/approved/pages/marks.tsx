import { dayOf, formatMinute } from '../../../calendar/index.ts'
import { type Mark, Status } from '../../../web/index.ts'
import {
  type Match,
  type PublishedPost,
  type Standing,
  standingLabels,
  type UnpublishedText,
  unpublishedLabels,
  whyLabels,
} from '../model.ts'

const marks: Readonly<Record<Standing, Mark>> = {
  never: 'fail',
  flagged: 'fail',
  edited: 'warn',
  same: 'pass',
  'title-only': 'unkn',
  unclear: 'unkn',
}

export const StandingMark = ({ standing }: { standing: Standing }) => (
  <Status mark={marks[standing]} word={standingLabels[standing]} />
)

/** When a post went out, as far as anybody knows. */
export const whenWords = ({ moment, on, seenAt }: Pick<PublishedPost, 'moment' | 'on' | 'seenAt'>): string =>
  moment ? formatMinute(moment) : (on ?? `日期不明（${dayOf(seenAt)}采集到）`)

/** 按标题对应，正文与审定稿不同 */
export const whyWords = ({ why }: Pick<Match, 'why'>): string => why.map((one) => whyLabels[one]).join('，')

const unpublishedMarks: Readonly<Record<UnpublishedText['standing'], Mark>> = {
  missing: 'warn',
  waiting: 'pend',
  unlooked: 'unkn',
}
export const UnpublishedMark = ({ standing }: Pick<UnpublishedText, 'standing'>) => (
  <Status mark={unpublishedMarks[standing]} word={unpublishedLabels[standing]} />
)
