import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { civilDate, dayOf, type Instant, instant } from '../../calendar/index.ts'
import type { ApprovedText, PublishedPost, ReturnedText } from './model.ts'
import { drawn, isSampled, matchPost, prepareTexts, wasAdoptedOn } from './rules.ts'

const [account, other] = ['a', 'b']
const plain =
  '为方便群众办事，区政务服务中心自10月8日起实行延时服务，每周六上午9时至12时照常受理。\n请各位市民相互转告。'
const approved: ApprovedText = {
  manuscriptId: 'm1',
  number: 1,
  title: '区政务服务中心实行周六延时服务',
  plain,
  accountIds: [account],
  approvedAt: instant('2026-10-07T10:00:00+08:00'),
  recorded: [],
  open: [],
  withdrawnAt: null,
  correctsId: null,
}
const returned: ReturnedText = {
  manuscriptId: 'm2',
  number: 2,
  title: '全区秸秆禁烧专项行动纪实',
  plain: '连日来，各镇街组织力量开展巡查。',
  accountIds: [account],
  returnedAt: instant('2026-10-07T10:00:00+08:00'),
}
const post: PublishedPost = {
  id: 'p',
  accountId: account,
  linkKey: 'k',
  url: null,
  title: approved.title,
  on: civilDate('2026-10-07'),
  moment: instant('2026-10-07T10:30:00+08:00'),
  seenAt: instant('2026-10-08T10:00:00+08:00'),
  text: plain,
  textBy: 'person',
}
const at = (time: string) => ({ moment: instant(time), on: civilDate(time.slice(0, 10)) })

