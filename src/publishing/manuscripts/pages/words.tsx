import { type Mark, Status } from '../../../web/index.ts'
import { classLabels, gateLabels } from '../../gates/model.ts'
import type { TextFinding } from '../../../textcheck/index.ts'
import { type GateItem, gateOutcomeLabels, type Manuscript, stateLabels, type Step } from '../model.ts'
import { stepsDue } from '../signing.ts'

const marks: Readonly<Record<Manuscript['state'], Mark>> = {
  draft: 'unkn',
  review: 'pend',
  returned: 'warn',
  approved: 'pass',
  published: 'pass',
  withdrawn: 'fail',
  dropped: 'unkn',
}

export const ManuscriptMark = ({ manuscript, box }: { manuscript: Manuscript; box?: boolean }) => (
  <Status mark={marks[manuscript.state]} word={stateLabels[manuscript.state]} {...(box && { box })} />
)

/** 一般，加急，重大事项. */
export const classWords = ({ class: kind, urgentSince, isMajor }: Manuscript): string =>
  [classLabels[kind], urgentSince === null ? '' : '加急', isMajor ? '重大事项' : ''].filter(Boolean).join('，')

/** Whose turn it is: 待初审. */
export const dueSteps = (steps: readonly Step[]): string => {
  const due = stepsDue(steps)
  return due.length === 0 ? '' : `待${due.map(({ name }) => name).join('、')}`
}

/** `isOver`: the round ended before this gate was looked at. */
export const GateMark = ({ item, isOver }: { item: GateItem; isOver?: boolean }) => (
  <Status
    mark={item.outcome ?? (isOver ? 'unkn' : 'pend')}
    word={`${gateLabels[item.gate]}${item.outcome === null ? (isOver ? '未审' : '待审') : gateOutcomeLabels[item.outcome]}`}
  />
)

export const severityMarks: Readonly<Record<TextFinding['severity'], Mark>> = {
  block: 'fail',
  confirm: 'warn',
  advise: 'pend',
}
