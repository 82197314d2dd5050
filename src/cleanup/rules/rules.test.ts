import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, civilDate, type CivilDate } from '../../calendar/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import type { UnitKind } from '../../vocabulary/units.ts'
import type { CleanupFacts, Sibling } from '../model.ts'
import { cleanupRules, propose, rulesOn } from './index.ts'

const asOf = civilDate('2026-06-26')

type More = {
  asOf?: CivilDate
  account?: Partial<CleanupFacts['account']>
  unit?: Partial<CleanupFacts['unit']>
} & Partial<Omit<CleanupFacts, 'account' | 'unit' | 'asOf'>>

/** An account of which everything is in order, changed where a case says so. A 参公事业单位, so that CL-2 is silent. */
function facts({ account, unit, ...more }: More = {}): CleanupFacts {
  const day = more.asOf ?? asOf
  return {
    district: { name: '临湖区', shortName: '临湖' },
    account: {
      id: 'a1',
      name: '临湖水务',
      platform: 'wechat_official',
      certifiedEntity: '临湖区水务局',
      openedOn: civilDate('2018-01-01'),
      operatingStatus: 'normal',
      runningState: 'running',
      followers: 8000,
      reads: 900,
      functions: ['publish'],
      ...account,
    },
    unit: {
      id: 'u1',
      name: '临湖区水务局',
      kind: 'civil_managed_institution',
      state: 'active',
      successor: null,
      ...unit,
    },
    inScope: true,
    update: { lastUpdateOn: addDays(day, -1), covered: true },
    hasInteraction: true,
    hasService: null,
    confirmedSilences: [],
    saidNo: [],
    siblings: [],
    ...more,
    asOf: day,
  }
}
const last = (days: number) => ({ lastUpdateOn: addDays(asOf, -days), covered: true })
const rulesThatSpoke = (more: More) => propose(facts(more)).reasons.map(({ rule }) => rule)

describe('通知二（二）, rule by rule, at both edges', () => {
  it('keeps an account of which everything is in order, and says what would change it', () => {
    expect(propose(facts())).toMatchObject({ disposition: 'keep', needsReason: false, reasons: [], unknowns: [] })
  })

  it.each<[string, More, string, string[]]>([
    ['CL-3: 59 days of silence', { update: last(59) }, 'rectify', ['CL-4']],
    ['CL-3: 60 days of silence', { update: last(60) }, 'close', ['CL-3']],
    ['CL-3: nothing was ever seen', { update: { lastUpdateOn: null, covered: true } }, 'close', ['CL-3']],
    ['CL-3: confirmed silent once in a quarter', { confirmedSilences: ['2026-04', '2026-03'] }, 'keep', []],
    ['CL-3: confirmed silent twice in a quarter', { confirmedSilences: ['2026-04', '2026-05'] }, 'close', ['CL-3']],
    ['CL-3: neither interaction nor service', { hasInteraction: false, hasService: false }, 'close', ['CL-3']],
    ['CL-3: no interaction, service unknown', { hasInteraction: false }, 'keep', []],
    ['CL-4: 7 days', { update: last(7) }, 'keep', []],
    ['CL-4: 8 days', { update: last(8) }, 'rectify', ['CL-4']],
    ['CL-4: a 否 of its own', { saidNo: ['动态类栏目每两周内是否予以更新?'] }, 'rectify', ['CL-4']],
    ['CL-6: stopped, as the unit says', { account: { operatingStatus: 'stopped' } }, 'close', ['CL-6']],
    ['CL-7: another entity', { account: { certifiedEntity: '临湖传媒有限公司' } }, 'change', ['CL-7']],
    ['CL-7: the same office in short', { account: { certifiedEntity: '区水务局' } }, 'keep', []],
    ['CL-7: merged', { unit: { state: 'merged', successor: '临湖区水利局' } }, 'change', ['CL-7']],
    ['CL-7: abolished', { unit: { state: 'abolished' } }, 'deregister', ['CL-7']],
    ['CL-8: named for a task force', { account: { name: '河长制专班' } }, 'keep', ['CL-8']],
  ])('%s', (_what, more, disposition, rules) => {
    expect(propose(facts(more)).disposition).toBe(disposition)
    expect(rulesThatSpoke(more)).toEqual(rules)
  })

  it('takes the strictest firm rule', () => {
    const both = propose(facts({ account: { certifiedEntity: '别家' }, update: last(70) }))
    expect(both.disposition).toBe('close')
    expect(both.reasons.map(({ rule }) => rule)).toEqual(['CL-3', 'CL-7'])
  })
})

