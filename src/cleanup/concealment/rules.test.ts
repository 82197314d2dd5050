import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { civilDate } from '../../calendar/index.ts'
import { type Platform, platformCodes } from '../../vocabulary/platforms.ts'
import type { UnitKind } from '../../vocabulary/units.ts'
import type { Discovered, Ledger, LedgerAccount, LedgerUnit, Match } from './model.ts'
import { matchDiscovered } from './rules.ts'

const asOf = civilDate('2026-09-30')
const district = { name: '临湖区', shortName: '临湖' }

const unit = (id: string, name: string, kind: UnitKind = 'department', more: Partial<LedgerUnit> = {}): LedgerUnit => ({
  id,
  name,
  shortName: null,
  kind,
  mergedInto: null,
  ...more,
})
const units = [
  unit('water', '临湖区水务局'),
  unit('education', '临湖区教育局', 'department', { shortName: '区教体局' }),
  unit('shibu', '石埠镇人民政府', 'township'),
  unit('publicity', '中共临湖区委宣传部', 'party'),
  unit('tax', '临湖区税务局', 'vertical'),
  unit('old-forest', '临湖区林业局', 'department', { mergedInto: 'nature' }),
  unit('nature', '临湖区自然资源局'),
]

const account = (id: string, unitId: string, name: string, more: Partial<LedgerAccount> = {}): LedgerAccount => ({
  id,
  unitId,
  name,
  platform: 'weibo',
  identifier: null,
  profileUrl: null,
  certifiedEntity: null,
  operatorUnit: null,
  formerNames: [],
  runningState: 'running',
  ceasedOn: null,
  ...more,
})
const accounts = [
  account('water-weibo', 'water', '临湖水务', {
    identifier: '1234567890',
    profileUrl: 'https://weibo.com/u/1234567890',
    certifiedEntity: '临湖区水务局',
  }),
  account('water-wechat', 'water', '临湖水务', {
    platform: 'wechat_official',
    identifier: 'gh_a1b2c3d4e5f6',
    formerNames: ['临湖水利在线'],
  }),
  account('water-douyin', 'water', '临湖水务', { platform: 'douyin', identifier: 'lhshuiwu' }),
  account('education-wechat', 'education', '临湖教育', {
    platform: 'wechat_official',
    certifiedEntity: '临湖区教育局',
  }),
  account('shibu-weibo', 'shibu', '石埠发布', {
    runningState: 'closed',
    ceasedOn: civilDate('2026-06-30'),
    certifiedEntity: '石埠镇人民政府',
  }),
  account('shibu-undated', 'shibu', '石埠镇便民', { platform: 'kuaishou', runningState: 'deregistered' }),
  account('forest-weibo', 'old-forest', '临湖林业'),
  account('education-outsourced', 'education', '临湖名师', {
    platform: 'douyin',
    operatorUnit: '晨曦文化传媒有限公司',
  }),
]
const ledger: Ledger = { district, units, accounts }

const seen = (name: string, more: Partial<Discovered> = {}): Discovered => ({
  sheet: '清单',
  row: 2,
  platform: 'weibo',
  platformFound: '微博',
  name,
  identifiers: [],
  profileUrl: null,
  certifiedEntity: null,
  unitName: null,
  discoveredOn: null,
  reachable: null,
  note: null,
  ...more,
})
const judge = (one: Discovered, of: Ledger = ledger): Match => matchDiscovered([one], of, { asOf })[0]!
const wechat = { platform: 'wechat_official' as const, platformFound: '公众号' }
const total = ({ parts }: Match) => parts.reduce((sum, { points }) => sum + points, 0)

