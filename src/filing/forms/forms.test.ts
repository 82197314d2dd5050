import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { itWithShared, sharedPath } from '../../../tests/support/shared.ts'
import { civilDate } from '../../calendar/index.ts'
import { type Account, bareFacts } from '../../registry/index.ts'
import type { Answers } from './answer.ts'
import { annex1Form } from './annex1-2019.ts'
import { annex2Form } from './annex2-2019.ts'
import { answersOf, contradictionsIn, defectsOf, fieldsOf } from './form.ts'
import { answersFromLedger, ledgerFactsFrom } from './ledger.ts'
import { whole } from '../../../tests/support/filled-forms.ts'

const today = civilDate('2026-06-20')

const defect = (more: Answers) => defectsOf(annex1Form, { ...whole, ...more }, today).map(({ field }) => field)

describe('附件1 as data', () => {
  it('has the fifteen groups of the paper, five functions and eight questions', () => {
    expect(annex1Form.groups.map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, at) => at + 1))
    expect(annex1Form.groups[12]?.fields).toHaveLength(5)
    expect(annex1Form.groups[13]?.fields).toHaveLength(8)
  })

  itWithShared('asks in the very words of the notice', () => {
    const notice = readFileSync(sharedPath('domain', 'notice-junshan-2019.md')!, 'utf8')
    const words = notice.replaceAll(/\s/g, '')
    const printed = annex1Form.groups.flatMap((group) =>
      [13, 14].includes(group.number) ? group.fields.map((field) => field.printed) : [group.printed],
    )
    for (const word of printed) expect(words).toContain(word)
  })

  it('can be printed when it is whole, and names every defect at once when it isn’t', () => {
    expect(defectsOf(annex1Form, whole, today)).toEqual([])
    const empty = defectsOf(annex1Form, {}, today)
    expect(empty).toHaveLength(fieldsOf(annex1Form).filter(({ required }) => required).length)
    expect(empty.every(({ wanted }) => wanted === '未填写')).toBe(true)
  })

  it('shows a number of the size that is asked: people are few, readers are many', () => {
    const wantedOf = (form: typeof annex1Form, key: string) =>
      defectsOf(form, { ...whole, [key]: '若干' }, today).find(({ field }) => field === key)?.wanted
    expect(wantedOf(annex2Form, 'staffCount')).toBe('应为不小于0的整数，如 3')
    expect(wantedOf(annex1Form, 'reads')).toContain('如 8412、1.2万')
  })

  it.each<[string, Answers, string[]]>([
    ['a day after today', { openedOn: '2026-06-21' }, ['openedOn']],
    ['today', { openedOn: '2026-06-20' }, []],
    ['a day without a year', { openedOn: '6月3日' }, ['openedOn']],
    ['a phone of ten digits', { leaderPhone: '1380000111' }, ['leaderPhone']],
    ['a phone of eleven', { leaderPhone: '13800001111' }, []],
    ['a mobile number that begins with 12', { leaderPhone: '12800001111' }, ['leaderPhone']],
    ['a landline of seven digits, as in the notice', { leaderPhone: '3170001' }, []],
    ['two phones', { leaderPhone: '13800001111、0730-3170001' }, []],
    ['a QQ number of four digits', { adminQq: '1000' }, ['adminQq']],
    ['no QQ number', { adminQq: '' }, []],
    ['minus one follower', { followers: '-1' }, ['followers']],
    ['no follower', { followers: '0' }, []],
    ['money below nothing', { budgetYuan: '-1' }, ['budgetYuan']],
    ['a name of sixty signs', { name: '临'.repeat(60) }, []],
    ['a name of sixty-one', { name: '临'.repeat(61) }, ['name']],
    ['a month without its day', { openedOn: '2026年6月' }, []],
    ['next month', { openedOn: '2026年7月' }, ['openedOn']],
    ['a QQ number of five digits', { adminQq: '10000' }, []],
    ['a QQ number of twelve', { adminQq: '100000000000' }, []],
    ['a QQ number of thirteen', { adminQq: '1000000000000' }, ['adminQq']],
    ['a QQ number that begins with 0', { adminQq: '01234' }, ['adminQq']],
    ['a landline of six digits', { adminPhone: '317000' }, ['adminPhone']],
    ['a landline with an area code of four', { adminPhone: '0730-3170001' }, []],
    ['no money at all, said in a word', { budgetYuan: '无' }, []],
    ['half a follower', { followers: '1.5' }, ['followers']],
    ['an answer that isn’t printed', { dynamics14d: 'maybe' }, ['dynamics14d']],
  ])('%s', (_what, more, fields) => {
    expect(defect(more)).toEqual(fields)
  })

  it.each<[Answers, string]>([
    [{ fnService: 'no', onlineService: 'yes' }, '在线办事'],
    [{ fnInteract: 'no', reply7d: 'yes' }, '7日内予以回复'],
    [{ operationMode: 'outsourced', budgetYuan: '0' }, '购买服务'],
    [{ operationMode: 'outsourced', budgetYuan: '0.00' }, '购买服务'],
    [{ operationMode: 'outsourced', budgetYuan: '无' }, '购买服务'],
    [{ fnService: 'yes', onlineService: 'na' }, '未涉及'],
    [{ fnInteract: 'no', reply7d: 'na' }, '互动功能缺失'],
    [{ plans1y: 'no' }, '限期整改'],
  ])('points at answers that contradict each other: %j', (more, word) => {
    expect(contradictionsIn(annex1Form, { ...whole, ...more }).join()).toContain(word)
  })

  it.each<[Answers, boolean]>([
    [{ operationMode: 'outsourced', budgetYuan: '1' }, false],
    [{ operationMode: 'self', budgetYuan: '0' }, false],
    [{ fnService: 'yes', onlineService: 'yes' }, false],
    [{ dedicated: 'no', staffCount: '1' }, true],
    [{ dedicated: 'no', staffCount: '0' }, false],
    [{ dedicated: 'no', staffCount: '' }, false],
    [{ dedicated: 'yes', staffCount: '0' }, false],
    [{ dedicated: 'no', staffCount: '０人' }, false],
    [{ dedicated: 'no', staffCount: '1人' }, true],
    [{ operationMode: 'outsourced', budgetYuan: ' 无 ' }, true],
    [{ operationMode: 'outsourced', budgetYuan: '0.00' }, true],
    [{ operationMode: 'outsourced', budgetYuan: '0.01' }, false],
    [{ operationMode: 'outsourced', budgetYuan: '不详' }, false],
    [{ operationMode: 'outsourced', budgetYuan: '' }, false],
  ])('speaks only where something is odd: %j', (more, odd) => {
    const told = [annex1Form, annex2Form].flatMap((form) => contradictionsIn(form, { ...whole, ...more }))
    expect(told.length > 0).toBe(odd)
  })

  it('says once what several answers would say', () => {
    const told = contradictionsIn(annex1Form, { ...whole, plans1y: 'no', others: 'no', notices6m: 'no' })
    expect(told).toEqual(['信息更新情况中填“否”的，将提出限期整改建议。'])
  })

  it('finds no contradiction in a form that has none', () => {
    expect(contradictionsIn(annex1Form, whole)).toEqual([])
    expect(contradictionsIn(annex2Form, whole)).toEqual([])
  })
})

