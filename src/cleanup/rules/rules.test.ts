import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, civilDate } from '../../calendar/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import type { UnitKind } from '../../vocabulary/units.ts'
import type { Sibling } from '../model.ts'
import { proposedQuantities, quantitiesOf } from '../quantities.ts'
import { asOf, facts, type More } from '../../../tests/support/cleanup-facts.ts'
import { cleanupRules, propose, rulesOn, rulesVersionOn } from './index.ts'

const sibling = (more: Partial<Sibling> = {}): Sibling => ({
  id: 'a2',
  name: '临湖节水',
  certifiedEntity: '临湖区水务局',
  lastUpdateOn: asOf,
  covered: true,
  openedOn: null,
  followers: 9,
  ...more,
})
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

const opened = (days: number, openedPrecision: 'day' | 'month' | 'year' = 'day') => ({
  openedOn: addDays(asOf, -days),
  openedPrecision,
})
const never = { lastUpdateOn: null, covered: true }
const serves = { purpose: 'service', confirmed: true } as const

describe('长期无更新 counts from the opening of an account', () => {
  it.each<[string, More, string]>([
    ['opened 59 days ago', { account: opened(59), update: never }, 'keep'],
    ['opened 60 days ago', { account: opened(60), update: never }, 'close'],
    ['opened 59 days ago, with older posts moved in', { account: opened(59), update: last(300) }, 'keep'],
    ['opened in a month that may lie within', { account: opened(89, 'month'), update: never }, 'keep'],
    ['opened in a month that lies before', { account: opened(90, 'month'), update: never }, 'close'],
    ['opened in a year that may lie within', { account: opened(424, 'year'), update: never }, 'keep'],
    ['opened nobody knows when', { account: { openedOn: null }, update: never }, 'keep'],
    ['opened nobody knows when, seen updating', { account: { openedOn: null }, update: last(60) }, 'close'],
    [
      'opened nobody knows when, in the ledger for 60 days',
      { account: { openedOn: null }, registeredOn: addDays(asOf, -60), update: never },
      'close',
    ],
    [
      'opened nobody knows when, in the ledger for 59 days',
      { account: { openedOn: null }, registeredOn: addDays(asOf, -59), update: never },
      'keep',
    ],
  ])('%s', (_what, more, disposition) => {
    expect(propose(facts(more)).disposition).toBe(disposition)
  })

  it('says that the opening is unknown, where that is all that is missing', () => {
    const { unknowns } = propose(facts({ account: { openedOn: null }, update: never }))
    expect(unknowns.join()).toContain('补填开通日期')
  })
})

describe('限发布类账号 (N-NM-04)', () => {
  it.each<[string, More, string]>([
    ['only serves, as the office confirmed: silent', { purpose: serves, update: last(90) }, 'keep'],
    ['only serves, as the office confirmed: slow', { purpose: serves, update: last(20) }, 'keep'],
    [
      'only serves, as the office confirmed: silences of earlier months',
      { purpose: serves, confirmedSilences: ['2026-04', '2026-05'] },
      'keep',
    ],
    ['only serves, as nobody confirmed', { purpose: { ...serves, confirmed: false }, update: last(90) }, 'close'],
    ['publishes and serves', { purpose: { purpose: 'mixed', confirmed: true }, update: last(90) }, 'close'],
    [
      'only serves, and serves nothing',
      { purpose: serves, hasInteraction: false, hasService: false, update: last(90) },
      'close',
    ],
    ['only serves, and says 否 of itself', { purpose: serves, saidNo: ['是否提供在线服务?'] }, 'rectify'],
  ])('an account that %s', (_what, more, disposition) => {
    expect(propose(facts(more)).disposition).toBe(disposition)
  })

  it('is told beside the silence, as long as nobody confirmed what the account is for', () => {
    expect(propose(facts({ update: last(90) }))).toMatchObject({
      reasons: [{ rule: 'CL-3', facts: { purpose: 'publish', purposeConfirmed: false } }],
      wouldChange: expect.stringContaining('确认为办事类'),
    })
  })
})

