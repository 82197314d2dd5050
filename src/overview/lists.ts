import type { Deps } from '../access/index.ts'
import { type Month, month, monthZh, type Quarter, quarter, quarterZh } from '../calendar/index.ts'
import { unseenLabels, type UnseenKind } from '../collection/index.ts'
import {
  indicatorAccounts,
  indicatorOf,
  type IndicatorState,
  type LiveAccount,
  type LiveState,
  liveState,
  monthAccounts,
  quarterVerdicts,
} from '../monitoring/index.ts'
import { type Platform, platforms } from '../vocabulary/platforms.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { unseenNow } from './overview.ts'
import { bySilence, type JudgedSet, judgedSets, type NowSet, nowSets } from './rules.ts'

/** What a list of accounts was asked for, as its address says it. */
export type Asked = Partial<Record<'of' | 'show' | 'platform' | 'indicator' | 'state' | 'because', string>>

export type ListedAccount = { id: string; name: string; unitName: string; platform: Platform; note: string }

/** The accounts behind a number: as of now with the days of each, or of a checked month or quarter. */
export type AccountList =
  | { kind: 'now'; title: string; state: LiveState; accounts: LiveAccount[]; because: ReadonlyMap<string, string> }
  | { kind: 'judged'; title: string; of: Month | Quarter; accounts: ListedAccount[] }

export const stateWords: Readonly<Record<IndicatorState, string>> = {
  pass: '通过',
  confirmed: '已确认',
  open: '待复核',
  dismissed: '已排除',
  unknown: '暂不判定',
}

const known = <K extends string>(table: Readonly<Record<K, unknown>>, asked: string | undefined): K | undefined =>
  asked !== undefined && Object.hasOwn(table, asked) ? (asked as K) : undefined

/** The accounts that a number of the overview counts. Refuses `record.not-found` where the address names no such number. */
export async function accountsBehind(deps: Deps, districtId: string, asked: Asked): Promise<AccountList> {
  if (asked.of === undefined) return accountsNow(deps, districtId, asked)
  const ofOne = readMonth(asked.of)
  if (ofOne && asked.indicator !== undefined) return ofIndicator(deps, districtId, ofOne, asked)
  const set = known(judgedSets, asked.show) ?? 'registered'
  const platform = known(platforms, asked.platform)
  if (ofOne) return ofMonth(deps, districtId, ofOne, { set, platform })
  const ofThree = readQuarter(asked.of)
  if (!ofThree) throw refuse('record.not-found', { what: '月份' })
  return ofQuarter(deps, districtId, ofThree, set)
}

async function accountsNow(deps: Deps, districtId: string, asked: Asked): Promise<AccountList> {
  const set: NowSet = known(nowSets, asked.show) ?? 'monitored'
  const kind: UnseenKind | undefined = set === 'unseen' ? known(unseenLabels, asked.because) : undefined
  const state = await liveState(deps, districtId)
  const reasons = await unseenNow({ deps, districtId }, state)
  return {
    kind: 'now',
    title: kind ? unseenLabels[kind] : nowSets[set].label,
    state,
    accounts: state.accounts
      .filter(nowSets[set].has)
      .filter(({ id }) => kind === undefined || reasons.get(id)?.kind === kind)
      .toSorted(bySilence),
    because: new Map([...reasons].map(([id, { words }]) => [id, words])),
  }
}

async function ofMonth(
  deps: Deps,
  districtId: string,
  of: Month,
  { set, platform }: { set: JudgedSet; platform: Platform | undefined },
): Promise<AccountList> {
  const accounts = await monthAccounts(deps.db, districtId, of)
  return {
    kind: 'judged',
    title: [monthZh(of), judgedSets[set].label, ...(platform ? [platforms[platform].label] : [])].join('　'),
    of,
    accounts: accounts
      .filter(judgedSets[set].has)
      .filter((one) => platform === undefined || one.platform === platform)
      .map((one) => listed(one, one.warned ? judgedSets.warned.label : verdictWords[one.verdict])),
  }
}

async function ofIndicator(deps: Deps, districtId: string, of: Month, asked: Asked): Promise<AccountList> {
  const state = known(stateWords, asked.state)
  const label = state && labelOf(asked.indicator ?? '')
  if (!state || !label) throw refuse('record.not-found', { what: '监测指标' })
  const accounts = await indicatorAccounts(deps.db, districtId, { month: of, indicator: asked.indicator ?? '', state })
  return {
    kind: 'judged',
    title: `${monthZh(of)}　${label}　${stateWords[state]}`,
    of,
    accounts: accounts.map((one) => listed(one, stateWords[state])),
  }
}

async function ofQuarter(deps: Deps, districtId: string, of: Quarter, set: JudgedSet): Promise<AccountList> {
  const { accounts } = await quarterVerdicts(deps.db, districtId, of)
  return {
    kind: 'judged',
    title: `${quarterZh(of)}　${judgedSets[set].label}`,
    of,
    accounts: accounts.filter(judgedSets[set].has).map((one) => listed(one, verdictWords[one.verdict])),
  }
}

export const verdictWords = {
  qualified: '合格',
  unqualified: '不合格',
  pending: '待复核',
  unknown: '暂不判定',
} as const

const listed = (
  one: { accountId: string; accountName: string; unitName: string; platform: Platform },
  note: string,
): ListedAccount => ({
  id: one.accountId,
  name: one.accountName,
  unitName: one.unitName,
  platform: one.platform,
  note,
})

function labelOf(indicator: string): string | undefined {
  try {
    return indicatorOf(indicator).label
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function readMonth(text: string): Month | undefined {
  try {
    return month(text)
  } catch {
    return undefined
  }
}

function readQuarter(text: string): Quarter | undefined {
  try {
    return quarter(text)
  } catch {
    return undefined
  }
}
