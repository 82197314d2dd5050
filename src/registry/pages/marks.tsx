import { Status } from '../../web/index.ts'
import { type DutyState, type FilingState, filingStateLabels, type RunningState, runningStateLabels } from '../model.ts'

const filingMarks = { filed: 'pass', unfiled: 'fail', unknown: 'unkn' } as const

/** 已备案, 未备案, 未核实 by shape and word. */
export const FilingMark = ({ state }: { state: FilingState }) => (
  <Status mark={filingMarks[state]} word={filingStateLabels[state]} />
)

/** Ordinary states as words, those on the way out with a mark; one that was only entered says so. */
export function RunningMark({ state, claimed }: { state: RunningState; claimed: boolean }) {
  return state === 'running' ? (
    <>{runningStateLabels[state]}</>
  ) : (
    <Status
      mark={state === 'closing' ? 'warn' : 'unkn'}
      word={`${runningStateLabels[state]}${claimed ? '（未核验）' : ''}`}
    />
  )
}

/** 齐全 only when all three are named; 缺 when the unit said there is nobody; 未填 when nobody has said. */
export function DutiesMark({ duties }: { duties: Readonly<Record<string, DutyState>> }) {
  const states = Object.values(duties)
  if (states.every((state) => state === 'filled')) return <Status mark="pass" word="齐全" />
  if (states.includes('vacant'))
    return <Status mark="fail" word={`缺 ${states.filter((state) => state === 'vacant').length} 人`} />
  return <Status mark="unkn" word="未填全" />
}
