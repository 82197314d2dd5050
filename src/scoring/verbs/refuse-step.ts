import { refuse } from '../../vocabulary/refusals/index.ts'
import { type YearAction, yearActionLabels, type YearState, yearStateLabels } from '../model.ts'

/** Refuses a step that the state of the year does not allow. */
export function refuseStep(state: YearState | undefined, action: YearAction): never {
  throw refuse('score.action-not-allowed', {
    state: state ? yearStateLabels[state] : '未锁定方案',
    action: yearActionLabels[action],
  })
}
