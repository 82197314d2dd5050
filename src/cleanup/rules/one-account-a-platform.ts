import { civilDate } from '../../calendar/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { plainUnitName, stateMeans } from '../../registry/index.ts'
import type { CleanupFacts, Sibling } from '../model.ts'
import type { CleanupRule, Spoken } from './define.ts'

// 123号: 原则上在同一平台上只开设一个. The paper's own number, which no office sets.
const MOST_ACCOUNTS = 1

/** CL-1 一个单位原则上在同一平台上只开设一个账号: proposes which one to keep and says why, where enough is known to say it. */
export const oneAccountAPlatform: CleanupRule = {
  id: 'CL-1',
  label: '一平台多账号',
  class: 'in-principle',
  level: 'national',
  region: '全国',
  from: civilDate('2018-12-07'),
  certainty: '原文',
  source: '国办发〔2018〕123号四（一）、通知二（二）',
  clause: '一个单位原则上在同一平台上只开设一个政务新媒体账号',
  judge(facts) {
    const all = candidatesOf(facts)
    // An account that is on its way out has no place on the platform to give up.
    if (all.length <= MOST_ACCOUNTS || !stateMeans[facts.account.runningState].takesPlace) return undefined
    const unknown = unknownOf(all)
    return unknown === undefined ? pick(facts, all) : noPick(facts, all, unknown)
  },
}

const countWords = ({ account }: CleanupFacts, all: readonly Sibling[]) =>
  `本单位${platforms[account.platform].label}账号有${all.length}个`
const wouldChange = ({ account }: CleanupFacts) =>
  `本单位${platforms[account.platform].label}账号减为${MOST_ACCOUNTS}个，或说明保留理由。`

function candidatesOf({ account, update, siblings }: CleanupFacts): Sibling[] {
  const { id, name, certifiedEntity, openedOn, followers } = account
  return [{ id, name, certifiedEntity, openedOn, followers, ...update }, ...siblings]
}

// Which is better certified and which updates more can't be told while either is unknown of any of them.
function unknownOf(all: readonly Sibling[]): string | undefined {
  const named = (which: readonly Sibling[]) => which.map(({ name }) => `“${name}”`).join('、')
  const unseen = all.filter(({ covered }) => !covered)
  const uncertified = all.filter(({ certifiedEntity }) => certifiedEntity === null)
  const said = [
    ...(uncertified.length > 0 ? [`${named(uncertified)}的认证主体没有登记`] : []),
    ...(unseen.length > 0 ? [`${named(unseen)}的更新情况没有完整采集`] : []),
  ]
  return said.length > 0 ? said.join('，') : undefined
}

const noPick = (facts: CleanupFacts, all: readonly Sibling[], unknown: string): Spoken => ({
  disposition: null,
  says: `${countWords(facts, all)}；${unknown}，不能判断保留哪一个。`,
  facts: { accounts: all.length, kept: null, unknown },
  wouldChange: wouldChange(facts),
  margin: MOST_ACCOUNTS - all.length,
  unknown: `${unknown}，不能判断一平台多个账号中保留哪一个。`,
})

function pick(facts: CleanupFacts, all: readonly Sibling[]): Spoken {
  const { kept, why } = keptOf(facts, all)
  const own = kept.id === facts.account.id
  return {
    disposition: own ? 'keep' : 'deregister',
    says: own
      ? `${countWords(facts, all)}，建议保留本账号：${why}。`
      : `${countWords(facts, all)}，建议保留“${kept.name}”（${why}），本账号并入后注销。`,
    facts: { accounts: all.length, kept: kept.name, keptId: kept.id, why },
    wouldChange: wouldChange(facts),
    margin: MOST_ACCOUNTS - all.length,
  }
}

// 已认证者先，更新勤者先，开通早者先；粉丝量只在前三项都分不出时才看，它从不单独决定什么.
function keptOf(facts: CleanupFacts, all: readonly Sibling[]): { kept: Sibling; why: string } {
  const own = (one: Sibling) => (isOwn(one.certifiedEntity, facts) ? 1 : 0)
  const criteria: readonly [why: string, compare: (a: Sibling, b: Sibling) => number][] = [
    ['认证主体为本单位', (a, b) => own(b) - own(a)],
    ['最近更新', (a, b) => text(b.lastUpdateOn).localeCompare(text(a.lastUpdateOn))],
    ['开通较早', (a, b) => (a.openedOn ?? '9999').localeCompare(b.openedOn ?? '9999')],
    ['粉丝量较多', (a, b) => (b.followers ?? 0) - (a.followers ?? 0)],
    ['登记在先', (a, b) => (a.id < b.id ? -1 : 1)],
  ]
  const sorted = all.toSorted((a, b) => criteria.map(([, compare]) => compare(a, b)).find((order) => order !== 0) ?? 0)
  const [kept, second] = sorted
  const why = criteria.find(([, compare]) => second !== undefined && compare(kept!, second) !== 0)?.[0] ?? '登记在先'
  return { kept: kept!, why }
}

const text = (day: string | null) => day ?? ''

export const isOwn = (entity: string | null, { unit, district }: CleanupFacts): boolean =>
  entity !== null && plainUnitName(entity, district) === plainUnitName(unit.name, district)