describe('a value typed once is never asked again', () => {
  const account: Account = {
    ...bareFacts('临湖水务', 'wechat_official'),
    id: '00000002-0000-7000-8000-000000000001',
    unitId: '00000001-0000-7000-8000-000000000001',
    runningState: 'running',
    ceasedOn: null,
    filingState: 'unknown',
    sheetOrder: null,
    version: 1,
  }

  it('goes from the form into the ledger and comes back the same', () => {
    const { facts, people } = ledgerFactsFrom(whole, { today, countedUntil: today })
    expect(facts).toMatchObject({
      followers: 17_000,
      followersFound: '约1.7万',
      followersOn: today,
      openedOn: '2019-06-01',
      openedPrecision: 'month',
      budgetYuan: '12000.00',
      functions: ['publish', 'spread', 'interact'],
      hasDedicatedStaff: true,
      staffCount: 2,
    })
    const behind = Object.fromEntries(Object.entries(people ?? {}).map(([duty, person]) => [duty, person ?? {}]))
    const again = answersFromLedger({ ...account, ...facts }, behind, whole)
    expect(again).toEqual(whole)
  })

  it('takes what the ledger has no place for from the last return', () => {
    expect(answersFromLedger(account, {}, { plans1y: 'no' })).toEqual({
      plans1y: 'no',
      name: '临湖水务',
      platform: 'wechat_official',
    })
  })

  it('keeps names and phones apart from the rest', () => {
    expect(Object.keys(answersOf(annex1Form, whole, 'personal'))).toEqual([
      'leaderName',
      'leaderPhone',
      'adminName',
      'adminPhone',
      'adminQq',
    ])
    expect(JSON.stringify(answersOf(annex1Form, whole, 'open'))).not.toMatch(/许静言|1380000/)
  })
})