describe('量化默认〔建议〕, which a district sets its own', () => {
  const set = (key: string, value: unknown) =>
    quantitiesOf({ [key]: { value, source: '临政办〔2026〕8号', effectiveFrom: civilDate('2026-06-01') } })
  const proposed = (more: More, quantities = proposedQuantities) => propose(facts(more), rulesOn(asOf), quantities)

  it.each<[string, More, string, number, string, string]>([
    ['长期无更新', { update: last(60) }, 'cleanupSilentDays', 90, 'close', 'rectify'],
    ['更新慢', { update: last(8) }, 'cleanupSlowFromDays', 10, 'rectify', 'keep'],
    [
      '一个季度内确认内容不更新',
      { confirmedSilences: ['2026-04', '2026-05'] },
      'cleanupSilencesAQuarter',
      3,
      'close',
      'keep',
    ],
  ])('%s', (_what, more, key, value, before, after) => {
    expect(proposed(more).disposition).toBe(before)
    expect(proposed(more, set(key, value)).disposition).toBe(after)
  })

  it('关注度低 only moves a hint', () => {
    const more: More = { account: { followers: 700, reads: 10 }, siblings: [] }
    const pair: More = { ...more, siblings: [sibling()] }
    const hints = (quantities = proposedQuantities) => proposed(pair, quantities).reasons.map(({ rule }) => rule)
    expect(hints()).not.toContain('CL-5')
    expect(hints(set('cleanupFewFollowers', 800))).toContain('CL-5')
  })

  it('stands beside the clause as 建议 and never as 原文, with its paper and its day', () => {
    expect(proposed({ update: last(60) }).reasons[0]).toMatchObject({
      certainty: '原文',
      quantities: [{ key: 'cleanupSilentDays', value: 60, certainty: '建议', effectiveFrom: null }],
    })
    expect(proposed({ update: last(60) }, set('cleanupSilentDays', 30)).reasons[0]?.quantities).toEqual([
      {
        key: 'cleanupSilentDays',
        value: 30,
        source: '临政办〔2026〕8号',
        certainty: '建议',
        effectiveFrom: '2026-06-01',
      },
    ])
  })

  it('that is no number is a defect and judges nobody', () => {
    expect(() => set('cleanupSilentDays', '六十')).toThrow(RangeError)
  })
})

describe('认证主体说明 of an accepted 附件2', () => {
  it('makes CL-7 a hint to be looked into, and no 变更', () => {
    const proposal = propose(
      facts({ account: { certifiedEntity: '临湖区水利局' }, entityNote: '水利局为本单位机构改革前名称' }),
    )
    expect(proposal.disposition).toBe('keep')
    expect(proposal.reasons).toMatchObject([{ rule: 'CL-7', class: 'hint', disposition: null }])
    expect(proposal.reasons[0]?.says).toMatch(/水利局为本单位机构改革前名称.*需核对说明/)
  })

  it('changes nothing for a unit that is no more', () => {
    const merged = { unit: { state: 'merged', successor: '临湖区水利局' } as const, entityNote: '同一主体' }
    expect(propose(facts(merged)).disposition).toBe('change')
  })
})