describe('a found account is held against the ledger (notice 三: 私自开设、瞒报漏报)', () => {
  it.each<[string, Discovered, Match['kind'], string | null]>([
    ['platform id and name agree', seen('临湖水务', { identifiers: ['1234567890'] }), 'matched', 'water-weibo'],
    [
      'the page agrees, written for phones',
      seen('临湖水务', { profileUrl: 'm.weibo.cn/u/1234567890?from=x' }),
      'matched',
      'water-weibo',
    ],
    ['the name alone agrees', seen('临湖水务'), 'matched', 'water-weibo'],
    ['the name agrees but for width, blanks and signs', seen('＠临湖 水务·'), 'matched', 'water-weibo'],
    [
      '订阅号 and 公众号 are one platform',
      seen('临湖水务', { platform: 'wechat_subscription' }),
      'matched',
      'water-wechat',
    ],
    [
      '微信号 beside 原始ID contradicts nothing',
      seen('临湖水务', { ...wechat, identifiers: ['linhu-water'] }),
      'matched',
      'water-wechat',
    ],
    ['another name under the id', seen('临湖水事', { identifiers: ['1234567890'] }), 'renamed', 'water-weibo'],
    ['the former name', seen('临湖水利在线', wechat), 'renamed', 'water-wechat'],
    [
      'the same but for 官方, certified as the unit',
      seen('临湖水务官方微博', { certifiedEntity: '区水务局' }),
      'renamed',
      'water-weibo',
    ],
    [
      'a second account of a unit',
      seen('临湖教育资助', { ...wechat, certifiedEntity: '临湖区教育局' }),
      'unfiled',
      null,
    ],
    [
      'certified under the 简称',
      seen('学在临湖', { platform: 'kuaishou', certifiedEntity: '区教体局' }),
      'unfiled',
      null,
    ],
    [
      'certified with province and city before',
      seen('水务直播', { platform: 'bilibili', certifiedEntity: '某省洞庭市临湖区水务局' }),
      'unfiled',
      null,
    ],
    [
      'the same name under another firm id, certified as the unit',
      seen('临湖水务', { identifiers: ['9999999999'], certifiedEntity: '临湖区水务局' }),
      'unfiled',
      null,
    ],
    [
      'another 抖音号 under the same name: a person looks',
      seen('临湖水务', { platform: 'douyin', identifiers: ['linhuwater'] }),
      'ambiguous',
      null,
    ],
    [
      'a person behind an official name',
      seen('临湖水务', { identifiers: ['9999999999'], certifiedEntity: '个人' }),
      'impostor',
      'water-weibo',
    ],
    [
      'a company behind an official name, no id known',
      seen('临湖教育', { ...wechat, certifiedEntity: '晨曦文化传媒有限公司' }),
      'impostor',
      'education-wechat',
    ],
    [
      'nobody behind a name almost official',
      seen('临湖水务官微', { platform: 'kuaishou', certifiedEntity: '未认证' }),
      'impostor',
      'water-douyin',
    ],
    [
      'the company is the registered operator',
      seen('临湖名师', { platform: 'douyin', certifiedEntity: '晨曦文化传媒有限公司' }),
      'matched',
      'education-outsourced',
    ],
    ['a company and a name of its own', seen('湖畔美食', { certifiedEntity: '湖畔餐饮有限公司' }), 'unrelated', null],
    ['one homophone away, a person', seen('临湖水物', { certifiedEntity: '个人' }), 'ambiguous', null],
    ['one homophone away, no word on who', seen('临湖水物'), 'ambiguous', null],
    ['one letter away from the generic name', seen('临湖水物局', { certifiedEntity: '未认证' }), 'ambiguous', null],
    ['one letter left out', seen('临水务', { platform: 'douyin', certifiedEntity: '个人' }), 'ambiguous', null],
    ['the district itself by a homophone', seen('林湖水务', { certifiedEntity: '个人' }), 'ambiguous', null],
    [
      'one letter away from a unit that runs no account',
      seen('临湖自然资元', { certifiedEntity: '个人' }),
      'ambiguous',
      null,
    ],
    ['near, and the list says whose', seen('临湖水物', { unitName: '临湖区水务局' }), 'unfiled', null],
    ['the district’s own name', seen('临湖夜宵', { certifiedEntity: '临湖餐饮有限公司' }), 'ambiguous', null],
    [
      'the district’s own name, certified for a club',
      seen('临湖车友会', { certifiedEntity: '车友协会' }),
      'ambiguous',
      null,
    ],
    ['certified as a party office', seen('临湖宣传', { certifiedEntity: '中共临湖区委宣传部' }), 'out-of-scope', null],
    [
      'certified as an office outside that nobody registered',
      seen('临湖巾帼', { certifiedEntity: '临湖区妇女联合会' }),
      'out-of-scope',
      null,
    ],
    ['of another place', seen('洞庭水务', { certifiedEntity: '洞庭市水务局' }), 'out-of-scope', null],
    [
      'a township of the same name elsewhere',
      seen('临湖水务', { platform: 'weibo', certifiedEntity: '南山县水务局' }),
      'out-of-scope',
      null,
    ],
    [
      'certified as another unit of the ledger',
      seen('临湖水务', { certifiedEntity: '临湖区教育局' }),
      'ambiguous',
      null,
    ],
    ['of an office that was merged', seen('临湖森林防火', { certifiedEntity: '临湖区林业局' }), 'unfiled', null],
    ['nobody named, the words of a unit in the name', seen('临湖水务直播', { platform: 'kuaishou' }), 'unfiled', null],
  ])('%s', (_, found, kind, accountId) => {
    const match = judge(found)
    expect({ kind: match.kind, accountId: match.accountId }).toEqual({ kind, accountId })
    expect(match.score).toBe(total(match))
    expect(match.score).toBeGreaterThan(0)
    expect(match.score).toBeLessThanOrEqual(100)
    for (const { sentence } of match.parts) expect(sentence).toMatch(/。$/)
    expect(match.wouldChange).toMatch(/[一-龥]{6}.*。$/)
  })

  it.each<[string, Partial<Discovered>, Match['kind']]>([
    ['the day before it was closed', { discoveredOn: civilDate('2026-06-29') }, 'matched'],
    ['the day on which it was closed', { discoveredOn: civilDate('2026-06-30') }, 'matched'],
    ['the day after', { discoveredOn: civilDate('2026-07-01') }, 'reappeared'],
    ['nobody says when: the day of the check counts', {}, 'reappeared'],
    [
      'the day after, but it can no longer be opened',
      { discoveredOn: civilDate('2026-07-01'), reachable: false },
      'matched',
    ],
  ])('a closed account seen on %s', (_, more, kind) => {
    expect(judge(seen('石埠发布', { certifiedEntity: '石埠镇人民政府', ...more })).kind).toBe(kind)
  })

  it('a ledger looked at as of a day on which an account still ran', () => {
    const found = [seen('石埠发布', { certifiedEntity: '石埠镇人民政府' })]
    const kindOn = (day: string) => matchDiscovered(found, ledger, { asOf: civilDate(day) })[0]?.kind
    expect([kindOn('2026-06-29'), kindOn('2026-06-30'), kindOn('2026-07-01')]).toEqual([
      'matched',
      'matched',
      'reappeared',
    ])
  })

  it('an account closed on a day nobody wrote down reappears, and says so', () => {
    const match = judge(seen('石埠镇便民', { platform: 'kuaishou' }))
    expect(match.kind).toBe('reappeared')
    expect(match.remarks.join()).toContain('未登记关停日期')
  })

  it('a closed name in a stranger’s hands is no 重新上线', () => {
    const match = judge(seen('石埠发布', { certifiedEntity: '李某' }))
    expect(match.kind).toBe('impostor')
    expect(match.remarks.join()).toContain('可能已被他人注册')
    expect(JSON.stringify([match.parts, match.remarks])).not.toContain('李某')
  })

  it('an unfiled account of a merged office stands with the office that took over', () => {
    expect(judge(seen('临湖森林防火', { certifiedEntity: '临湖区林业局' })).unitId).toBe('nature')
  })

  it('an account the ledger runs and nobody can open hints at 私自注销', () => {
    const match = judge(seen('临湖水务', { identifiers: ['1234567890'], reachable: false }))
    expect(match.kind).toBe('matched')
    expect(match.remarks.join()).toContain('未经备案自行注销')
  })

  it('what is one letter away says beside whom and why, and what each account would be', () => {
    const more = [...accounts, account('water-weibo-2', 'water', '临湖水利')]
    const match = judge(seen('临湖水物', { certifiedEntity: '个人' }), { ...ledger, accounts: more })
    expect(match.parts.map(({ part, points }) => [part, points])).toEqual([
      ['likeness', 25],
      ['entity', 35],
    ])
    expect(match.parts[0]?.sentence).toContain('“临湖水务”（新浪微博）只差一个字')
    expect(match.unitId).toBe('water')
    // The unit's accounts on other platforms are not compared where it has one on this.
    const both = ['water-weibo', 'water-weibo-2']
    expect(match.candidates.map(({ accountId }) => accountId).sort()).toEqual(both)
    expect(match.candidates[0]).toMatchObject({ kind: 'impostor', score: 60 })
  })

  it('an impostor is never stated as a fact', () => {
    const match = judge(seen('临湖水务', { identifiers: ['9999999999'], certifiedEntity: '个人' }))
    expect(match.remarks.join()).toContain('核实前不作结论')
    expect(JSON.stringify(match)).not.toMatch(/(?:是|系|为)假冒/u)
  })
})

