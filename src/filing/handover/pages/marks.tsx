import { formatDayZh, type Instant, lastDayBefore } from '../../../calendar/index.ts'
import { Status } from '../../../web/index.ts'
import { type HandoverState, handoverStateLabels } from '../model.ts'
import { isOverdue } from '../rules.ts'

const marks = {
  proposed: 'warn',
  drafting: 'warn',
  signing: 'warn',
  submitted: 'pend',
  returned: 'fail',
  confirmed: 'pass',
  dismissed: 'unkn',
} as const

export const HandoverMark = ({ state, box }: { state: HandoverState; box?: boolean }) => (
  <Status mark={marks[state]} word={handoverStateLabels[state]} {...(box && { box })} />
)

type Due = { state: HandoverState; due: Instant; dueProvisional?: boolean }

/** 2026年10月19日前; 逾期 where it is over, 暂定 where the year's holidays are not in. */
export function dueWords({ state, due, dueProvisional }: Due, now: Instant): string {
  const late = isOverdue({ state, due }, now) ? '，已逾期' : ''
  return `${formatDayZh(lastDayBefore(due))}前${dueProvisional ? '（暂定）' : ''}${late}`
}
