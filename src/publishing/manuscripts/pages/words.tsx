import { type Mark, Status } from '../../../web/index.ts'
import { classLabels, gateLabels } from '../../gates/model.ts'
import type { TextFinding } from '../checking.ts'
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

export const GateMark = ({ item }: { item: GateItem }) => (
  <Status
    mark={item.outcome === null ? 'pend' : item.outcome}
    word={`${gateLabels[item.gate]}${item.outcome === null ? '待审' : gateOutcomeLabels[item.outcome]}`}
  />
)

export const severityLabels: Readonly<Record<TextFinding['severity'], string>> = {
  block: '须改正',
  confirm: '须确认',
  advise: '请留意',
}
export const severityMarks: Readonly<Record<TextFinding['severity'], Mark>> = {
  block: 'fail',
  confirm: 'warn',
  advise: 'pend',
}
