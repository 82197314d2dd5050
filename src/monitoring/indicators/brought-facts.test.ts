import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountFacts, nationalThresholds } from '../../../tests/support/account-facts.ts'
import { civilDate } from '../../calendar/index.ts'
import { junshan2019v2 } from '../rule-sets/junshan-2019-v2.ts'
import { judgeAccount } from '../rules.ts'
import type { BroughtFacts } from './brought-facts.ts'
import type { AccountFacts, NumberName, Thresholds } from './define.ts'
import { indicatorOf, indicators } from './index.ts'
import { repliesBy } from './replies.ts'

const checkpoint = '2026-09-30'
const day = (text: string) => civilDate(text)
const numbers = (values: Partial<Record<NumberName, number>>): Thresholds => ({
  ...nationalThresholds,
  numbers: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value, source: '测试', effectiveFrom: day('2026-01-01') }]),
  ),
})
const all = numbers({
  replyDays: 7,
  simpleReplyWorkdays: 1,
  localSilentDays: 10,
  minPostsPerWeek: 2,
  minOriginalsPerMonth: 1,
})

const judge = (
  id: string,
  brought: Partial<BroughtFacts>,
  account: Parameters<typeof accountFacts>[2] = {},
  update: Parameters<typeof accountFacts>[1] = {},
) => {
  const facts: AccountFacts = { ...accountFacts(checkpoint, update, account), brought }
  const [result] = judgeAccount([indicatorOf(id)], facts, all)
  return result ? [result.class, result.value] : 'not judged'
}

const message = (askedOn: string, dueOn: string, repliedOn?: string | null) => ({
  askedOn: day(askedOn),
  dueOn: day(dueOn),
  repliedOn: typeof repliedOn === 'string' ? day(repliedOn) : repliedOn,
  simple: false,
})
const simple = (...of: Parameters<typeof message>) => ({ ...message(...of), simple: true })
const serves = { purpose: { purpose: 'service', confirmed: true } } as const
const gone = { runningState: 'deregistered' } as const
const closing = { runningState: 'closing' } as const
const posts = (covered: boolean, ...days: string[]) => ({ posts: { days: days.map(day), covered } })
const eight = ['09-04', '09-07', '09-10', '09-14', '09-18', '09-21', '09-25', '09-30'].map((one) => `2026-${one}`)

