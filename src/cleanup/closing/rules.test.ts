import { describe, expect, it } from 'vitest'
import { civilDate, instant, seedYears, workCalendar } from '../../calendar/index.ts'
import type { ClosingCase } from '../../filing/index.ts'
import { announcementText, dayTyped } from './announcement.ts'
import { type Announcement, type Archive, type Closing, type ClosingFile, faultLabels } from './model.ts'
import { casesOf, faultsOf, isOverdue, missingOf, noticeEnd, stepsOf } from './rules.ts'

const calendar = workCalendar(seedYears())
const day = (text: string | null) => (text === null ? null : civilDate(text))

const closing = {
  accountId: 'a',
  state: 'content-archived',
  casesSince: instant('2026-06-01T00:00:00.000Z'),
  noticeWorkdays: 15,
  explained: [],
  itemDueOn: null,
  itemDecidedOn: null,
  verifiedOn: null,
  recheckOn: null,
} as unknown as Closing

const filed = (over: Partial<ClosingCase> = {}): ClosingCase => ({
  id: 'c',
  accountId: 'a',
  kind: 'deregister',
  state: 'registered',
  reason: '一平台多账号',
  decision: 'meeting',
  successor: '“临湖发布”微信公众号',
  stopsOn: '2026年6月24日',
  begunAt: instant('2026-06-10T00:00:00.000Z'),
  approvedOn: civilDate('2026-06-16'),
  executedOn: civilDate('2026-07-13'),
  executedBy: 'user:unit_editor',
  nationalOn: civilDate('2026-07-13'),
  filingNumber: null,
  ...over,
})

type Days = {
  published?: string | null
  stops?: string
  archived?: string | null
  gone?: string | null
  approved?: string | null
}
function fileOf({
  published = '2026-06-18',
  stops = '2026-06-24',
  archived = '2026-06-30',
  gone = '2026-07-13',
  approved = '2026-06-16',
}: Days = {}): ClosingFile {
  const pause: Announcement = {
    kind: 'pause',
    body: '',
    stopsOn: day(stops),
    publishedOn: day(published),
    link: null,
    screenshotFileId: null,
  }
  return {
    closing,
    announcements: published === null ? [] : [pause],
    archives: archived === null ? [] : [{ madeOn: civilDate(archived) } as Archive],
    suspension: undefined,
    deregistration: filed({ executedOn: day(gone), approvedOn: day(approved) }),
  }
}
const noticeOf = (file: ClosingFile) => noticeEnd(file.closing, file.announcements, calendar)

describe('公告期', () => {
  it.each([
    // 端午 2026-06-19 to 06-21 are no working days.
    ['2026-06-18', '2026-07-10', false],
    // The test vector of the rulebook: 2026-11-23 and fifteen working days.
    ['2026-11-23', '2026-12-14', false],
    // 2027 has no official notice: the day may still move.
    ['2026-12-21', '2027-01-12', true],
  ])('of fifteen working days after %s ends with %s (暂定: %s)', (published, last, provisional) => {
    expect(noticeOf(fileOf({ published, gone: null }))).toEqual({ day: last, provisional })
  })
})

describe('steps out of order', () => {
  it.each<[string, Days, (keyof typeof faultLabels)[]]>([
    ['all in order, deregistered on the day after the last one', { gone: '2026-07-11' }, []],
    ['deregistered on the last day of the period', { gone: '2026-07-10' }, ['deregistered-within-period']],
    ['announced on the day of the approval', { published: '2026-06-16' }, []],
    ['announced a day before the approval', { published: '2026-06-15' }, ['announced-before-approval']],
    ['paused on the day of the announcement', { stops: '2026-06-18' }, []],
    ['paused a day before it', { stops: '2026-06-17' }, ['paused-before-announcement']],
    ['archived on the day of the deregistration', { archived: '2026-07-13' }, []],
    ['archived a day after it', { archived: '2026-07-14' }, ['deregistered-before-archive']],
    ['never archived', { archived: null }, ['deregistered-before-archive']],
    ['never announced', { published: null }, ['deregistered-without-announcement']],
    [
      'announced after it was gone',
      { gone: '2026-06-17', archived: '2026-06-16' },
      ['deregistered-without-announcement'],
    ],
    [
      'deregistered before it was approved',
      { gone: '2026-06-15', archived: '2026-06-15' },
      ['deregistered-before-approval', 'deregistered-without-announcement'],
    ],
    ['not deregistered at all', { gone: null, archived: null }, []],
  ])('%s', (_what, days, faults) => {
    const file = fileOf(days)
    expect(faultsOf(file, noticeOf(file))).toEqual(faults)
  })
})

