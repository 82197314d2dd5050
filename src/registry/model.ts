import type { CivilDate, DatePrecision } from '../calendar/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import type { UnitKind } from '../vocabulary/units.ts'

/** 台账 in the office's own words: what units, accounts and the people who answer for them are, and which values they take. */

export const unitStateLabels = { active: '在册', merged: '已合并', abolished: '已撤销' } as const
export type UnitState = keyof typeof unitStateLabels

/** Notice 三: 行政一把手为第一责任人，分管领导为直接责任人，并安排专业人员负责. */
export const dutyLabels = { primary: '第一责任人', direct: '直接责任人', staff: '工作人员' } as const
export type Duty = keyof typeof dutyLabels
export const duties = Object.keys(dutyLabels) as Duty[]
/** `unknown`: nobody has said yet; `vacant`: the unit said there is none. */
export type DutyState = 'filled' | 'vacant' | 'unknown'

/** 附件2 负责人、联系人; 附件1 分管领导、网站管理员 (on the screen 账号管理员). */
export const contactLabels = {
  principal: '负责人',
  contact: '联系人',
  leader: '分管领导',
  admin: '账号管理员',
} as const
export type ContactDuty = keyof typeof contactLabels
export const contactDuties = Object.keys(contactLabels) as ContactDuty[]

export const purposeLabels = { publish: '发布类', service: '办事类', mixed: '综合类' } as const
export type Purpose = keyof typeof purposeLabels

/** 附件2 note 3. */
export const operationModeLabels = { self: '自营', outsourced: '购买服务' } as const
export type OperationMode = keyof typeof operationModeLabels

/** 附件2 note 5: what the unit fills in. The state in our own procedure is `runningState`. */
export const operatingStatusLabels = { normal: '正常运营', stopped: '停止运营' } as const
export type OperatingStatus = keyof typeof operatingStatusLabels
/** 停止运营 that a sheet says stops nothing: only a case does, and until then the account is judged like any other. */
export const saysStopped = (account: { operatingStatus: OperatingStatus | null; runningState: string }) =>
  account.operatingStatus === 'stopped' && account.runningState === 'running'

export const runningStateLabels = {
  running: '在运行',
  closing: '关停办理中',
  closed: '已关停',
  deregistered: '已注销',
} as const
export type RunningState = keyof typeof runningStateLabels
export const runningStates = Object.keys(runningStateLabels) as RunningState[]

/** state -> states that a case or a closing may move it to, never a form. 注销 ends an account; the others can be taken back. */
export const nextRunningStates: Readonly<Record<RunningState, readonly RunningState[]>> = {
  running: ['closing'],
  closing: ['running', 'closed'],
  closed: ['running', 'deregistered'],
  deregistered: [],
}

/**
 * What a state means wherever accounts are watched and counted, settled in this one place (docs/decisions/006).
 * `monitored`: 停更即免检 does not hold, an account is judged until it is gone from the platform (sentence 8, rulebook C3).
 * `takesPlace`: it counts as the unit's account on its platform; what is being closed, or is closed and waits to be
 * deregistered, is the remedy of a duplicate and not the fault.
 */
export const stateMeans: Readonly<Record<RunningState, { monitored: boolean; takesPlace: boolean }>> = {
  running: { monitored: true, takesPlace: true },
  closing: { monitored: true, takesPlace: false },
  closed: { monitored: true, takesPlace: false },
  deregistered: { monitored: false, takesPlace: false },
}

export const filingStateLabels = { unknown: '未核实', filed: '已备案', unfiled: '未备案' } as const
export type FilingState = keyof typeof filingStateLabels
export const filingStates = Object.keys(filingStateLabels) as FilingState[]

/** 附件2 note 8, and 限期整改 of notice 二（二）; from the mildest to the strictest. */
export const dispositionLabels = {
  keep: '保留',
  change: '变更',
  rectify: '限期整改',
  close: '关停',
  deregister: '注销',
} as const
export type Disposition = keyof typeof dispositionLabels
export const dispositions = Object.keys(dispositionLabels) as Disposition[]

/** 附件2 note 6. What an office writes beyond these five stays in `functionsFound`. */
export const functionLabels = {
  publish: '发布',
  spread: '传播',
  interact: '互动',
  guide: '引导',
  service: '办事',
} as const
export type AccountFunction = keyof typeof functionLabels
export const accountFunctions = Object.keys(functionLabels) as AccountFunction[]

