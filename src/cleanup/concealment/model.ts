import type { CivilDate } from '../../calendar/index.ts'
import type { RunningState } from '../../registry/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import type { UnitKind } from '../../vocabulary/units.ts'

/** 瞒报漏报核查: accounts found outside, held against the ledger. Everything here is a clue until a person decides (notice 三, D-JS-01/02). */

export const matchKindLabels = {
  matched: '已登记',
  renamed: '疑似更名未报',
  unfiled: '疑似未备案',
  reappeared: '疑似关停后重新上线',
  impostor: '疑似假冒',
  ambiguous: '待人工辨认',
  'out-of-scope': '移交线索',
  unrelated: '非政务账号',
} as const
/** The same once a person has settled it: nothing is suspected any more. */
export const verdictLabels: Readonly<Record<keyof typeof matchKindLabels, string>> = {
  ...matchKindLabels,
  renamed: '更名未报',
  unfiled: '未备案',
  reappeared: '关停后重新上线',
  impostor: '假冒',
}

/** What is said of a clue: as the machine saw it, or as a person settled it. */
export const resultOf = ({ kind, verdict }: { kind: MatchKind; verdict: MatchKind | null }): string =>
  verdict === null ? matchKindLabels[kind] : verdictLabels[verdict]

export type MatchKind = keyof typeof matchKindLabels
export const matchKinds = Object.keys(matchKindLabels) as MatchKind[]

/** Kinds that ask nothing of anybody unless a person sees it otherwise. */
export const settledKinds: readonly MatchKind[] = ['matched', 'unrelated']

/** What a person may settle on; 待人工辨认 is what the machine says when it can't. */
export const verdictKinds = matchKinds.filter((kind) => kind !== 'ambiguous')

export const matchStateLabels = {
  open: '待核实',
  noted: '无须处理',
  confirmed: '已核实',
  dismissed: '已排除',
} as const
export type MatchState = keyof typeof matchStateLabels
export const matchStates = Object.keys(matchStateLabels) as MatchState[]

export const matchDecisionLabels = { confirm: '核实认定', dismiss: '排除' } as const
export type MatchDecision = keyof typeof matchDecisionLabels

/** The one table: state -> what may be decided in it. What was confirmed stays; whatever followed from it is undone there. */
export const allowedMatchDecisions: Readonly<Record<MatchState, readonly MatchDecision[]>> = {
  open: ['confirm', 'dismiss'],
  noted: ['confirm'],
  confirmed: [],
  dismissed: ['confirm'],
}

/** An account as somebody found it. Null: the list doesn't say. */
export type Discovered = {
  /** Where in the list: sheet, and the row as printed (of JSON: the place of the object, from 1). */
  sheet: string
  row: number
  platform: Platform
  platformFound: string
  name: string
  /** 账号ID、微信号、原始ID、UID: all that the list gives. */
  identifiers: string[]
  profileUrl: string | null
  certifiedEntity: string | null
  /** The unit that the list names beside the account. */
  unitName: string | null
  discoveredOn: CivilDate | null
  reachable: boolean | null
  note: string | null
}

export type LedgerUnit = {
  id: string
  name: string
  shortName: string | null
  kind: UnitKind
  /** The unit that took over a merged one. */
  mergedInto: string | null
}

export type LedgerAccount = {
  id: string
  unitId: string
  name: string
  platform: Platform
  identifier: string | null
  profileUrl: string | null
  certifiedEntity: string | null
  operatorUnit: string | null
  formerNames: string[]
  runningState: RunningState
  /** First day on which it was closed; null: running, or nobody knows. */
  ceasedOn: CivilDate | null
}

export type Ledger = {
  district: { name: string; shortName: string }
  units: readonly LedgerUnit[]
  accounts: readonly LedgerAccount[]
}

/** What a score is made of; labels stand on the page beside their points. */
export const partLabels = {
  identifier: '平台标识',
  link: '主页链接',
  name: '名称',
  entity: '认证主体',
  unit: '所列单位',
  platform: '平台种类',
  conflict: '标识不一',
  likeness: '名称相近',
  wording: '官方用语',
  absence: '台账情况',
} as const
export type PartName = keyof typeof partLabels
export type Part = { part: PartName; points: number; sentence: string }

/** A ledger account that may be the one found; `kind` is what it would be then. */
export type Candidate = { accountId: string; kind: MatchKind; score: number }

/** What the machine makes of one found account. `score` is the sum of the points of `parts`, 0 to 100: how much speaks for `kind`. */
export type Match = {
  discovered: Discovered
  kind: MatchKind
  score: number
  parts: Part[]
  /** What is said beside the points: sentences for the person who decides. */
  remarks: string[]
  wouldChange: string
  accountId: string | null
  unitId: string | null
  /** More than one: a person chooses. */
  candidates: Candidate[]
}

/** One cell that can't be used. */
export type RejectedCell = { sheet: string; row: number; column: string; found: string; wanted: string }
/** A row that was left out, whole, with every faulty cell of it: nothing of a list is lost. */
export type RejectedRow = { sheet: string; row: number; cells: string[]; faults: RejectedCell[] }
