import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Answers } from '../forms/index.ts'

/** C1 备案: 开设、变更、关停、注销. What stands already is filed by a campaign's return. */
export const caseKindLabels = { open: '开设', change: '变更', suspend: '关停', deregister: '注销' } as const
export type CaseKind = keyof typeof caseKindLabels
export const caseKinds = Object.keys(caseKindLabels) as CaseKind[]

export const caseStateLabels = {
  draft: '填报中',
  sealing: '待签字盖章',
  submitted: '已报送',
  returned: '退回补正',
  accepted: '已受理',
  reviewing: '已审核，待批准',
  approved: '已批准，待办理',
  rejected: '不予备案',
  executed: '已在平台办理',
  'national-reported': '全国系统已填报',
  registered: '已登记',
  archived: '已归档',
  withdrawn: '已撤回',
} as const
export type CaseState = keyof typeof caseStateLabels
export const caseStates = Object.keys(caseStateLabels) as CaseState[]

/** What ends a case; everything before keeps its account from having a second one. */
export const endedCaseStates: readonly CaseState[] = ['rejected', 'registered', 'archived', 'withdrawn']

export const caseActionLabels = {
  fill: '填报',
  print: '打印',
  upload: '上传扫描件',
  'put-aside': '撤下扫描件',
  submit: '报送',
  check: '核验',
  transcribe: '转录手写更正',
  confirm: '确认手写更正',
  'send-back': '退回补正',
  accept: '受理',
  review: '审核',
  disagree: '审核不同意，退回补正',
  approve: '批准',
  reject: '不予备案',
  execute: '登记平台办理情况',
  'report-national': '登记全国系统填报（主办单位）',
  'enter-national': '登记全国系统填报（主管单位）',
  register: '登记台账',
  archive: '归档',
  withdraw: '撤回',
  revoke: '撤销批准',
} as const
export type CaseAction = keyof typeof caseActionLabels

/**
 * The one table: state -> what may be done in it -> the state after (rulebook C1). 先批后开: nothing is done before it is
 * approved. Both sides enter in the national system, in either order: the first leaves the case where it stands. What was
 * begun by mistake is withdrawn; what was approved, by who approves; never once the platform was acted on.
 */
export const nextCaseState: Readonly<Record<CaseState, Partial<Record<CaseAction, CaseState>>>> = {
  draft: { fill: 'draft', print: 'sealing', withdraw: 'withdrawn' },
  sealing: {
    fill: 'draft',
    print: 'sealing',
    upload: 'sealing',
    'put-aside': 'sealing',
    submit: 'submitted',
    withdraw: 'withdrawn',
  },
  submitted: {
    check: 'submitted',
    transcribe: 'submitted',
    confirm: 'submitted',
    'send-back': 'returned',
    accept: 'accepted',
    withdraw: 'withdrawn',
  },
  returned: { fill: 'draft', print: 'sealing', upload: 'sealing', withdraw: 'withdrawn' },
  accepted: { 'send-back': 'returned', review: 'reviewing', disagree: 'returned', withdraw: 'withdrawn' },
  reviewing: { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' },
  approved: { execute: 'executed', revoke: 'withdrawn' },
  rejected: {},
  executed: { 'report-national': 'national-reported', 'enter-national': 'national-reported' },
  // A case that came here before both sides were asked for waits for the office's entry.
  'national-reported': { 'enter-national': 'national-reported', register: 'registered' },
  registered: { archive: 'archived' },
  archived: {},
  withdrawn: {},
}

export type FilingCase = {
  id: string
  kind: CaseKind
  unitId: string
  accountId: string
  state: CaseState
  answers: Answers
  printNumber: number
  submittedBy: string | null
  submittedAt: Instant | null
  /** Kept when it is sent back and comes again. */
  firstSubmittedAt: Instant | null
  enteredForUnitBy: string | null
  /** Everybody who filled in, printed, scanned or handed in. */
  handledBy: string[]
  acceptedBy: string | null
  reviewedBy: string | null
  decidedBy: string | null
  decidedOn: CivilDate | null
  executedOn: CivilDate | null
  executedUrl: string | null
  daysLate: number | null
  filingNumber: string | null
  version: number
  createdBy: string
}
