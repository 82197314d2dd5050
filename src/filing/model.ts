import type { CivilDate, Instant } from '../calendar/index.ts'
import type { UnitKind } from '../vocabulary/units.ts'

/** 备案报送 in the office's own words: 专项排查, a unit's return, the states both take. */

export const formLabels = {
  annex1: '附件1 政务新媒体建设情况调查表',
  annex2: '附件2 政务新媒体排查及清理整合情况表',
} as const
export type FilingForm = keyof typeof formLabels
export const filingForms = Object.keys(formLabels) as FilingForm[]

export const campaignStateLabels = {
  draft: '待批准',
  returned: '退回修改',
  open: '报送中',
  closed: '已结束',
  rejected: '不予批准',
  withdrawn: '已撤回',
} as const
export type CampaignState = keyof typeof campaignStateLabels

export const campaignActionLabels = {
  change: '修改',
  approve: '批准并布置',
  'send-back': '退回修改',
  reject: '不予批准',
  withdraw: '撤回',
  end: '结束排查',
} as const
export type CampaignAction = keyof typeof campaignActionLabels

/** The one table: state -> what may be done in it -> the state after. What was sent back waits again once it is changed. */
export const nextCampaignState: Readonly<Record<CampaignState, Partial<Record<CampaignAction, CampaignState>>>> = {
  draft: { change: 'draft', approve: 'open', 'send-back': 'returned', reject: 'rejected', withdraw: 'withdrawn' },
  returned: { change: 'draft', withdraw: 'withdrawn' },
  open: { end: 'closed' },
  closed: {},
  rejected: {},
  withdrawn: {},
}

/** 专项排查: who is asked for what, on which basis, until when. Deadlines are the first moment that is too late. */
export type Campaign = {
  id: string
  title: string
  basis: string
  basisNumber: string
  unitKinds: UnitKind[]
  forms: FilingForm[]
  filingDue: Instant
  cleanupDue: Instant | null
  countedUntil: CivilDate
  reminderDays: number[]
  contact: string
  repeatReason: string | null
  state: CampaignState
  preparedBy: string
  /** Everybody who drafted or changed it: none of them approves it. */
  handledBy: string[]
  /** Who sent it back, did not approve it or withdrew it last, and why. */
  decidedBy: string | null
  decisionReason: string | null
  approvedBy: string | null
  openedAt: Instant | null
  closedAt: Instant | null
  version: number
}

/** How a unit answers. All three are printed, signed and sealed (notice 二（一）). */
export const returnKindLabels = { full: '逐号填报', zero: '零报告', unchanged: '无变化确认' } as const
export type ReturnKind = keyof typeof returnKindLabels
export const returnKinds = Object.keys(returnKindLabels) as ReturnKind[]

export const returnStateLabels = {
  'not-started': '未开始',
  drafting: '填报中',
  'awaiting-signature': '待签字盖章',
  submitted: '已报送',
  returned: '退回补正',
  accepted: '已受理',
} as const
export type ReturnState = keyof typeof returnStateLabels
export const returnStates = Object.keys(returnStateLabels) as ReturnState[]

export const returnActionLabels = {
  fill: '填报',
  print: '打印',
  upload: '上传扫描件',
  'put-aside': '撤下扫描件',
  submit: '报送',
  check: '逐表核验签字盖章',
  transcribe: '转录手写更正',
  confirm: '确认手写更正',
  'send-back': '退回补正',
  accept: '受理',
  reopen: '重新补正',
} as const
export type ReturnAction = keyof typeof returnActionLabels

/**
 * The one table: state -> what may be done in it -> the state after. Filling in after printing leaves the printed version
 * behind: it has to be printed and signed anew.
 */
export const nextReturnState: Readonly<Record<ReturnState, Partial<Record<ReturnAction, ReturnState>>>> = {
  'not-started': { fill: 'drafting' },
  drafting: { fill: 'drafting', print: 'awaiting-signature' },
  'awaiting-signature': {
    fill: 'drafting',
    print: 'awaiting-signature',
    upload: 'awaiting-signature',
    'put-aside': 'awaiting-signature',
    submit: 'submitted',
  },
  submitted: {
    check: 'submitted',
    transcribe: 'submitted',
    confirm: 'submitted',
    'send-back': 'returned',
    accept: 'accepted',
  },
  returned: { fill: 'drafting', print: 'awaiting-signature', upload: 'awaiting-signature' },
  accepted: { reopen: 'returned' },
}

/** Who signed the paper; the notice wants 单位主要领导. */
export const signerLabels = { principal: '主要领导', other: '其他人员', nobody: '未签字' } as const
export type Signer = keyof typeof signerLabels

/** A unit's answer to a campaign. */
export type Return = {
  id: string
  campaignId: string
  unitId: string
  kind: ReturnKind | null
  state: ReturnState
  reporterPersonId: string | null
  printNumber: number
  firstSubmittedAt: Instant | null
  submittedAt: Instant | null
  submittedBy: string | null
  enteredForUnitBy: string | null
  /** Everybody who filled in, printed, scanned or handed in. */
  handledBy: string[]
  mendUntil: CivilDate | null
  acceptedBy: string | null
  acceptedAt: Instant | null
  acceptedPrint: number | null
  version: number
}

/** Whether there is a printing that is being signed: filling in anew would leave it behind. */
export const isPrintInForce = ({ state, printNumber, acceptedPrint }: Return): boolean =>
  nextReturnState[state].upload !== undefined && printNumber > (acceptedPrint ?? 0)

/** Where a return stands against its deadline; `minutes` is how late it came, or how late it is by now. */
export type Timeliness = { state: 'in-time' | 'late' | 'due' | 'overdue'; minutes: number }
