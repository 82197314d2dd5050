import { describe, expect, it } from 'vitest'
import { asOf, facts, type More } from '../../../tests/support/cleanup-facts.ts'
import { addDays } from '../../calendar/index.ts'
import { propose } from './index.ts'

const last = (days: number) => ({ lastUpdateOn: addDays(asOf, -days), covered: true })

describe('every finding of a rule is told', () => {
  const only = (more: More, rule: string) => propose(facts(more)).reasons.find((reason) => reason.rule === rule)
  const saidNo = ['政民互动类是否7日内回复?']

  it('CL-4 keeps the days without an update beside what the unit itself answered with 否', () => {
    const both = only({ saidNo, update: last(9) }, 'CL-4')
    expect(both?.says).toMatch(/有1项填“否”：政民互动类是否7日内回复\?。最后更新日期为.*，已9天未更新。/u)
    expect(both?.facts).toMatchObject({ saidNo, silentDays: 9 })
    expect(both?.margin).toBe(-2)
    expect(both?.quantities).toMatchObject([{ key: 'cleanupSlowFromDays' }])
    expect(both?.wouldChange).toBe('补齐所列栏目或功能，重新填报；并且7天内有更新，或用途经监管单位确认为办事类。')
    expect(only({ saidNo, update: last(7) }, 'CL-4')?.facts).not.toHaveProperty('silentDays')
  })

  it('CL-4 says that slowness is not known, also where the unit said 否', () => {
    const { reasons, unknowns } = propose(facts({ saidNo, update: { ...last(9), covered: false } }))
    expect(reasons.map(({ rule }) => rule)).toEqual(['CL-4'])
    expect(unknowns).toEqual([expect.stringContaining('不能判断是否更新慢')])
  })

  it('CL-3 tells silence, confirmed months and missing entries together', () => {
    const all = only(
      { update: last(70), confirmedSilences: ['2026-04', '2026-05'], hasInteraction: false, hasService: false },
      'CL-3',
    )
    expect(all?.facts).toMatchObject({ silentDays: 70, confirmed: 2, hasInteraction: false, hasService: false })
    expect(all?.says).toMatch(/2次确认内容不更新。最后更新日期为.*，已70天无更新。人工巡查未见互动入口/u)
    expect(all?.margin).toBe(-1)
  })
})

describe('the margin', () => {
  it.each<[string, More, string, number | string]>([
    ['days too many', { update: last(60) }, 'CL-3', -1],
    ['days too many', { update: last(9) }, 'CL-4', -2],
    [
      'no last day',
      { update: { lastUpdateOn: null, covered: true } },
      'CL-3',
      '60天内未见更新，未见最后更新日期，超过多少天不能确定',
    ],
    ['answers', { saidNo: ['甲', '乙'] }, 'CL-4', '填“否”的有2项，一项即应整改'],
    ['a state', { account: { operatingStatus: 'stopped' } }, 'CL-6', '按单位自报的运营状态判定，不计数量'],
    ['a name', { account: { name: '河长制专班' } }, 'CL-8', '按名称中的字样判定，不计数量'],
    ['an entity', { account: { certifiedEntity: '别家' } }, 'CL-7', '按认证主体与主办单位是否一致判定，不计数量'],
    ['a kind of unit', { unit: { kind: 'department' } }, 'CL-2', '按单位类型判定，不计数量'],
  ])('of %s is told', (_what, more, rule, margin) => {
    expect(propose(facts(more)).reasons.find((reason) => reason.rule === rule)?.margin).toBe(margin)
  })
})
