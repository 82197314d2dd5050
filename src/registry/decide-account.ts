import type { CivilDate } from '../calendar/index.ts'
import { platformCodes, platforms } from '../vocabulary/platforms.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { isTotal } from './annex2/read-form.ts'
import { saysNothing } from './annex2/read-numbers.ts'
import { plainAccountName } from './annex2/read-platform.ts'
import {
  type Account,
  type AccountFacts,
  bareFacts,
  type ContactDuty,
  type FilingState,
  filingStateLabels,
  nextRunningStates,
  type RunningState,
  runningStateLabels,
} from './model.ts'

/** Facts not mentioned stay; null empties one. `people` with null takes a person away. */
export type AccountInput = {
  districtId: string
  unitId: string
  /** Absent: a new account. */
  id?: string
  /** Of a new account that other records already speak of. */
  newId?: string
  /** Of the account as it was shown; required with `id`. */
  version?: number
  /** Who filled in the form behind it, where another person saves it. */
  statedBy?: string
  facts: Partial<AccountFacts> & Pick<AccountFacts, 'name' | 'platform'>
  /** By hand only of a new account, and other than 在运行 with a `stateReason`: afterwards 备案 and 关停注销 say it. */
  runningState?: RunningState
  /** Why an account enters the register in another state than 在运行. */
  stateReason?: string
  /** 注销后再现: the only way back from 已注销, taken when a person saw the account again. */
  foundAgain?: true
  /** With `deregistered`: the day on which it was gone from the platform, which is seldom the day of typing. */
  ceasedOn?: CivilDate | undefined
  filingState?: FilingState
  /** What 已备案 rests on where it is entered by hand: an older number, a list, a paper. */
  filingBasis?: string
  /** Why what was filed of an account is put right by hand: a slip of the register, not a change of the account. */
  slipReason?: string
  people?: Partial<Record<ContactDuty, { name: string; phone?: string; qq?: string } | null>>
}

/** An account after what a person entered. Pure. Refuses `account.not-valid` with all faults at once, `account.state-not-allowed`. */
export function decideAccount(
  input: AccountInput,
  before: Account | undefined,
  made: { id: string; today: CivilDate },
): Account {
  const entered = settled({ ...before, ...input.facts } as AccountFacts, before, input.facts)
  const runningState = input.runningState ?? before?.runningState ?? 'running'
  const account: Account = {
    ...bareFacts(entered.name, entered.platform),
    ...entered,
    id: before?.id ?? made.id,
    unitId: input.unitId,
    runningState,
    ceasedOn: runningState === 'deregistered' ? (input.ceasedOn ?? before?.ceasedOn ?? null) : null,
    filingState: input.filingState ?? before?.filingState ?? 'unknown',
    sheetOrder: before?.sheetOrder ?? null,
    version: (before?.version ?? 0) + 1,
  }
  const faults = [
    ...nameFaults(account, before),
    ...faultsOf(account, made.today),
    ...ceasingFaults(account, before, made.today),
  ]
  if (!isFoundAgain(input, before)) refuseState(before?.runningState, account.runningState)
  if (faults.length > 0) throw refuse('account.not-valid', { faults: faults.join('；') })
  return account
}

const texts = ['identifier', 'profileUrl', 'certifiedEntity', 'operatorUnit', 'pushFrequency', 'renamedFrom'] as const

// Blank and 无 are nothing; what a number was found as goes when another number is entered; a rename keeps the old name.
function settled(facts: AccountFacts, before: Account | undefined, given: Partial<AccountFacts>): AccountFacts {
  const next = { ...facts, name: plainAccountName(facts.name, facts.platform) }
  for (const key of texts) {
    const text = next[key]?.replaceAll(/\s+/g, ' ').trim() ?? ''
    next[key] = text === '' || saysNothing(text) ? null : text
  }
  if (next.budgetYuan != null) next.budgetYuan = Number(next.budgetYuan).toFixed(2)
  if (next.openedOn == null) next.openedPrecision = null
  else next.openedPrecision ??= 'day'
  if (changed('followers') && given.followersFound === undefined)
    Object.assign(next, { followersFound: null, followersPrecision: next.followers == null ? null : 'exact' })
  if (changed('reads') && given.readsFound === undefined)
    Object.assign(next, { readsFound: null, readsPrecision: next.reads == null ? null : 'exact' })
  if (changed('functions') && given.functionsFound === undefined) next.functionsFound = null
  if (before && before.name !== next.name && given.renamedFrom === undefined) next.renamedFrom = before.name
  return next

  function changed(key: 'followers' | 'reads' | 'functions'): boolean {
    return given[key] !== undefined && JSON.stringify(given[key]) !== JSON.stringify(before?.[key])
  }
}