describe('原则上', () => {
  const twin = sibling()

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

  it.each<[string, More, string]>([
    ['its own entity', { account: { certifiedEntity: null }, siblings: [twin] }, '“临湖水务”的认证主体没有登记'],
    ['the other’s entity', { siblings: [{ ...twin, certifiedEntity: null }] }, '“临湖节水”的认证主体没有登记'],
    ['its own updates', { update: { ...last(1), covered: false }, siblings: [twin] }, '“临湖水务”的更新情况'],
    ['the other’s updates', { siblings: [{ ...twin, covered: false }] }, '“临湖节水”的更新情况'],
  ])('CL-1 says which to keep of no pair where %s is unknown', (_what, more, missing) => {
    const proposal = propose(facts(more))
    expect(proposal).toMatchObject({ disposition: 'keep', needsReason: true })
    expect(proposal.reasons).toMatchObject([{ rule: 'CL-1', disposition: null, facts: { kept: null } }])
    expect(proposal.reasons[0]?.says).toContain(missing)
    expect(proposal.unknowns.join()).toContain(missing)
  })

  it.each([
    ['running', ['CL-1']],
    ['closing', []],
    ['closed', []],
  ] as const)('CL-1 of a pair, for the account that is %s itself: %s', (runningState, rules) => {
    expect(rulesThatSpoke({ account: { runningState }, siblings: [twin] })).toEqual(rules)
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

it.each<[string, string, object[], boolean]>([
  ['2019-07-01', '2019-06-17/3', [{ rule: 'CL-2', class: 'in-principle', disposition: 'close' }], true],
  ['2021-07-01', '2021-01-01/3', [{ rule: 'CL-2', class: 'in-principle', disposition: 'close' }], true],
  ['2023-07-01', '2022-01-01/3', [{ rule: 'CL-2', class: 'hint', disposition: null }], false],
])('the same account of the same township on %s is judged by the rules of %s', (day, version, reasons, needsReason) => {
  const proposal = propose(facts({ asOf: civilDate(day), unit: { kind: 'township' } }))
  expect(rulesVersionOn(civilDate(day))).toBe(version)
  expect(proposal.reasons).toMatchObject(reasons)
  expect(proposal).toMatchObject({ disposition: 'keep', needsReason })
})

describe('what is not known', () => {
  it('is never held against an account: not collected is not silent', () => {
    const proposal = propose(facts({ update: { lastUpdateOn: null, covered: false } }))
    expect(proposal.disposition).toBe('keep')
    expect(proposal.unknowns.join()).toContain('未采集到数据不等于未更新')
  })

  // Everything that may be seen of an account whose updates nobody looked at from end to end.
  const day = fc.option(
    fc.nat(900).map((days) => addDays(asOf, -days)),
    { nil: null },
  )
  const entity = fc.constantFrom(null, '临湖区水务局', '临湖传媒有限公司')
  const yesNo = fc.constantFrom(true, false, null)
  const unseen = fc.record({
    account: fc.record({
      certifiedEntity: entity,
      openedOn: day,
      openedPrecision: fc.constantFrom('day' as const, 'month' as const, 'year' as const, null),
      platform: fc.constantFrom<Platform>('wechat_official', 'weibo', 'app'),
      runningState: fc.constantFrom('running' as const, 'closing' as const, 'closed' as const),
      operatingStatus: fc.constantFrom('normal' as const, 'stopped' as const, null),
    }),
    unit: fc.record({
      kind: fc.constantFrom<UnitKind>('department', 'township', 'civil_managed_institution'),
      state: fc.constantFrom('active' as const, 'merged' as const, 'abolished' as const),
    }),
    purpose: fc.record({
      purpose: fc.constantFrom('publish' as const, 'service' as const, 'mixed' as const),
      confirmed: fc.boolean(),
    }),
    registeredOn: day,
    update: fc.record({ lastUpdateOn: day, covered: fc.constant(false) }),
    hasInteraction: yesNo,
    hasService: yesNo,
    confirmedSilences: fc.subarray(['2026-03', '2026-04', '2026-05']),
    saidNo: fc.subarray(['动态类栏目每两周内是否予以更新?']),
    siblings: fc.array(
      fc.record({ lastUpdateOn: day, covered: fc.boolean(), certifiedEntity: entity, openedOn: day }).map(sibling),
      { maxLength: 2 },
    ),
  })
  const ends = (disposition: string | null) => disposition === 'close' || disposition === 'deregister'

  it('never becomes a closing: what nobody looked at ends no account that nobody said anything of', () => {
    fc.assert(
      fc.property(unseen, (seen) => {
        const quiet = facts({
          ...seen,
          account: { ...seen.account, operatingStatus: null },
          unit: { ...seen.unit, state: 'active' },
          hasService: seen.hasInteraction === false ? null : seen.hasService,
          confirmedSilences: seen.confirmedSilences.slice(0, 1),
        })
        const { disposition, reasons } = propose(quiet)
        const spoken = reasons.filter(({ rule }) => rule !== 'CL-2' && rule !== 'CL-9')
        return !ends(disposition) && !spoken.some((reason) => ends(reason.disposition))
      }),
      { numRuns: 1000 },
    )
  })

  it('never adds to a closing: one that people said is the same as if the account had been updated today', () => {
    const ending = (more: More) =>
      propose(facts(more))
        .reasons.filter(({ disposition, class: weighs }) => weighs === 'firm' && ends(disposition))
        .map(({ rule, says }) => [rule, says])
    fc.assert(
      fc.property(unseen, (seen) => {
        expect(ending(seen)).toEqual(ending({ ...seen, update: { lastUpdateOn: asOf, covered: true } }))
      }),
      { numRuns: 1000 },
    )
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
