import type { CivilDate, Instant } from '../calendar/index.ts'

/** 年度监管评分 (notice 二（三）: 年底绩效考核; rulebook C7): what is scored, and the states a year takes. */

/** What is never a measure: 国办函〔2026〕12号, 国办发〔2018〕123号. */
export const scoreTitle = '年度监管评分（供绩效考核参考）'

/** Where an event comes from. Every one was confirmed by a person; nothing the machine found alone is among them. */
export const eventKinds = {
  finding: '经复核确认的问题',
  unremedied: '否决问题未在时限内整改',
  message: '留言逾期未答复',
  reminder: '更新提醒',
  clue: '经认定的责任追究线索',
  'order-late': '整改逾期',
  'recheck-failed': '复查不合格',
  circular: '上级通报',
  record: '人工登记',
  change: '更正',
} as const
export type EventKind = keyof typeof eventKinds

/** 人工登记: what no other room keeps. `good`: it can only raise points, and needs proof with a seal (湾沚). */
export const recordKinds = {
  'policy-missing': { label: '制度缺失（审核、值班、应急）', good: false },
  'training-missing': { label: '未参加或未开展培训', good: false },
  'duty-missed': { label: '值班脱岗', good: false },
  'source-missed': { label: '未按要求报送稿件', good: false },
  'answer-empty': { label: '答复敷衍', good: false },
  'measure-late': { label: '清理整合措施未按期执行', good: false },
  'praise-national': { label: '国家通报表扬', good: true },
  'praise-province': { label: '省通报表扬', good: true },
  'praise-city': { label: '市通报表扬', good: true },
  'good-account': { label: '优质账号', good: true },
  adopted: { label: '稿件被本级采用', good: true },
  'adopted-above': { label: '稿件被上级采用', good: true },
  'main-account': { label: '指定为主账号', good: true },
} as const
export type RecordKind = keyof typeof recordKinds

export type ScoreEvent = {
  /** The kind and the id of what it stands on: `finding/0199…`. */
  id: string
  kind: EventKind
  /** Indicator, rule of accountability, level of a circular, kind of record. */
  code: string
  /** Who answered for it on that day. */
  unitId: string
  accountId: string | null
  on: CivilDate
  /** How many places, messages or pieces it tells of. */
  count: number
  /** What people are told of it; a score alone is computed without it. */
  title?: string
  confirmedBy?: string | null
  /** Since when it is known. */
  knownAt?: Instant
  /** Of a change: the event that no longer counts, or the points of an item. */
  voids?: string | null
  item?: string | null
  points?: number | null
}

/** An account that a unit answered for in the year, and whether it has 办事 entries. */
export type Seat = { unitId: string; accountId: string; accountName: string; service: boolean }

/** `unmonitored`: it has accounts, and none of them was seen by a check in the whole year. */
export type ScoredUnit = { id: string; name: string; unmonitored?: boolean }

/** The states of a year (rulebook C7). */
export const yearStateLabels = {
  locked: '方案已锁定',
  frozen: '数据已封存',
  scored: '系统已评分',
  reporting: '单位自查自报',
  panel: '评审组复核',
  published: '结果已告知',
  appealing: '申诉受理',
  final: '结果已确定',
} as const
export type YearState = keyof typeof yearStateLabels

/** The same as steps on a screen. */
export const yearStepLabels: Readonly<Record<YearState, string>> = {
  locked: '锁定方案',
  frozen: '封存数据',
  scored: '系统评分',
  reporting: '自查自报',
  panel: '评审复核',
  published: '告知结果',
  appealing: '受理申诉',
  final: '确定结果',
}

export const yearActionLabels = {
  lock: '锁定方案',
  freeze: '封存数据',
  score: '系统评分',
  report: '开放单位自查自报',
  panel: '转评审组复核',
  publish: '告知结果',
  appeal: '开放申诉',
  finish: '确定结果',
} as const
export type YearAction = keyof typeof yearActionLabels

/** The one table: state -> what may be done -> the state after. A newer scheme may be locked until the data are frozen. */
export const nextYearState: Readonly<Record<YearState, Partial<Record<YearAction, YearState>>>> = {
  locked: { lock: 'locked', freeze: 'frozen' },
  frozen: { score: 'scored' },
  scored: { report: 'reporting' },
  reporting: { panel: 'panel' },
  panel: { publish: 'published' },
  published: { appeal: 'appealing' },
  appealing: { finish: 'final' },
  final: {},
}

/** What may be entered while a year stands so: records until the panel is done, panel changes, appeals. */
export const entryOrigins = { record: '人工登记', panel: '评审更正', appeal: '申诉' } as const
export type EntryOrigin = keyof typeof entryOrigins
export const openFor: Readonly<Record<EntryOrigin, readonly YearState[]>> = {
  record: ['locked', 'frozen', 'scored', 'reporting'],
  panel: ['panel'],
  appeal: ['published', 'appealing'],
}
export const entryStateLabels = { proposed: '待确认', confirmed: '已确认', rejected: '未采纳' } as const
export type EntryState = keyof typeof entryStateLabels

/** Something entered by hand: a record of the year, a change by the panel, an appeal. It counts once a second person confirmed it. */
export type ScoreEntry = {
  id: string
  origin: EntryOrigin
  kind: string
  unitId: string
  accountId: string | null
  on: CivilDate
  count: number
  item: string | null
  voids: string | null
  points: number | null
  note: string
  fileId: string | null
  fileName: string | null
  enteredBy: string
  enteredAt: Instant
  state: EntryState
  decidedBy: string | null
  decidedAt: Instant | null
  decision: string | null
  version: number
}

export type ScoreYear = {
  year: number
  state: YearState
  schemeId: string
  frozenOn: CivilDate | null
  frozenAt: Instant | null
  version: number
}