describe('a published post', () => {
  it.each<[string, Partial<PublishedPost>, Partial<ApprovedText>, ReturnType<typeof matchPost>]>([
    ['is what was approved', {}, {}, { standing: 'same', why: ['title'], manuscriptId: 'm1' }],
    [
      'may be set otherwise: blanks, marks, full width',
      { title: '区政务服务中心 实行“周六”延时服务！', text: plain.replaceAll('，', ', ') },
      {},
      { standing: 'same', why: ['title'], manuscriptId: 'm1' },
    ],
    [
      'may bear what a platform adds',
      { text: `阅读 1.2万\n${plain}\n来源：临湖政务` },
      {},
      { standing: 'same', why: ['title'], manuscriptId: 'm1' },
    ],
    [
      'whose text nobody read is the same by its title alone',
      { text: null },
      {},
      { standing: 'title-only', why: ['title'], manuscriptId: 'm1' },
    ],
    [
      'may show the beginning of its text as its title',
      { title: '为方便群众办事，区政务服务中心自10月8日起……', text: null },
      {},
      { standing: 'title-only', why: ['title'], manuscriptId: 'm1' },
    ],
    [
      'whose text its source cut off is the same by its title alone',
      { text: plain.slice(0, 20), textBy: 'source' },
      {},
      { standing: 'title-only', why: ['title'], manuscriptId: 'm1' },
    ],
    [
      'of which a person found the beginning alone was cut',
      { text: plain.slice(0, 20) },
      {},
      { standing: 'edited', why: ['title', 'text-changed'], manuscriptId: 'm1' },
    ],
    [
      'was changed in one number',
      { text: plain.replace('9时', '8时') },
      {},
      { standing: 'edited', why: ['title', 'text-changed'], manuscriptId: 'm1' },
    ],
    [
      'of no known day is the same, and its day is said to be unknown',
      { on: null, moment: null },
      {},
      { standing: 'same', why: ['title', 'day-unknown'], manuscriptId: 'm1' },
    ],
    [
      'of no known day that differs may have gone out before: not known',
      { on: null, moment: null, text: plain.replace('9时', '8时') },
      {},
      { standing: 'unclear', why: ['title', 'text-changed', 'day-unknown'], manuscriptId: 'm1' },
    ],
    [
      'of no known day that the unit recorded as this text, and that differs, was changed',
      { on: null, moment: null, text: plain.replace('9时', '8时') },
      { recorded: [{ accountId: account, linkKey: 'k' }] },
      { standing: 'edited', why: ['link', 'text-changed', 'day-unknown'], manuscriptId: 'm1' },
    ],
    [
      'of no known day that nothing resembles is no fault',
      { on: null, moment: null, title: '我区举办丰收节', text: null },
      {},
      { standing: 'unclear', why: ['day-unknown'], manuscriptId: null },
    ],
    [
      'of no known day is not held against a text that was sent back',
      { on: null, moment: null, title: returned.title, text: null },
      {},
      { standing: 'unclear', why: ['returned', 'day-unknown'], manuscriptId: 'm2' },
    ],
    [
      'was given a paragraph more',
      { text: `${plain}\n${'另有商家优惠活动，欢迎选购。'.repeat(6)}` },
      {},
      { standing: 'edited', why: ['title', 'text-changed'], manuscriptId: 'm1' },
    ],
    [
      'was given another title',
      { title: '重磅！政务服务中心周六也上班' },
      {},
      { standing: 'edited', why: ['text', 'title-changed'], manuscriptId: 'm1' },
    ],
    [
      'was given a like title',
      { title: '区政务服务中心实行周日延时服务', text: null },
      {},
      { standing: 'edited', why: ['likely', 'title-changed'], manuscriptId: 'm1' },
    ],
    [
      'is the one whose link was recorded, whatever it says',
      { title: '好消息', text: null },
      { recorded: [{ accountId: account, linkKey: 'k' }] },
      { standing: 'edited', why: ['link', 'title-changed'], manuscriptId: 'm1' },
    ],
    [
      'is not found by a link that another account recorded',
      { title: '好消息', text: null },
      { recorded: [{ accountId: other, linkKey: 'k' }] },
      { standing: 'never', why: ['nothing-like-it'], manuscriptId: null },
    ],
    [
      'went out before it was approved',
      at('2026-10-07T09:59:00+08:00'),
      {},
      { standing: 'never', why: ['before-approval'], manuscriptId: 'm1' },
    ],
    [
      'of the very minute is not called early: platforms show no seconds',
      {},
      { approvedAt: instant('2026-10-07T10:30:40+08:00') },
      { standing: 'same', why: ['title'], manuscriptId: 'm1' },
    ],
    [
      'of the minute in which it was withdrawn is not held against anybody',
      {},
      { withdrawnAt: instant('2026-10-07T10:30:00+08:00') },
      { standing: 'same', why: ['title'], manuscriptId: 'm1' },
    ],
    [
      'of the same day without a minute is not called early',
      { moment: null },
      {},
      { standing: 'same', why: ['title'], manuscriptId: 'm1' },
    ],
    [
      'of the day before without a minute is early',
      { moment: null, on: civilDate('2026-10-06') },
      {},
      { standing: 'never', why: ['before-approval'], manuscriptId: 'm1' },
    ],
    [
      'of no known day is not called early',
      { moment: null, on: null },
      { approvedAt: instant('2027-01-01T10:00:00+08:00') },
      { standing: 'same', why: ['title', 'day-unknown'], manuscriptId: 'm1' },
    ],
    [
      'was never approved',
      { title: '我区举办丰收节', text: '今天上午，丰收节开幕。' },
      {},
      { standing: 'never', why: ['nothing-like-it'], manuscriptId: null },
    ],
    [
      'was approved for another account alone',
      {},
      { accountIds: [other] },
      { standing: 'never', why: ['nothing-like-it'], manuscriptId: null },
    ],
    [
      'that says nothing is not known',
      { title: '转发微博', text: null },
      {},
      { standing: 'unclear', why: ['no-words'], manuscriptId: null },
    ],
    [
      'did not pass its gates',
      { title: returned.title, text: null },
      {},
      { standing: 'flagged', why: ['returned'], manuscriptId: 'm2' },
    ],
    [
      'did not pass, and bears another title',
      { title: '秸秆禁烧在行动', text: returned.plain },
      {},
      { standing: 'flagged', why: ['returned'], manuscriptId: 'm2' },
    ],
    [
      'went out with a finding that nobody confirmed',
      {},
      { open: ['攻府'] },
      { standing: 'flagged', why: ['title', 'open-findings'], manuscriptId: 'm1' },
    ],
    [
      'went out after it was withdrawn',
      {},
      { withdrawnAt: instant('2026-10-07T10:20:00+08:00') },
      { standing: 'flagged', why: ['title', 'withdrawn'], manuscriptId: 'm1' },
    ],
    [
      'went out before it was withdrawn',
      {},
      { withdrawnAt: instant('2026-10-08T10:20:00+08:00') },
      { standing: 'same', why: ['title'], manuscriptId: 'm1' },
    ],
  ])('%s', (_, changed, text, wanted) => {
    const texts = prepareTexts({ approved: [{ ...approved, ...text }], returned: [returned] })
    expect(matchPost({ ...post, ...changed }, texts)).toEqual(wanted)
  })

  it('is held against the text that was approved last before it', () => {
    const later = {
      ...approved,
      manuscriptId: 'm3',
      plain: `${plain}\n联系电话见公告。`,
      approvedAt: instant('2026-10-07T10:20:00+08:00'),
    }
    const latest = { ...later, manuscriptId: 'm4', approvedAt: instant('2026-10-07T10:40:00+08:00') }
    const texts = prepareTexts({ approved: [approved, latest, later], returned: [] })
    // Many notices bear one title: the one that says the same goes first, unless a correction took its place.
    expect(matchPost(post, texts)).toMatchObject({ standing: 'same', manuscriptId: 'm1' })
    const corrected = prepareTexts({ approved: [approved, latest, { ...later, correctsId: 'm1' }], returned: [] })
    expect(matchPost(post, corrected)).toMatchObject({ standing: 'edited', manuscriptId: 'm3' })
    const changed = { ...post, text: plain.replace('9时', '8时') }
    expect(matchPost(changed, texts)).toMatchObject({ standing: 'edited', manuscriptId: 'm3' })
    expect(matchPost({ ...post, text: later.plain }, texts)).toMatchObject({ standing: 'same', manuscriptId: 'm3' })
  })
})