describe('indicators on what other rooms and people bring', () => {
  it.each<[string, string, Parameters<typeof judge>, string | [string, string]]>([
    ['互动', 'nobody told of it', ['N-NM-03a', {}], 'not judged'],
    ['互动', 'nobody tried', ['N-NM-03a', { interaction: null }], ['hint', 'unknown']],
    ['互动', 'a way was found', ['N-NM-03a', { interaction: { hasEntry: true, seenOn: null } }], ['veto', 'pass']],
    ['互动', 'none was found', ['N-NM-03a', { interaction: { hasEntry: false, seenOn: null } }], ['veto', 'fail']],
    [
      '互动',
      'an account being closed is looked at too',
      ['N-NM-03a', { interaction: { hasEntry: false, seenOn: null } }, closing],
      ['veto', 'fail'],
    ],
    [
      '互动',
      'gone',
      ['N-NM-03a', { interaction: { hasEntry: false, seenOn: null } }, gone],
      ['veto', 'not-applicable'],
    ],
    ['留言', 'nobody told of any', ['D-JS-07', { messages: null }], ['deduction', 'unknown']],
    ['留言', 'none was asked', ['D-JS-07', { messages: [] }], ['deduction', 'pass']],
    [
      '留言',
      'answered on the day',
      ['D-JS-07', { messages: [message('2026-09-01', '2026-09-08', '2026-09-08')] }],
      ['deduction', 'pass'],
    ],
    [
      '留言',
      'answered a day late',
      ['D-JS-07', { messages: [message('2026-09-01', '2026-09-08', '2026-09-09')] }],
      ['deduction', 'fail'],
    ],
    [
      '留言',
      'open, due at the checkpoint',
      ['D-JS-07', { messages: [message('2026-09-23', '2026-09-30')] }],
      ['deduction', 'pass'],
    ],
    [
      '留言',
      'open, due the day before',
      ['D-JS-07', { messages: [message('2026-09-22', '2026-09-29')] }],
      ['deduction', 'fail'],
    ],
    [
      '留言',
      'answered after the checkpoint, due before',
      ['D-JS-07', { messages: [message('2026-09-01', '2026-09-08', '2026-10-05')] }],
      ['deduction', 'fail'],
    ],
    [
      '留言',
      'asked after the checkpoint',
      ['D-JS-07', { messages: [message('2026-10-01', '2026-10-08')] }],
      ['deduction', 'pass'],
    ],
    [
      '留言',
      'nobody knows whether it was answered',
      ['D-JS-07', { messages: [message('2026-09-01', '2026-09-08', null)] }],
      ['deduction', 'unknown'],
    ],
    [
      '留言',
      'one unknown, one late',
      ['D-JS-07', { messages: [message('2026-09-01', '2026-09-08', null), message('2026-09-01', '2026-09-08')] }],
      ['deduction', 'fail'],
    ],
    [
      '简单咨询',
      'others don’t count',
      ['P-HN-02', { messages: [message('2026-09-01', '2026-09-08')] }],
      ['hint', 'pass'],
    ],
    [
      '简单咨询',
      'late',
      ['P-HN-02', { messages: [simple('2026-09-01', '2026-09-02', '2026-09-03')] }],
      ['hint', 'fail'],
    ],
    ['办事', 'nobody told of entries', ['D-JS-08', { services: null }], ['deduction', 'unknown']],
    ['办事', 'no entries', ['D-JS-08', { services: [] }], ['deduction', 'not-applicable']],
    ['办事', 'all usable', ['D-JS-08', { services: [{ name: '社保', usable: true }] }, serves], ['deduction', 'pass']],
    [
      '办事',
      'one broken',
      [
        'D-JS-08',
        {
          services: [
            { name: '社保', usable: true },
            { name: '公积金', usable: false },
          ],
        },
        serves,
      ],
      ['deduction', 'fail'],
    ],
    ['办事', 'one not tried', ['D-JS-08', { services: [{ name: '社保', usable: null }] }], ['deduction', 'unknown']],
    ['更名', 'nobody compared', ['N-123-04', { renamed: null }], ['deduction', 'unknown']],
    [
      '更名',
      'filed',
      ['N-123-04', { renamed: { on: day('2026-09-01'), filedOn: day('2026-09-03') } }],
      ['deduction', 'pass'],
    ],
    [
      '更名',
      'not filed',
      ['N-123-04', { renamed: { on: day('2026-09-01'), filedOn: undefined } }],
      ['deduction', 'fail'],
    ],
    [
      '更名',
      'nobody knows whether it was filed',
      ['N-123-04', { renamed: { on: day('2026-09-01'), filedOn: null } }],
      ['deduction', 'unknown'],
    ],
    ['停止维护', 'runs', ['N-NM-07', {}], ['deduction', 'pass']],
    ['停止维护', 'stopped, no case', ['N-NM-07', {}, { operatingStatus: 'stopped' }], ['deduction', 'fail']],
    [
      '停止维护',
      'stopped, being closed',
      ['N-NM-07', {}, { operatingStatus: 'stopped', ...closing }],
      ['deduction', 'pass'],
    ],
    ['停止维护', 'the ledger does not say', ['N-NM-07', {}, { operatingStatus: null }], ['deduction', 'unknown']],
    [
      '重新上线',
      'back without a filing',
      [
        'D-JS-01',
        { reopened: { closedOn: day('2020-11-01'), reopenedOn: day('2021-03-01') } },
        { filingState: 'unknown' },
      ],
      ['veto', 'fail'],
    ],
    [
      '重新上线',
      'back with one',
      ['D-JS-01', { reopened: { closedOn: day('2020-11-01'), reopenedOn: day('2021-03-01') } }],
      ['veto', 'pass'],
    ],
    ['每周', 'two in each week', ['L-01', posts(true, ...eight)], ['deduction', 'pass']],
    ['每周', 'one in the last week', ['L-01', posts(true, ...eight.slice(0, 7))], ['deduction', 'fail']],
    [
      '每周',
      'one in the last week, not all seen',
      ['L-01', posts(false, ...eight.slice(0, 7))],
      ['deduction', 'unknown'],
    ],
    [
      '每周',
      'two in each week is enough, however little was seen',
      ['L-01', posts(false, ...eight)],
      ['deduction', 'pass'],
    ],
    ['每周', 'a service account', ['L-01', posts(true), serves], ['deduction', 'not-applicable']],
    ['本区间隔', 'day 10', ['L-03', {}, {}, { lastUpdateOn: '2026-09-20' }], ['deduction', 'pass']],
    ['本区间隔', 'day 11', ['L-03', {}, {}, { lastUpdateOn: '2026-09-19' }], ['deduction', 'fail']],
    [
      '本区间隔',
      'day 11, not seen',
      ['L-03', {}, {}, { lastUpdateOn: '2026-09-19', covered: false }],
      ['deduction', 'unknown'],
    ],
    ['转载', 'nobody compared', ['L-07', { repostDuties: null }], ['deduction', 'unknown']],
    [
      '转载',
      'not due yet',
      ['L-07', { repostDuties: [{ dueOn: day('2026-10-01'), doneOn: undefined }] }],
      ['deduction', 'not-applicable'],
    ],
    [
      '转载',
      'in time',
      ['L-07', { repostDuties: [{ dueOn: day('2026-09-10'), doneOn: day('2026-09-10') }] }],
      ['deduction', 'pass'],
    ],
    [
      '转载',
      'late',
      ['L-07', { repostDuties: [{ dueOn: day('2026-09-10'), doneOn: day('2026-09-11') }] }],
      ['deduction', 'fail'],
    ],
    [
      '转载',
      'not done',
      ['L-07', { repostDuties: [{ dueOn: day('2026-09-10'), doneOn: undefined }] }],
      ['deduction', 'fail'],
    ],
    [
      '转载',
      'nobody knows',
      ['L-07', { repostDuties: [{ dueOn: day('2026-09-10'), doneOn: null }] }],
      ['deduction', 'unknown'],
    ],
    ['链接', 'one broken', ['L-16', { links: [{ url: '#', ok: false }] }], ['deduction', 'fail']],
    ['链接', 'one not tried', ['L-16', { links: [{ url: '#', ok: null }] }], ['deduction', 'unknown']],
    [
      '栏目',
      'on its last day',
      ['L-17', { columns: [{ name: '动态', lastUpdatedOn: day('2026-09-16'), maxDays: 14 }] }],
      ['deduction', 'pass'],
    ],
    [
      '栏目',
      'a day beyond',
      ['L-17', { columns: [{ name: '动态', lastUpdatedOn: day('2026-09-15'), maxDays: 14 }] }],
      ['deduction', 'fail'],
    ],
    [
      '栏目',
      'nobody looked',
      ['L-17', { columns: [{ name: '动态', lastUpdatedOn: null, maxDays: 14 }] }],
      ['deduction', 'unknown'],
    ],
    ['原创', 'none', ['L-18', { originals: 0 }], ['deduction', 'fail']],
    ['原创', 'one', ['L-18', { originals: 1 }], ['deduction', 'pass']],
    ['原创', 'nobody counted', ['L-18', { originals: null }], ['deduction', 'unknown']],
    [
      '应用',
      'of a township',
      ['B-06', {}, { platform: 'wechat_miniprogram', unitKind: 'township' }],
      ['deduction', 'fail'],
    ],
    ['应用', 'of a department', ['B-06', {}, { platform: 'app' }], ['deduction', 'pass']],
    ['应用', 'an account', ['B-06', {}, { unitKind: 'township' }], ['deduction', 'not-applicable']],
  ])('%s: %s', (_label, _what, of, expected) => {
    expect(judge(...of)).toEqual(expected)
  })

  it.each(indicators.filter(({ reported }) => reported).map(({ id }) => id))(
    '%s speaks only where something was reported',
    (id) => {
      const { class: weighs } = indicatorOf(id)
      expect(judge(id, {})).toBe('not judged')
      expect(judge(id, { reports: { 'N-NM-99': [] } })).toBe('not judged')
      expect(judge(id, { reports: { [id]: null } })).toEqual([weighs, 'unknown'])
      expect(judge(id, { reports: { [id]: [] } })).toEqual([weighs, 'pass'])
      expect(judge(id, { reports: { [id]: [{ seenOn: day('2026-09-03'), what: '某处' }] } })).toEqual([weighs, 'fail'])
      expect(judge(id, { reports: { [id]: [{ seenOn: null, what: '某处' }] } }, gone)).toEqual([
        weighs,
        'not-applicable',
      ])
    },
  )

  it('never says what was leaked', () => {
    const reports = [{ seenOn: day('2026-09-03'), what: '不得出现的内容' }]
    for (const { id } of indicators.filter(({ reported }) => reported === 'secret')) {
      const facts = { ...accountFacts(checkpoint), brought: { reports: { [id]: reports } } }
      const indicator = indicatorOf(id)
      const judged = indicator.judge(facts, all)
      expect(JSON.stringify([judged, indicator.sentence(judged.facts, day(checkpoint))])).not.toContain('不得出现')
    }
  })
})