describe('several that fit', () => {
  const twins: Ledger = {
    ...ledger,
    accounts: [
      account('one', 'water', '临湖便民'),
      account('two', 'education', '临湖便民'),
      account('closed', 'nature', '临湖便民', { runningState: 'closed', ceasedOn: civilDate('2026-01-01') }),
    ],
  }

  it('are left to a person, with what each would be', () => {
    const match = judge(seen('临湖便民'), twins)
    expect(match.kind).toBe('ambiguous')
    expect(match.candidates).toEqual([
      { accountId: 'one', kind: 'matched', score: 75 },
      { accountId: 'two', kind: 'matched', score: 75 },
    ])
  })

  it.each([
    ['the unit beside it', { unitName: '区教育局' }, 'two'],
    ['its certified entity', { certifiedEntity: '临湖区水务局' }, 'one'],
  ])('%s tells them apart', (_, more, id) => {
    expect(judge(seen('临湖便民', more), twins)).toMatchObject({ kind: 'matched', accountId: id })
  })

  it('two found accounts that claim one registered account by name can’t both be it', () => {
    const one = seen('临湖教育', { ...wechat, row: 2, identifiers: ['gh_111111'] })
    const two = seen('临湖教育', { ...wechat, row: 3, identifiers: ['gh_222222'] })
    expect(matchDiscovered([one, two], ledger, { asOf }).map(({ kind }) => kind)).toEqual(['ambiguous', 'ambiguous'])
    const certified = { ...two, certifiedEntity: '临湖区教育局' }
    expect(matchDiscovered([one, certified], ledger, { asOf }).map(({ kind }) => kind)).toEqual([
      'ambiguous',
      'matched',
    ])
  })

  it('a name almost the same is a second account where the registered one was found, too', () => {
    const own = seen('临湖水务', { identifiers: ['1234567890'] })
    const other = seen('临湖水务官方微博', { certifiedEntity: '区水务局' })
    expect(matchDiscovered([other, own], ledger, { asOf }).map(({ kind }) => kind)).toEqual(['unfiled', 'matched'])
  })
})