/** What 阅读量 was counted over; the form does not say. */
export const readsScopeLabels = { total: '累计', last30d: '近30天', average: '篇均' } as const
export type ReadsScope = keyof typeof readsScopeLabels

/** The most that a form, or a sheet, may say of one account: what is read in can be saved again. */
export const mostCounted = 1e12
export const longestText = 200

/** Everything of an account that is no key and no person: the columns of 附件2, of 附件1's head, and what our own sheet adds. Null: not filled in. */
export type AccountFacts = {
  name: string
  platform: Platform
  /** The words in which the platform and 附件2's 平台类型 were found. */
  platformFound: string | null
  vendorFound: string | null
  purpose: Purpose | null
  identifier: string | null
  profileUrl: string | null
  certifiedEntity: string | null
  operatorUnit: string | null
  operationMode: OperationMode | null
  /** 元/年, two decimals. */
  budgetYuan: string | null
  followers: number | null
  followersPrecision: string | null
  followersFound: string | null
  followersOn: CivilDate | null
  reads: number | null
  readsPrecision: string | null
  readsFound: string | null
  readsOn: CivilDate | null
  readsScope: ReadsScope | null
  pushFrequency: string | null
  /** With precision `month` or `year`: the first day of it. */
  openedOn: CivilDate | null
  openedPrecision: DatePrecision | null
  hasDedicatedStaff: boolean | null
  staffCount: number | null
  operatingStatus: OperatingStatus | null
  functions: AccountFunction[]
  functionsFound: string | null
  disposition: Disposition | null
  renamedFrom: string | null
  renamedOn: CivilDate | null
}

export type Account = AccountFacts & {
  id: string
  unitId: string
  runningState: RunningState
  /** The day on which a deregistered account was gone from its platform; null while it is there, or where nobody knows. */
  ceasedOn: CivilDate | null
  filingState: FilingState
  sheetOrder: number | null
  version: number
}

export type Unit = {
  id: string
  code: string
  name: string
  shortName: string | null
  kind: UnitKind
  parentId: string | null
  publicFacing: boolean
  state: UnitState
  mergedInto: string | null
  version: number
}

/** How facts are called on screens, in differences and in sentences about a cell. */
export const factLabels: Readonly<Record<keyof AccountFacts | 'runningState' | 'ceasedOn' | 'filingState', string>> = {
  name: '名称',
  platform: '平台',
  platformFound: '平台原文',
  vendorFound: '平台类型原文',
  purpose: '用途',
  identifier: '账号标识',
  profileUrl: '主页链接',
  certifiedEntity: '认证主体',
  operatorUnit: '运营单位',
  operationMode: '运营模式',
  budgetYuan: '经费保障（元/年）',
  followers: '粉丝量',
  followersPrecision: '粉丝量精度',
  followersFound: '粉丝量原文',
  followersOn: '粉丝量截至',
  reads: '阅读量',
  readsPrecision: '阅读量精度',
  readsFound: '阅读量原文',
  readsOn: '阅读量截至',
  readsScope: '阅读量口径',
  pushFrequency: '推送频率',
  openedOn: '开通时间',
  openedPrecision: '开通时间精度',
  hasDedicatedStaff: '有无专人',
  staffCount: '运营人数',
  operatingStatus: '运营状态',
  functions: '基本功能',
  functionsFound: '基本功能原文',
  disposition: '整改措施',
  renamedFrom: '曾用名',
  renamedOn: '更名日期',
  runningState: '运行状态',
  ceasedOn: '注销日期',
  filingState: '备案状态',
}

/** An account of which nothing is known but name and platform. */
export function bareFacts(name: string, platform: Platform): AccountFacts {
  return {
    name,
    platform,
    platformFound: null,
    vendorFound: null,
    purpose: null,
    identifier: null,
    profileUrl: null,
    certifiedEntity: null,
    operatorUnit: null,
    operationMode: null,
    budgetYuan: null,
    followers: null,
    followersPrecision: null,
    followersFound: null,
    followersOn: null,
    reads: null,
    readsPrecision: null,
    readsFound: null,
    readsOn: null,
    readsScope: null,
    pushFrequency: null,
    openedOn: null,
    openedPrecision: null,
    hasDedicatedStaff: null,
    staffCount: null,
    operatingStatus: null,
    functions: [],
    functionsFound: null,
    disposition: null,
    renamedFrom: null,
    renamedOn: null,
  }
}
