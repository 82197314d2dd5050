import { type Mark, Status } from '../../web/index.ts'
import { type DispatchState, stateLabels } from '../model.ts'

const marks: Readonly<Record<DispatchState, Mark>> = {
  drafting: 'warn',
  checking: 'pend',
  countersigning: 'pend',
  clearing: 'pend',
  signing: 'pend',
  signed: 'warn',
  numbered: 'warn',
  issued: 'warn',
  closed: 'pass',
  withdrawn: 'unkn',
  discarded: 'unkn',
}

/** Where a paper stands. */
export const DispatchMark = ({ state, box }: { state: DispatchState; box?: boolean }) => (
  <Status mark={marks[state]} word={stateLabels[state]} {...(box && { box })} />
)