describe('whatever the list and the ledger', () => {
  const text = fc.constantFrom('临湖水务', '临湖 水务', '临湖教育', '石埠发布', '水务', '临湖水务官微', '@', '林语')
  const entity = fc.option(
    fc.constantFrom('临湖区水务局', '区教体局', '个人', '无', '晨曦有限公司', '临湖区妇联', '洞庭市水务局'),
  )
  const platform = fc.constantFrom<Platform>('weibo', 'wechat_official', 'wechat_service', 'douyin', 'other')
  const identifier = fc.option(fc.constantFrom('1234567890', 'gh_abc', 'lhsw', '5566778899', 'a、b'))
  const link = fc.option(
    fc.constantFrom(
      'https://weibo.com/u/1234567890',
      'https://weibo.com',
      'https://www.douyin.com/user/MS4wx',
      '不是链接',
    ),
  )
  const day = fc.option(fc.constantFrom('2026-06-30', '2026-07-01').map(civilDate))
  const discovered: fc.Arbitrary<Discovered> = fc
    .record({ name: text, platform, identifier, profileUrl: link, certifiedEntity: entity, discoveredOn: day })
    .map(({ identifier: id, ...rest }) => seen(rest.name, { ...rest, identifiers: id === null ? [] : [id] }))
  const registered: fc.Arbitrary<LedgerAccount[]> = fc
    .uniqueArray(
      fc.record({
        unitId: fc.constantFrom(...units.map(({ id }) => id)),
        name: text,
        platform: fc.oneof(platform, fc.constantFrom(...platformCodes)),
        identifier,
        profileUrl: link,
        certifiedEntity: entity,
        operatorUnit: fc.option(fc.constantFrom('晨曦有限公司')),
        formerNames: fc.subarray(['临湖水务', '林语', '水务']),
        runningState: fc.constantFrom('running' as const, 'closing' as const, 'closed' as const),
        ceasedOn: day,
      }),
      // account_named_once: a unit has a name on a platform once.
      { selector: ({ unitId, name, platform: on }) => `${unitId}/${on}/${name}`, maxLength: 12 },
    )
    .map((all) => all.map((one, at) => ({ ...one, id: `a${at}` })))

  it('the order of the list changes nothing', () => {
    fc.assert(
      fc.property(fc.array(discovered, { maxLength: 8 }), registered, fc.nat(), (list, all, turn) => {
        const numbered = list.map((one, at) => ({ ...one, row: at + 2 }))
        const by = (some: Discovered[], of: LedgerAccount[]) =>
          matchDiscovered(some, { ...ledger, accounts: of }, { asOf }).toSorted(
            (a, b) => a.discovered.row - b.discovered.row,
          )
        const at = numbered.length === 0 ? 0 : turn % numbered.length
        const turned = [...numbered.slice(at), ...numbered.slice(0, at)].reverse()
        expect(by(turned, all.toReversed())).toEqual(by(numbered, all))
      }),
    )
  })

  it('a registered account that runs, exported and matched, is always registered', () => {
    const names = new Map(units.map(({ id, name }) => [id, name]))
    fc.assert(
      fc.property(registered, (all) => {
        const running = all.filter(({ runningState }) => runningState === 'running')
        const list = running.map((one, at) =>
          seen(one.name, {
            row: at + 2,
            platform: one.platform,
            identifiers: one.identifier === null ? [] : [one.identifier],
            profileUrl: one.profileUrl,
            certifiedEntity: one.certifiedEntity,
            unitName: names.get(one.unitId) ?? null,
          }),
        )
        const matches = matchDiscovered(list, { ...ledger, accounts: all }, { asOf })
        expect(matches.map(({ kind, accountId }) => [kind, accountId])).toEqual(
          running.map(({ id }) => ['matched', id]),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('the machine alone settles no name that is one letter from a registered one or has the district’s own', () => {
    const letter = fc.constantFrom('物', '征', '号', 'a')
    const altered = fc
      .tuple(fc.constantFrom('临湖水务', '临湖教育', '石埠发布'), fc.nat(3), fc.nat(1), letter)
      .map(([name, at, cut, one]) => `${name.slice(0, at)}${one}${name.slice(at + cut)}`)
    const stranger = fc.constantFrom('个人', '未认证', '晨曦有限公司', null)
    fc.assert(
      fc.property(fc.oneof(altered, fc.constantFrom('临湖夜宵', '吃在临湖')), stranger, (name, certifiedEntity) => {
        expect(['matched', 'unrelated']).not.toContain(
          judge(seen(name, { certifiedEntity, platform: 'bilibili' })).kind,
        )
      }),
    )
  })

  it('every score is the sum of its parts and lies between 0 and 100', () => {
    fc.assert(
      fc.property(fc.array(discovered, { maxLength: 6 }), registered, (list, all) => {
        for (const match of matchDiscovered(list, { ...ledger, accounts: all }, { asOf })) {
          expect(match.score).toBe(total(match))
          expect(match.score).toBeGreaterThanOrEqual(0)
          expect(match.score).toBeLessThanOrEqual(100)
          expect(['matched', 'renamed', 'reappeared'].includes(match.kind)).toBe(
            match.accountId !== null && match.kind !== 'impostor',
          )
          expect(match.kind === 'ambiguous' || match.candidates.length === 0).toBe(true)
        }
      }),
    )
  })
})
