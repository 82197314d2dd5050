import {
  type CampaignState,
  campaignStateLabels,
  type ReturnState,
  returnStateLabels,
  type Timeliness,
} from '../model.ts'
import { lateWords } from '../../calendar/index.ts'
import { type Mark, Status } from '../../web/index.ts'

const returnMarks: Readonly<Record<ReturnState, Mark>> = {
  'not-started': 'unkn',
  drafting: 'pend',
  'awaiting-signature': 'pend',
  submitted: 'warn',
  returned: 'fail',
  accepted: 'pass',
}
const campaignMarks: Readonly<Record<CampaignState, Mark>> = {
  draft: 'pend',
  returned: 'fail',
  open: 'warn',
  closed: 'unkn',
  rejected: 'unkn',
  withdrawn: 'unkn',
}

export const ReturnMark = ({ state, box }: { state: ReturnState; box?: boolean }) => (
  <Status mark={returnMarks[state]} word={returnStateLabels[state]} {...(box && { box })} />
)

export const CampaignMark = ({ state, box }: { state: CampaignState; box?: boolean }) => (
  <Status mark={campaignMarks[state]} word={campaignStateLabels[state]} {...(box && { box })} />
)

/** 逾期2小时5分钟: how late, in words; nothing while there is time. */
export function LateMark({ timeliness: { state, minutes } }: { timeliness: Timeliness }) {
  if (state === 'late') return <span class="tag">{`逾期${lateWords(minutes)}报送`}</span>
  if (state === 'overdue') return <Status mark="fail" word={`逾期${lateWords(minutes)}`} />
  return state === 'in-time' ? <>按时</> : <span class="mut">未到期</span>
}
