import { formatMinute, type Instant } from '../../calendar/index.ts'
import { type Mark, Status } from '../../web/index.ts'
import type { TargetRow } from '../running/page-queries.ts'
import { isCollected, type Outcome, outcomeLabels } from '../sources/contract.ts'

const markOf = (outcome: Outcome): Mark => (isCollected(outcome) ? 'pass' : outcome === 'gone' ? 'fail' : 'unkn')

export const OutcomeMark = ({ outcome }: { outcome: Outcome }) => (
  <Status mark={markOf(outcome)} word={outcomeLabels[outcome]} />
)

/** 已停用、待处理 before what the last look brought: those need somebody, or nobody. */
export function TargetMark({ target }: { target: TargetRow }) {
  if (target.state === 'held') return <Status mark="fail" word="待处理" />
  if (target.state === 'off') return <Status mark="unkn" word="已停用" />
  return target.lastOutcome ? <OutcomeMark outcome={target.lastOutcome} /> : <Status mark="pend" word="待采集" />
}

export const minuteOr = (at: Instant | null, otherwise: string) => (at ? formatMinute(at) : otherwise)
