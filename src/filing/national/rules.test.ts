import { describe, expect, it } from 'vitest'
import { civilDate } from '../../calendar/index.ts'
import { compareWithLedger, type Units } from './compare.ts'
import type { Difference, NationalAccount, NationalValues, SheetRow } from './model.ts'
import { belongsInNationalSheet, remedyOf, valuesOf, whyNotRecord } from './rules.ts'
import { maskedPhones } from './sheet.ts'

const units: Units = {
  idOf: (name) => ({ 临湖区水务局: 'u1', 水务局: 'u1', 临湖区教育局: 'u2' })[name],
  masked: maskedPhones,
}

const water: NationalAccount = {
  id: 'a1',
  version: 1,
  unitId: 'u1',
  unitName: '临湖区水务局',
  inScope: true,
  creditCode: null,
  name: '临湖水务',
  platform: 'wechat_official',
  identifier: 'gh_11aa',
  certifiedEntity: '临湖区水务局',
  opened: { day: civilDate('2019-06-03'), precision: 'day' },
  profileUrl: 'https://mp.example.cn/lhsw/',
  runningState: 'running',
  filed: false,
  formerName: null,
  contactName: '许静言',
  contactPhone: '13800001111',
  status: 'reported',
}
const weibo: NationalAccount = { ...water, id: 'a2', platform: 'weibo', identifier: null, profileUrl: null }
const school: NationalAccount = { ...weibo, id: 'a3', unitId: 'u2', unitName: '临湖区教育局', name: '临湖教育' }

const rowOf = (account: NationalAccount, values: Partial<NationalValues> = {}, row = 2): SheetRow => ({
  sheet: '报送表',
  row,
  values: { ...valuesOf(account), ...values },
})
const told = ({ differences }: { differences: Difference[] }) =>
  differences.map(({ kind, field, sheetValue, ledgerValue, accountName }) =>
    kind === 'field' ? [field, sheetValue, ledgerValue] : [kind, accountName],
  )
const compare = (
  rows: SheetRow[],
  ledger = [water, weibo, school],
  extent: 'units-in-sheet' | 'district' = 'units-in-sheet',
) => compareWithLedger(rows, ledger, { extent, units })

describe('a sheet held against the ledger', () => {
  it('finds nothing in a sheet that says what the ledger says', () => {
    expect(told(compare([rowOf(water), rowOf(weibo, {}, 3)]))).toEqual([])
  })

  it.each<[string, Partial<NationalValues>]>([
    ['a unit by its short name', { unitName: '水务局', sponsor: '水务局' }],
    ['a sponsor left empty', { sponsor: null }],
    ['full-width letters and blanks', { certifiedEntity: '临湖区 水务局', identifier: 'ＧＨ_11AA' }],
    ['an identifier beside another', { identifier: '微信号：lhsw、gh_11aa' }],
    ['a link without scheme and slash', { profileUrl: 'mp.example.cn/lhsw' }],
    ['a phone as our own export masks it', { contactPhone: '138****1111' }],
    ['a phone with hyphens and the country’s code', { contactPhone: '+86 138-0000-1111' }],
    ['a remark', { note: '重点账号' }],
  ])('takes %s for the same', (_, values) => {
    expect(told(compare([rowOf(water, values), rowOf(weibo, {}, 3)]))).toEqual([])
  })

  it.each<[keyof NationalValues, string | null]>([
    ['name', '临湖水利'],
    ['platform', '微信订阅号'],
    ['certifiedEntity', '临湖区水务服务中心'],
    ['openedOn', '2019年6月4日'],
    ['openedOn', '2019年6月'],
    ['profileUrl', 'https://mp.example.cn/other'],
    ['runningState', '已关停'],
    ['contactName', '周明'],
    ['contactPhone', '138****2222'],
    ['contactPhone', '13800002222'],
    ['nationalStatus', '已变更'],
    ['identifier', 'gh_22bb'],
    ['creditCode', '91350100M000100Y43'],
    ['contactPhone', null],
  ])('tells a differing %s (%s) with both values', (field, value) => {
    expect(told(compare([rowOf(water, { [field]: value }), rowOf(weibo, {}, 3)]))).toEqual([
      [field, value, valuesOf(water)[field]],
    ])
  })

  it('does not compare a column that the sheet hasn’t', () => {
    const { contactPhone: _phone, runningState: _state, ...values } = valuesOf(water)
    const bare = { ...water, contactPhone: '0730-1', runningState: 'closed' as const }
    expect(told(compare([{ sheet: '报送表', row: 2, values }], [bare]))).toEqual([])
  })

  it('tells an account that moved to another office once, though two columns say so', () => {
    const moved = { unitName: '临湖区教育局', sponsor: '临湖区教育局' }
    expect(told(compare([rowOf(water, moved)], [water]))).toEqual([['unitName', '临湖区教育局', '临湖区水务局']])
    expect(told(compare([rowOf(water, { sponsor: '临湖区教育局' })], [water]))).toEqual([
      ['sponsor', '临湖区教育局', '临湖区水务局'],
    ])
  })

  it('tells a unit’s credit code once, however many accounts it has', () => {
    const code = { creditCode: '91350100M000100Y43' }
    expect(told(compare([rowOf(water, code), rowOf(weibo, code, 3)]))).toEqual([['creditCode', code.creditCode, null]])
  })

  it('knows a renamed account by identifier, by link, or as the only one left of its unit on the platform', () => {
    const renamed: [NationalAccount, Partial<NationalValues>][] = [
      [water, { name: '水务之声', profileUrl: null }],
      [{ ...water, identifier: null }, { name: '水务之声' }],
      [weibo, { name: '水务之声' }],
    ]
    for (const [account, values] of renamed)
      expect(told(compare([rowOf(account, values)], [account])).map(([kind]) => kind)).toContain('name')
  })

  it('never takes two accounts whose identifiers contradict for one renamed', () => {
    const other = rowOf(water, { name: '水务之声', identifier: 'gh_99zz', profileUrl: null })
    expect(told(compare([other], [water]))).toEqual([
      ['only-sheet', '水务之声'],
      ['only-ledger', '临湖水务'],
    ])
  })

  it('lists what only the sheet has and what only the ledger has, the latter of the units that the sheet names', () => {
    const unknown = rowOf(school, { name: '临湖招生', unitName: '临湖区教育局', platform: '抖音' }, 3)
    const sides = [rowOf(water), unknown]
    expect(told(compare(sides))).toEqual([
      ['only-sheet', '临湖招生'],
      ['only-ledger', '临湖水务'],
      ['only-ledger', '临湖教育'],
    ])
    expect(told(compare([rowOf(water)]))).toEqual([['only-ledger', '临湖水务']])
    expect(told(compare([rowOf(water)], [water, weibo, school], 'district'))).toEqual([
      ['only-ledger', '临湖水务'],
      ['only-ledger', '临湖教育'],
    ])
  })

  it('does not miss in a sheet what does not belong there', () => {
    const outside = { ...school, inScope: false }
    const gone = { ...school, id: 'a4', name: '旧号', runningState: 'deregistered' as const, status: 'closed' as const }
    expect(told(compare([rowOf(water)], [water, outside, gone], 'district'))).toEqual([])
  })

  it('takes 关停 there for 注销 here, and a running one there for one whose closing is under way', () => {
    const gone = { ...water, runningState: 'deregistered' as const }
    const going = { ...water, runningState: 'closing' as const }
    expect(told(compare([rowOf(gone, { runningState: '已关停' })], [gone]))).toEqual([])
    expect(told(compare([rowOf(going, { runningState: '在运行' })], [going]))).toEqual([])
  })
})

