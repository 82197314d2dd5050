import { civilDate } from '../../calendar/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { plainUnitName } from '../../registry/index.ts'
import type { CleanupFacts, Sibling } from '../model.ts'
import type { CleanupRule } from './define.ts'

/** CL-1 一个单位原则上在同一平台上只开设一个账号: proposes which one to keep and says why. */
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
  threshold: { mostAccounts: 1 },
  judge(facts, { mostAccounts = 1 }) {
    const count = facts.siblings.length + 1
    if (count <= mostAccounts) return undefined
    const { kept, why } = keptOf(facts)
    const platform = platforms[facts.account.platform].label
    const seen = { accounts: count, kept: kept.name, keptId: kept.id, why }
    const wouldChange = `本单位${platform}账号减为${mostAccounts}个，或说明保留理由。`
    if (kept.id === facts.account.id)
      return {
        disposition: 'keep',
        says: `本单位${platform}账号有${count}个，建议保留本账号：${why}。`,
        facts: seen,
        wouldChange,
        margin: mostAccounts - count,
      }
    return {
      disposition: 'deregister',
      says: `本单位${platform}账号有${count}个，建议保留“${kept.name}”（${why}），本账号并入后注销。`,
      facts: seen,
      wouldChange,
      margin: mostAccounts - count,
    }
  },
}

// 已认证者先，更新勤者先，开通早者先；粉丝量只在前三项都分不出时才看，它从不单独决定什么.
function keptOf(facts: CleanupFacts): { kept: { id: string; name: string }; why: string } {
  const { id, name, certifiedEntity, openedOn, followers } = facts.account
  const all: Sibling[] = [
    { id, name, certifiedEntity, openedOn, followers, lastUpdateOn: facts.update.lastUpdateOn },
    ...facts.siblings,
  ]
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
