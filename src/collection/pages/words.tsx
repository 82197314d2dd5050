import { formatMinute, type Instant } from '../../calendar/index.ts'
import { type Mark, Status } from '../../web/index.ts'
import type { LookRow, TargetRow } from '../running/page-queries.ts'
import { isCollected, type Outcome, outcomeLabels } from '../sources/contract.ts'

const markOf = (outcome: Outcome): Mark => (isCollected(outcome) ? 'pass' : outcome === 'gone' ? 'fail' : 'unkn')

type Result = Pick<LookRow, 'outcome' | 'notOpened'>

/** What came of a look; of a website, that this try could not open it. */
export const OutcomeMark = ({ result: { outcome, notOpened } }: { result: Result }) =>
  notOpened === null ? (
    <Status mark={markOf(outcome)} word={outcomeLabels[outcome]} />
  ) : (
    <Status mark="warn" word="未能打开" />
  )

/** 已停用、待处理 before what the last look brought: those need somebody, or nobody. */
export function TargetMark({ target }: { target: TargetRow }) {
  if (target.state === 'held') return <Status mark="fail" word="待处理" />
  if (target.state === 'off') return <Status mark="unkn" word="已停用" />
  const { lastOutcome: outcome, notOpened } = target
  return outcome ? <OutcomeMark result={{ outcome, notOpened }} /> : <Status mark="pend" word="待采集" />
}

/** Why a source is as it is, where there is more to say than the word. */
export const reasonOf = ({ heldReason, lastWhy, notOpened }: TargetRow): string | null =>
  heldReason ?? lastWhy ?? notOpened

export const minuteOr = (at: Instant | null, otherwise: string) => (at ? formatMinute(at) : otherwise)
