import { formatDayZh, type Instant, lastDayBefore } from '../../../calendar/index.ts'
import { Status } from '../../../web/index.ts'
import { type HandoverState, handoverStateLabels } from '../model.ts'

const marks = {
  proposed: 'warn',
  drafting: 'warn',
  signing: 'warn',
  submitted: 'pend',
  returned: 'fail',
  confirmed: 'pass',
  dismissed: 'unkn',
} as const

type Marked = { state: HandoverState; late?: boolean; box?: boolean }

/** Where a handover stands; one past its deadline says so by its mark, too. */
export const HandoverMark = ({ state, late, box }: Marked) => (
  <Status
    mark={late ? 'fail' : marks[state]}
    word={late ? `${handoverStateLabels[state]}，已逾期` : handoverStateLabels[state]}
    {...(box && { box })}
  />
)

type Due = { due: Instant; dueProvisional: boolean }

/** 2026年10月19日前办结; 暂定 where the year's holidays are not in. */
export const dueWords = ({ due, dueProvisional }: Due): string =>
  `${formatDayZh(lastDayBefore(due))}前办结${dueProvisional ? '（暂定）' : ''}`