// A sheet would take it for the line of its sums. What is registered so already can still be saved.
const nameFaults = ({ name }: Account, before: Account | undefined): string[] =>
  isTotal(name) && name !== before?.name ? [`“${name}”是表内合计行的用字，不能作账号名称，请填写账号全称`] : []

function faultsOf(account: Account, today: CivilDate): string[] {
  const money = account.budgetYuan == null || (Number(account.budgetYuan) >= 0 && Number(account.budgetYuan) < 1e12)
  return [
    ...(account.name.length >= 1 && account.name.length <= 60 ? [] : ['名称应为1至60个字的全称']),
    ...(platformCodes.includes(account.platform) ? [] : ['平台不在可选范围内']),
    ...(whole(account.followers) ? [] : ['粉丝量应为不小于0的整数']),
    ...(whole(account.reads) ? [] : ['阅读量应为不小于0的整数']),
    ...(whole(account.staffCount) && (account.staffCount ?? 0) <= 999_999 ? [] : ['运营人数应为不小于0的整数']),
    ...(money ? [] : ['经费保障应为不小于0的金额（元/年）']),
    ...(account.openedOn == null || account.openedOn <= today ? [] : ['开通时间不能晚于今天']),
    ...(account.profileUrl == null || /^https?:\/\/\S+$/i.test(account.profileUrl)
      ? []
      : ['主页链接应以 http:// 或 https:// 开头']),
    ...texts.flatMap((key) =>
      (account[key] ?? '').length <= 2000 ? [] : [`${platforms[account.platform].label}账号的文字过长`],
    ),
  ]
}

// A month is judged by the day on which the account was gone: it has to be said, and can be put right later.
function ceasingFaults({ runningState, ceasedOn, openedOn }: Account, before: Account | undefined, today: CivilDate) {
  if (runningState !== 'deregistered') return []
  const ceases = before?.runningState !== 'deregistered'
  return [
    ...(ceases && ceasedOn === null ? ['请填写注销日期，即账号在平台上实际注销的那一天'] : []),
    ...(ceasedOn !== null && ceasedOn > today ? ['注销日期不能晚于今天'] : []),
    ...(ceasedOn !== null && openedOn !== null && ceasedOn < openedOn ? ['注销日期不能早于开通时间'] : []),
  ]
}

/**
 * What may be entered by hand. 运行状态 is moved by cases and closings alone, or one person would close an account without
 * a case, a notice or a look (notice 三：私自注销). An account that is registered for the first time may stand where it is,
 * with a reason; 已备案 wants a basis, and one that has a number is not called otherwise. `claimed`: what was entered by hand
 * before. Refuses `account.state-by-procedure`, `account.state-reason-required`, `account.filing-basis-required`. Pure.
 */
export function checkByHand(
  { runningState, stateReason = '', filingState, filingBasis = '' }: AccountInput,
  before: Account | undefined,
  claimed: { filed: boolean },
): void {
  if (before && runningState !== undefined && runningState !== before.runningState)
    throw refuse('account.state-by-procedure', { to: runningStateLabels[runningState] })
  if (!before && (runningState ?? 'running') !== 'running' && stateReason.trim() === '')
    throw refuse('account.state-reason-required', { state: runningStateLabels[runningState ?? 'running'] })
  if (filingState === undefined || filingState === before?.filingState) return
  if (before?.filingState === 'filed' && !claimed.filed)
    throw refuse('account.state-by-procedure', { to: filingStateLabels[filingState] })
  if (filingState === 'filed' && filingBasis.trim() === '') throw refuse('account.filing-basis-required')
}

const whole = (value: number | null) => value == null || (Number.isSafeInteger(value) && value >= 0)

const isFoundAgain = ({ foundAgain, runningState }: AccountInput, before: Account | undefined) =>
  foundAgain === true && before?.runningState === 'deregistered' && runningState === 'closed'

function refuseState(from: RunningState | undefined, to: RunningState): void {
  if (from === undefined || from === to || nextRunningStates[from].includes(to)) return
  throw refuse('account.state-not-allowed', { from: runningStateLabels[from], to: runningStateLabels[to] })
}
