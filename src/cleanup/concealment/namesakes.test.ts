import { describe, expect, it } from 'vitest'
import { civilDate } from '../../calendar/index.ts'
import type { Discovered, Ledger, LedgerAccount, LedgerUnit, Match } from './model.ts'
import { matchDiscovered } from './rules.ts'

const unit = (id: string, name: string, more: Partial<LedgerUnit> = {}): LedgerUnit => ({
  id,
  name,
  shortName: null,
  kind: 'department',
  mergedInto: null,
  ...more,
})
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
const ledger: Ledger = {
  district: { name: '临湖区', shortName: '临湖' },
  units: [
    unit('water', '临湖区水务局'),
    unit('education', '临湖区教育局', { shortName: '区教体局' }),
    unit('shibu', '石埠镇人民政府', { kind: 'township' }),
    unit('old-forest', '临湖区林业局', { mergedInto: 'nature' }),
    unit('nature', '临湖区自然资源局'),
  ],
  accounts: [
    account('water-weibo', 'water', '临湖水务', { identifier: '1234567890', certifiedEntity: '临湖区水务局' }),
    account('education-weibo', 'education', '临湖教育'),
    account('shibu-weibo', 'shibu', '石埠发布', { runningState: 'closed', ceasedOn: civilDate('2026-06-30') }),
    account('forest-weibo', 'old-forest', '临湖林业'),
    account('water-rivers', 'water', '临湖河长', { certifiedEntity: '临湖区水利局' }),
    account('course', 'education', '临湖名师课堂'),
    account('wetland', 'nature', '临湖湿地', { operatorUnit: '临湖区融媒体中心' }),
  ],
}
const judge = (name: string, more: Partial<Discovered>): Match => {
  const found: Discovered = {
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
  }
  return matchDiscovered([found], ledger, { asOf: civilDate('2026-09-30') })[0]!
}

describe('the same name, and somebody behind it', () => {
  const strangers = ['青年摄影爱好者联盟', '老年大学书画协会', '天天生活服务中心', '临湖区群众艺术团', '湖畔读书会']
  it.each(strangers)('%s is a stranger: a person looks, and nothing is filed away as 已登记', (certifiedEntity) => {
    for (const name of ['临湖水务', '临湖教育']) {
      const match = judge(name, { certifiedEntity })
      expect(match).toMatchObject({ kind: 'ambiguous', accountId: null })
      expect(match.remarks.join()).toContain('也可能是他人的同名账号')
      expect(match.candidates.map(({ kind }) => kind)).toEqual(['matched'])
    }
  })

  it('a closed name certified as a stranger is left to a person as well', () => {
    expect(judge('石埠发布', { certifiedEntity: '石埠民俗联谊会' }).kind).toBe('ambiguous')
  })

  it.each<[string, string, Partial<Discovered>, string]>([
    ['the full name of its unit', '临湖教育', { certifiedEntity: '临湖区教育局' }, 'education-weibo'],
    ['the 简称 of its unit', '临湖教育', { certifiedEntity: '区教体局' }, 'education-weibo'],
    ['its unit without the district', '临湖水务', { certifiedEntity: '水务局' }, 'water-weibo'],
    ['its unit with the city before', '临湖水务', { certifiedEntity: '洞庭市临湖区水务局' }, 'water-weibo'],
    ['the office that was merged into its unit', '临湖林业', { certifiedEntity: '临湖区林业局' }, 'forest-weibo'],
    ['the office that took its unit over', '临湖林业', { certifiedEntity: '区自然资源局' }, 'forest-weibo'],
    [
      'the former name of its unit, which the ledger holds',
      '临湖河长',
      { certifiedEntity: '区水利局' },
      'water-rivers',
    ],
    ['the centre that runs it', '临湖湿地', { certifiedEntity: '区融媒体中心' }, 'wetland'],
    ['nobody can say whom', '临湖水务', { certifiedEntity: '未知' }, 'water-weibo'],
    ['nobody, the list being silent', '临湖教育', {}, 'education-weibo'],
    [
      'a stranger, but under its own identifier',
      '临湖水务',
      { identifiers: ['1234567890'], certifiedEntity: '湖畔读书会' },
      'water-weibo',
    ],
  ])('an account certified as %s is still 已登记', (_, name, more, id) => {
    expect(judge(name, more)).toMatchObject({ kind: 'matched', accountId: id })
  })
})

it('one letter from what is left of an official name counts where the district’s word stands in it', () => {
  expect(judge('临湖区名师客堂', { certifiedEntity: '个人' }).kind).toBe('ambiguous')
  expect(judge('名师客堂', { certifiedEntity: '个人' }).kind).toBe('unrelated')
})