describe('what is to be done about a difference', () => {
  const base = {
    kind: 'field' as const,
    field: 'identifier' as const,
    unitId: 'u1',
    sheetValue: 'gh_1',
    ledgerValue: null,
  }
  it.each<[string, Partial<Difference>, boolean, string]>([
    ['a plain fact is taken over', {}, true, 'accept'],
    ['an empty cell is filled in there', { sheetValue: null, ledgerValue: 'gh_1' }, false, 'national'],
    ['a name of an unfiled account is taken over', { field: 'name' }, false, 'accept'],
    ['a name of a filed one is a 变更 (C1)', { field: 'name' }, true, 'case'],
    ['a certified entity of a filed one is a 变更 (C1)', { field: 'certifiedEntity' }, true, 'case'],
    ['a sponsor nobody knows is registered first', { field: 'sponsor', unitId: null }, false, 'unit'],
    [
      'a status is recorded with day and receipt',
      { field: 'nationalStatus', sheetValue: '已报', ledgerValue: '未报' },
      false,
      'record',
    ],
    [
      'closed there and running here is a 关停 (C3)',
      { field: 'runningState', sheetValue: '已关停', ledgerValue: '在运行' },
      false,
      'case',
    ],
    [
      'closed here and running there is closed there',
      { field: 'runningState', sheetValue: '在运行', ledgerValue: '已关停' },
      false,
      'national',
    ],
    ['a masked number is no number', { field: 'contactPhone', sheetValue: '138****2222' }, false, 'masked'],
    ['an account that only the sheet has is registered', { kind: 'only-sheet', field: null }, false, 'accept'],
    ['of an unknown unit: the unit first', { kind: 'only-sheet', field: null, unitId: null }, false, 'unit'],
    ['an account that only the ledger has is entered there', { kind: 'only-ledger', field: null }, false, 'national'],
  ])('%s', (_, difference, filed, remedy) => {
    expect(remedyOf({ ...base, ...difference }, { filed })).toBe(remedy)
  })
})

describe('what stands in the national system', () => {
  it.each<[NationalAccount['runningState'], NationalAccount['status'], boolean]>([
    ['running', 'unreported', true],
    ['closed', 'closed', true],
    ['deregistered', 'reported', true],
    ['deregistered', 'changed', true],
    ['deregistered', 'closed', false],
    ['deregistered', 'unreported', false],
  ])('a %s account that is %s belongs in the sheet: %s', (runningState, status, belongs) => {
    expect(belongsInNationalSheet({ inScope: true, runningState, status })).toBe(belongs)
    expect(belongsInNationalSheet({ inScope: false, runningState, status })).toBe(false)
  })

  const today = '2026-10-12'
  it.each([
    ['unreported', null, 'running', 'reported', '2026-10-12', undefined],
    ['unreported', null, 'running', 'changed', '2026-10-12', undefined],
    ['unreported', null, 'running', 'reported', '2026-10-13', 'future'],
    ['reported', '2026-09-01', 'running', 'reported', '2026-10-01', 'not-allowed'],
    ['reported', '2026-09-01', 'running', 'changed', '2026-09-01', undefined],
    ['reported', '2026-09-01', 'running', 'changed', '2026-08-31', 'before-last'],
    ['reported', '2026-09-01', 'running', 'closed', '2026-10-01', 'still-running'],
    ['reported', '2026-09-01', 'closing', 'closed', '2026-10-01', undefined],
    ['closed', '2026-09-01', 'closed', 'changed', '2026-10-01', 'not-allowed'],
    ['closed', '2026-09-01', 'running', 'reported', '2026-10-01', undefined],
  ] as const)('%s on %s, %s here: %s on %s → %s', (status, on, runningState, next, day, why) => {
    expect(whyNotRecord({ status, on, runningState }, { status: next, on: day, today })).toBe(why)
  })
})