it('is not called withdrawn by a title that another text bears, too, while nobody read what it says', () => {
  const gone = { ...approved, manuscriptId: 'm5', withdrawnAt: instant('2026-10-07T10:20:00+08:00') }
  const later = { ...gone, approvedAt: instant('2026-10-07T10:10:00+08:00') }
  const texts = prepareTexts({ approved: [approved, later], returned: [] })
  expect(matchPost({ ...post, text: null }, texts)).toMatchObject({ standing: 'title-only', manuscriptId: 'm1' })
  expect(matchPost({ ...post, text: null }, prepareTexts({ approved: [later], returned: [] })).standing).toBe('flagged')
})

describe('a number that was changed by a mark alone', () => {
  const numbers = '全年投入1.5亿元，增长12%，比例为3:1，气温－2℃至8℃。'
  const given = { ...approved, plain: numbers }
  const standing = (text: string) =>
    matchPost({ ...post, text }, prepareTexts({ approved: [given], returned: [] })).standing
  it.each([
    ['1.5亿', '15亿'],
    ['12%', '12'],
    ['12%', '1.2%'],
    ['3:1', '31'],
  ])('%s is not %s', (was, is) => expect(standing(numbers.replace(was, is))).toBe('edited'))
  it.each([
    ['1.5', '１．５'],
    ['12%', '12％'],
    ['3:1', '3：1'],
    ['，', ', '],
  ])('%s may be set as %s', (was, is) => expect(standing(numbers.replaceAll(was, is))).toBe('same'))
})

describe('a microblog shows title and text as one', () => {
  const shown = `【${approved.title}】${plain}`
  const cut = `【${approved.title}】${plain.slice(0, 30)}`
  it.each<[string, Partial<PublishedPost>, string]>([
    ['whole', { title: shown, text: shown }, 'same'],
    ['cut off, its text unread', { title: `${cut}……全文`, text: null }, 'title-only'],
    ['cut off by its source', { title: cut, text: `${cut}...展开全文`, textBy: 'source' }, 'title-only'],
    ['with another number', { title: shown.replace('9时', '8时'), text: shown.replace('9时', '8时') }, 'edited'],
  ])('%s', (_, changed, wanted) => {
    expect(matchPost({ ...post, ...changed }, prepareTexts({ approved: [approved], returned: [] })).standing).toBe(
      wanted,
    )
  })
})

describe('a unit that does not write here', () => {
  const hours = fc.integer({ min: 0, max: 24 * 40 })
  const moment = (hour: number) =>
    new Date(Date.parse('2026-09-01T00:00:00Z') + hour * 3_600_000).toISOString() as Instant
  const span = fc.tuple(hours, fc.option(hours)).map(([from, length]) => ({
    unitId: 'u',
    levels: 3,
    adoptedAt: moment(from),
    endedAt: length === null ? null : moment(from + length + 1),
  }))

  it('has no post that is compared, whatever its spans: none outside them, none of a day that was not wholly in one', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 3 }), hours, fc.boolean(), (spans, hour, isDayOnly) => {
        const now = moment(hour)
        const one = { unitId: 'u', cameAt: null, on: dayOf(now), moment: isDayOnly ? null : now, seenAt: now }
        const within = (time: Instant) =>
          spans.some(({ adoptedAt, endedAt }) => adoptedAt <= time && (endedAt === null || time < endedAt))
        expect(wasAdoptedOn(spans, one) && !within(now)).toBe(false)
        expect(wasAdoptedOn(spans, { ...one, unitId: 'another' })).toBe(false)
        // Of no known day it counts when it was seen.
        expect(wasAdoptedOn(spans, { ...one, on: null, moment: null })).toBe(within(now))
        // What is compared is never sampled, and of a day that was neither nor nothing is asked.
        expect(wasAdoptedOn(spans, one) && isSampled(spans, one)).toBe(false)
        expect(wasAdoptedOn([], one)).toBe(false)
        expect(isSampled([], one)).toBe(true)
        // What went out before the account came to the unit is nothing of the unit's.
        const cameAfter = { ...one, cameAt: moment(hour + 1) }
        expect([wasAdoptedOn(spans, cameAfter), isSampled(spans, cameAfter)]).toEqual([false, false])
      }),
    )
  })

  it('is sampled by chance alone: so many posts, none twice, in their own order', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(80), fc.infiniteStream(fc.nat()), (size, count, numbers) => {
        const from = Array.from({ length: size }, (_, place) => place)
        const chosen = drawn(from, count, (below) => numbers.next().value % below)
        expect(chosen).toHaveLength(Math.min(size, count))
        expect(chosen).toEqual([...new Set(chosen)].toSorted((a, b) => a - b))
      }),
    )
  })
})