describe('答复 (rulebook (g))', () => {
  it('counts what is open beyond its day against the rate', () => {
    const asked = (n: number, repliedOn?: string) =>
      Array.from({ length: n }, () => message('2026-08-01', '2026-08-08', repliedOn))
    expect(repliesBy([...asked(292, '2026-08-08'), ...asked(17, '2026-08-20')], day(checkpoint))).toMatchObject({
      asked: 309,
      onTime: 292,
      late: 17,
      onTimeRate: 94.5,
    })
    expect(repliesBy(asked(8), day(checkpoint))).toMatchObject({ openOverdue: 8, onTimeRate: 0 })
    expect(repliesBy([], day(checkpoint)).onTimeRate).toBeNull()
  })
})

// Full count: GOVMEDIA_PROPERTY_RUNS=100000.
const numRuns = Number(process.env['GOVMEDIA_PROPERTY_RUNS'] ?? 1500)

it('never makes a failure of what is not known', () => {
  const maybeDay = fc.option(
    fc.integer({ min: 0, max: 60 }).map((back) => new Date(Date.UTC(2026, 8, 30 - back)).toISOString().slice(0, 10)),
  )
  const unknownFacts = fc.record({
    covered: fc.constant(false),
    lastUpdateOn: maybeDay,
    messages: fc.option(fc.array(fc.constant(message('2026-08-01', '2026-08-08', null)), { maxLength: 3 })),
    services: fc.option(fc.array(fc.constant({ name: '社保', usable: null }), { maxLength: 3 })),
    links: fc.option(fc.array(fc.constant({ url: '#', ok: null }), { maxLength: 3 })),
    columns: fc.option(fc.array(fc.constant({ name: '动态', lastUpdatedOn: null, maxDays: 14 }), { maxLength: 3 })),
    repostDuties: fc.option(fc.array(fc.constant({ dueOn: day('2026-09-01'), doneOn: null }), { maxLength: 3 })),
    postDays: fc.array(maybeDay, { maxLength: 12 }),
    told: fc.subarray([
      'interaction',
      'messages',
      'services',
      'links',
      'columns',
      'repostDuties',
      'posts',
      'originals',
      'renamed',
      'reports',
    ]),
    runningState: fc.constantFrom('running', 'closing', 'closed', 'deregistered'),
    confirmed: fc.boolean(),
    purpose: fc.constantFrom('publish', 'service', 'mixed'),
  })
  const judging = junshan2019v2.indicators.map(indicatorOf)
  fc.assert(
    fc.property(unknownFacts, (one) => {
      const groups = {
        interaction: null,
        messages: one.messages,
        services: one.services,
        links: one.links,
        columns: one.columns,
        repostDuties: one.repostDuties,
        posts: { days: one.postDays.flatMap((text) => (text === null ? [] : [day(text)])), covered: false },
        originals: null,
        renamed: null,
        reports: Object.fromEntries(indicators.map(({ id }) => [id, null])),
      }
      const brought = Object.fromEntries(Object.entries(groups).filter(([group]) => one.told.includes(group)))
      const facts: AccountFacts = {
        ...accountFacts(
          checkpoint,
          { covered: false, lastUpdateOn: one.lastUpdateOn },
          {
            runningState: one.runningState,
            filingState: 'unknown',
            certifiedEntity: null,
            operatingStatus: null,
            duties: { primary: 'unknown', direct: 'unknown', staff: 'unknown' },
            purpose: { purpose: one.purpose, confirmed: one.confirmed },
          },
        ),
        brought,
      }
      // A warning is about the last update that was seen, and says so.
      const failed = judgeAccount(judging, facts, all).filter(
        ({ value, class: weighs }) => value === 'fail' && weighs !== 'hint',
      )
      expect(failed).toEqual([])
    }),
    { numRuns },
  )
})
