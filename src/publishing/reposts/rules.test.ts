import { expect, it } from 'vitest'
import { civilDate, instantFromLocal } from '../../calendar/index.ts'
import type { RepostPost } from './model.ts'
import { repostState } from './rules.ts'
import { foldTitle, likeness, resemblanceTo } from './titles.ts'

const at = (text: string) => instantFromLocal(text)!
const day = civilDate
const duty = {
  title: '关于做好2026年国庆假期安全生产工作的提示',
  issuedOn: day('2026-09-20'),
  dueAt: at('2026-09-22 17:00'),
}
const post = (on: string | null, time: string | null, title = duty.title): RepostPost => ({
  accountId: 'a',
  title,
  folded: foldTitle(title),
  url: null,
  on: on === null ? null : day(on),
  moment: time === null ? null : at(`${on} ${time}`),
})
const nothingSaid = { state: 'asked', link: null, doneAt: null } as const

it.each([
  ['the same with blanks and marks', '【转载】关于做好 2026年国庆假期安全生产工作的提示！', true],
  ['full-width digits', '关于做好２０２６年国庆假期安全生产工作的提示', true],
  ['a year apart', '关于做好2025年国庆假期安全生产工作的提示', false],
  ['a part of it', '国庆假期安全生产工作的提示', false],
])('%s: %s', (_, title, bears) => expect(resemblanceTo(duty.title).bears(foldTitle(title))).toBe(bears))

it('likeness is told by shared pairs of characters, and of nothing there is none', () => {
  expect(likeness('安全生产', '安全生产')).toBe(1)
  expect(likeness('安全生产', '安全检查')).toBeCloseTo(1 / 3)
  expect(likeness('安', '安')).toBe(0)
  // A pair counts as often as both have it.
  expect(likeness('好好好', '好好')).toBeCloseTo(2 / 3)
})

it.each([
  ['关于做好国庆假期安全生产工作的提示', true],
  ['做好国庆假期安全生产工作', true],
  ['国庆假期安全', false],
  ['临湖区召开安全生产会议', false],
  ['', false],
])('%s may be the item: %s', (title, may) => {
  expect(resemblanceTo(duty.title).resembles(foldTitle(title))).toBe(may)
  expect(likeness(foldTitle(title), foldTitle(duty.title)) >= 0.6).toBe(may)
})

const late = post('2026-09-23', '08:00')
it.each([
  ['in time by the minute', { posts: [post('2026-09-22', '17:00')] }, 'done'],
  ['late by the minute', { posts: [post('2026-09-22', '17:01')] }, 'late'],
  ['only the day is known, and it is the last', { posts: [post('2026-09-22', null)] }, 'done'],
  ['late by a day', { posts: [late] }, 'late'],
  ['late, and an earlier one may have gone unseen', { posts: [late], covered: false }, 'unlooked'],
  [
    'in time where days are missing: what was found is sure',
    { posts: [post('2026-09-21', null)], covered: false },
    'done',
  ],
  ['twice: the first counts', { posts: [late, post('2026-09-21', '09:00')] }, 'done'],
  ['not there, every day looked at', {}, 'missed'],
  ['not there, a day not looked at', { covered: false }, 'unlooked'],
  ['not there yet', { now: at('2026-09-22 17:00') }, 'waiting'],
  ['another headline', { posts: [post('2026-09-21', null, '做好国庆假期安全生产工作的提示')] }, 'likely'],
  ['another item', { posts: [post('2026-09-21', null, '临湖区召开安全生产会议')] }, 'missed'],
  ['a post without a title may be it', { posts: [post('2026-09-21', null, '')] }, 'unlooked'],
  [
    'a post passed on without a word may be it',
    { posts: [post('2026-09-21', null, '转发微博//@人民日报:')] },
    'unlooked',
  ],
  ['a post without a title after the last day is not in time', { posts: [post('2026-09-23', null, '')] }, 'missed'],
  ['a post of no known day bears the title', { posts: [post(null, null)] }, 'likely'],
  ['a post of no known day and no title', { posts: [post(null, null, '')] }, 'unlooked'],
  ['another post of no known day', { posts: [post(null, null, '巡河')] }, 'missed'],
  ['late, and one of no known day bears it too', { posts: [late, post(null, null)] }, 'unlooked'],
  ['late, and one without a title came in time', { posts: [late, post('2026-09-21', null, '')] }, 'unlooked'],
  [
    'late, and one under another headline came in time',
    { posts: [late, post('2026-09-21', null, '做好国庆假期安全生产工作的提示')] },
    'unlooked',
  ],
  ['the unit says so', { asked: { state: 'claimed', link: null, doneAt: at('2026-09-21 10:00') } }, 'claimed'],
  ['the office says so', { asked: { state: 'confirmed', link: null, doneAt: at('2026-09-21 10:00') } }, 'done'],
  ['the office says: late', { asked: { state: 'confirmed', link: null, doneAt: at('2026-09-23 10:00') } }, 'late'],
  ['not concerned', { asked: { state: 'excused', link: null, doneAt: null } }, 'excused'],
] as const)('%s', (_, given, standing) => {
  const facts = { duty, asked: nothingSaid, posts: [], covered: true, now: at('2026-09-30 09:00'), ...given }
  expect(repostState(facts).standing).toBe(standing)
})