describe('原则上', () => {
  const twin: Sibling = {
    id: 'a2',
    name: '临湖节水',
    certifiedEntity: '临湖区水务局',
    lastUpdateOn: asOf,
    openedOn: null,
    followers: 9,
  }

  it.each<[string, More]>([
    ['CL-1: a second account on the platform', { siblings: [twin] }],
    ['CL-2: a department', { unit: { kind: 'department' } }],
    ['CL-9: the app of a township', { unit: { kind: 'township' }, account: { platform: 'app' } }],
  ])('%s asks for a reason and never proposes closing by itself', (_what, more) => {
    expect(propose(facts(more))).toMatchObject({ disposition: 'keep', needsReason: true })
  })

  it.each<[string, Partial<Sibling>, string, string]>([
    ['certified for the unit', { certifiedEntity: '别家' }, '临湖水务', '认证主体为本单位'],
    ['updated last', {}, '临湖节水', '最近更新'],
    ['opened first', { lastUpdateOn: addDays(asOf, -1), openedOn: civilDate('2017-01-01') }, '临湖节水', '开通较早'],
    [
      'followers where nothing else tells',
      { lastUpdateOn: addDays(asOf, -1), openedOn: civilDate('2018-01-01') },
      '临湖水务',
      '粉丝量较多',
    ],
  ])('CL-1 keeps the account that is %s, and says so', (_what, more, kept, why) => {
    const [reason] = propose(facts({ siblings: [{ ...twin, ...more }] })).reasons
    expect(reason).toMatchObject({ rule: 'CL-1', facts: { kept, why } })
  })

  it.each<[string, UnitKind, string, boolean]>([
    ['2021-12-31', 'township', 'in-principle', true],
    ['2022-01-01', 'township', 'hint', false],
    ['2021-12-31', 'department', 'in-principle', true],
    ['2022-01-01', 'department', 'in-principle', true],
  ])('CL-2 on %s for a %s: %s', (day, kind, weighs, needsReason) => {
    const proposal = propose(facts({ asOf: civilDate(day), unit: { kind } }))
    expect(proposal.reasons).toMatchObject([{ rule: 'CL-2', class: weighs }])
    expect(proposal.needsReason).toBe(needsReason)
  })

  it.each<[string, Platform, UnitKind, boolean]>([
    ['2026-01-24', 'app', 'township', false],
    ['2026-01-25', 'app', 'township', true],
    ['2026-01-25', 'wechat_miniprogram', 'farm', true],
    ['2026-01-25', 'wechat_official', 'township', false],
    ['2026-01-25', 'app', 'civil_managed_institution', false],
  ])('CL-9 on %s: %s of a %s: %s', (day, platform, kind, speaks) => {
    const { reasons } = propose(facts({ asOf: civilDate(day), account: { platform }, unit: { kind } }))
    expect(reasons.some(({ rule }) => rule === 'CL-9')).toBe(speaks)
  })
})

describe('what is not known', () => {
  it('is never held against an account: not collected is not silent', () => {
    const proposal = propose(facts({ update: { lastUpdateOn: null, covered: false } }))
    expect(proposal.disposition).toBe('keep')
    expect(proposal.unknowns.join()).toContain('未采集到数据不等于未更新')
  })

  it('is said where the ledger has no certified entity', () => {
    expect(propose(facts({ account: { certifiedEntity: null } })).unknowns).toHaveLength(1)
  })
})

it('hands over the account of a unit outside the notice and says nothing else of it', () => {
  expect(propose(facts({ inScope: false, update: last(500) }))).toMatchObject({
    disposition: null,
    handover: true,
    reasons: [],
  })
})

it('followers and reads never change what is proposed', () => {
  const count = fc.option(fc.nat(2_000_000), { nil: null })
  fc.assert(
    fc.property(count, count, fc.nat(90), (followers, reads, days) => {
      const more = { update: last(days), siblings: [] }
      const { disposition, needsReason } = propose(facts(more))
      expect(propose(facts({ ...more, account: { followers, reads } }))).toMatchObject({ disposition, needsReason })
    }),
  )
})

it('the rules of a day are the rules of that day for ever: one of each id that is not a hint', () => {
  for (const day of ['2019-06-17', '2021-12-31', '2022-01-01', '2026-06-26']) {
    const firm = rulesOn(civilDate(day)).filter((rule) => rule.class !== 'hint')
    expect(new Set(firm.map(({ id }) => id)).size).toBe(firm.length)
  }
  expect(rulesOn(civilDate('2018-12-06'))).toEqual([])
  expect(cleanupRules.every(({ source, clause }) => source !== '' && clause !== '')).toBe(true)
})
