import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { ClosingCase } from '../../filing/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'

/** C3 关停、停更、注销. Decision, filing, platform and national system are the filing case's; these are our own steps. */
export const closingStateLabels = {
  requested: '待公告',
  announced: '已公告停更',
  'content-archived': '内容已归档',
  verified: '已核验注销',
  rechecked: '已复查',
  archived: '已归档',
  reappeared: '注销后再现',
  withdrawn: '已撤回',
} as const
export type ClosingState = keyof typeof closingStateLabels
export const closingStates = Object.keys(closingStateLabels) as ClosingState[]

/** States in which the account counts as gone. */
export const goneClosingStates: readonly ClosingState[] = ['verified', 'rechecked', 'archived']

export const closingActionLabels = {
  draft: '拟写公告',
  publish: '登记停更公告',
  'publish-final': '登记注销公告',
  'archive-content': '归档内容',
  explain: '说明次序问题',
  verify: '核验注销',
  recheck: '注销后复查',
  'find-again': '登记再现',
  file: '整卷归档',
  withdraw: '撤回',
} as const
export type ClosingAction = keyof typeof closingActionLabels

/** The one table (rulebook C3). 归档 may be made anew as long as the account stands; a found account opens what was done. */
export const nextClosingState: Readonly<Record<ClosingState, Partial<Record<ClosingAction, ClosingState>>>> = {
  requested: { draft: 'requested', publish: 'announced', explain: 'requested', withdraw: 'withdrawn' },
  announced: {
    draft: 'announced',
    'publish-final': 'announced',
    'archive-content': 'content-archived',
    explain: 'announced',
    withdraw: 'withdrawn',
  },
  'content-archived': {
    draft: 'content-archived',
    'publish-final': 'content-archived',
    'archive-content': 'content-archived',
    explain: 'content-archived',
    verify: 'verified',
    withdraw: 'withdrawn',
  },
  verified: { explain: 'verified', recheck: 'rechecked', 'find-again': 'reappeared' },
  rechecked: { explain: 'rechecked', file: 'archived', 'find-again': 'reappeared' },
  archived: { 'find-again': 'reappeared' },
  reappeared: { explain: 'reappeared', 'archive-content': 'reappeared', verify: 'verified' },
  withdrawn: {},
}

export const announcementLabels = { pause: '停更公告', deregister: '注销公告' } as const
export type AnnouncementKind = keyof typeof announcementLabels
export const announcementKinds = Object.keys(announcementLabels) as AnnouncementKind[]

export type Announcement = {
  kind: AnnouncementKind
  body: string
  stopsOn: CivilDate | null
  publishedOn: CivilDate | null
  link: string | null
  screenshotFileId: string | null
}

export type Archive = {
  id: string
  /** Which of how many; they are downloaded one by one. */
  volume: number
  volumes: number
  fileId: string
  sha256: string
  bytes: number
  entries: number
  madeOn: CivilDate
  madeBy: string
  madeAt: Instant
}

export type Closing = {
  id: string
  accountId: string
  accountName: string
  platform: Platform
  runningState: string
  unitId: string
  unitName: string
  itemId: string | null
  itemDueOn: CivilDate | null
  itemDecidedOn: CivilDate | null
  /** From the end of 公告期 on; the item's own day goes before it. */
  dueOn: CivilDate | null
  state: ClosingState
  casesSince: Instant
  noticeWorkdays: number | null
  noticeSource: string | null
  explained: FaultCode[]
  explanation: string | null
  verifiedOn: CivilDate | null
  verifiedBy: string | null
  recheckDays: number | null
  recheckOn: CivilDate | null
  recheckedOn: CivilDate | null
  reappearedOn: CivilDate | null
  archivedOn: CivilDate | null
  withdrawnReason: string | null
  begunAt: Instant
  version: number
}

/** Steps that were taken out of order. The days are facts and stay; a person says what is to be said of them. */
export const faultLabels = {
  'announced-before-approval': '公告发布早于备案批准',
  'paused-before-announcement': '停更早于公告发布',
  'deregistered-before-approval': '未经备案批准先行注销',
  'deregistered-without-announcement': '未发布公告即注销',
  'deregistered-within-period': '公告期未满即注销',
  'deregistered-before-archive': '内容未归档即注销',
} as const
export type FaultCode = keyof typeof faultLabels

/** A closing with everything its steps are told from. */
export type ClosingFile = {
  closing: Closing
  announcements: readonly Announcement[]
  /** The oldest first. */
  archives: readonly Archive[]
  suspension: ClosingCase | undefined
  deregistration: ClosingCase | undefined
}