describe('what is missing', () => {
  const missing = (file: ClosingFile, today: string) => missingOf(file, noticeOf(file), civilDate(today))

  it('is said in words, and a successor among it', () => {
    const file = fileOf({ gone: null })
    expect(missing(file, '2026-07-10')).toEqual(['公告期未满', '尚未登记平台注销'])
    expect(missing(file, '2026-07-11')).toEqual(['尚未登记平台注销'])
    expect(missing({ ...file, deregistration: filed({ successor: ' ' }) }, '2026-07-14')).toEqual([
      '备案事项没有写明承接平台',
    ])
    expect(
      missing({ ...file, deregistration: undefined, suspension: filed({ kind: 'suspend' }) }, '2026-07-14'),
    ).toEqual(['只办了关停备案，还没有注销备案'])
  })
})

describe('the steps of C3', () => {
  it('take their days from the filing case where it knows them', () => {
    const file = fileOf()
    const done = stepsOf(file, noticeOf(file), civilDate('2026-07-14')).filter((step) => step.done)
    expect(done.map(({ name, on }) => [name, on])).toEqual([
      ['requested', null],
      ['decided', null],
      ['filing-approved', '2026-06-16'],
      ['notice', '2026-06-18'],
      ['content-archived', '2026-06-30'],
      ['deregistered', '2026-07-13'],
      ['national', '2026-07-13'],
    ])
  })

  it('stand on the cases of this closing only: one that was closed years ago says nothing', () => {
    const old = filed({ begunAt: instant('2024-01-01T00:00:00.000Z') })
    expect(casesOf(closing, [old])).toEqual({ suspension: undefined, deregistration: undefined })
    expect(casesOf(closing, [old, filed(), filed({ accountId: 'b' })]).deregistration?.accountId).toBe('a')
  })
})

describe('overdue', () => {
  it.each<[string, Partial<Closing>, string, boolean]>([
    ['on the day until which it was to be done', { itemDueOn: civilDate('2026-07-20') }, '2026-07-20', false],
    ['on the day after', { itemDueOn: civilDate('2026-07-20') }, '2026-07-21', true],
    ['on the day of the re-check', { state: 'verified', recheckOn: civilDate('2026-08-19') }, '2026-08-19', false],
    ['a day after it', { state: 'verified', recheckOn: civilDate('2026-08-19') }, '2026-08-20', true],
    ['once all is done', { state: 'archived', itemDueOn: civilDate('2026-07-20') }, '2026-09-01', false],
  ])('%s: %s', (_what, over, today, late) => {
    expect(isOverdue({ ...closing, ...over }, civilDate(today))).toBe(late)
  })
})

describe('the announcement', () => {
  const facts = {
    unit: '临湖区水务局',
    account: '临湖节水',
    platform: '抖音号',
    successor: '“临湖发布”微信公众号',
    stopsOn: civilDate('2026-06-24'),
    noticeUntil: civilDate('2026-07-10'),
    today: civilDate('2026-06-18'),
  }

  it('is worded as offices word it: basis, account, day, what follows, where to look from now on', () => {
    expect(announcementText('pause', facts)).toBe(
      [
        '关于停更政务新媒体账号“临湖节水”（抖音号）的公告',
        '',
        '　　根据《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕123号）要求，我单位政务新媒体账号“临湖节水”（抖音号）将于2026年6月24日起停止发布信息，并启动关停注销程序。由此给您带来的不便，敬请谅解。后续信息敬请关注“临湖发布”微信公众号。',
        '　　特此公告。',
        '',
        '临湖区水务局',
        '2026年6月18日',
      ].join('\n'),
    )
    expect(announcementText('deregister', facts)).toContain('停更公告已于2026年7月10日期满，现按程序予以注销')
  })

  it('shows as a gap what nobody has said yet', () => {
    const text = announcementText('pause', { ...facts, successor: '', stopsOn: null })
    expect(text.match(/【[^】]*】/g)).toEqual(['【停更日期】', '【承接平台】'])
    expect(announcementText('pause', { ...facts, successor: '临湖发布' })).toContain('敬请关注“临湖发布”。')
  })

  it.each([
    ['2026年6月24日', '2026-06-24'],
    ['2026年6月', null],
    ['六月底', null],
    ['', null],
  ])('reads 拟停更日期 %s as %s', (text, read) => {
    expect(dayTyped(text)).toBe(read)
  })
})
