import { expect, it } from 'vitest'
import { civilDate, instantFromLocal } from '../calendar/index.ts'
import type { RepostPost } from './model.ts'
import { bearsTitle, likeness, repostState } from './rules.ts'

const at = (text: string) => instantFromLocal(text)!
const day = civilDate
const duty = {
  title: '关于做好2026年国庆假期安全生产工作的提示',
  issuedOn: day('2026-09-20'),
  dueAt: at('2026-09-22 17:00'),
}
const post = (on: string, time: string | null, title = duty.title): RepostPost => ({
  accountId: 'a',
  title,
  url: null,
  on: day(on),
  moment: time === null ? null : at(`${on} ${time}`),
})
const nothingSaid = { state: 'asked', link: null, doneAt: null } as const

it.each([
  ['the same with blanks and marks', '【转载】关于做好 2026年国庆假期安全生产工作的提示！', true],
  ['full-width digits', '关于做好２０２６年国庆假期安全生产工作的提示', true],
  ['a year apart', '关于做好2025年国庆假期安全生产工作的提示', false],
  ['a part of it', '国庆假期安全生产工作的提示', false],
])('%s: %s', (_, title, bears) => expect(bearsTitle(title, duty.title)).toBe(bears))

it('likeness is told by shared pairs of characters, and of nothing there is none', () => {
  expect(likeness('安全生产', '安全生产')).toBe(1)
  expect(likeness('安全生产', '安全检查')).toBeCloseTo(1 / 3)
  expect(likeness('安', '安')).toBe(0)
  // A pair counts as often as both have it.
  expect(likeness('好好好', '好好')).toBeCloseTo(2 / 3)
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
  ['the unit says so', { asked: { state: 'claimed', link: null, doneAt: at('2026-09-21 10:00') } }, 'claimed'],
  ['the office says so', { asked: { state: 'confirmed', link: null, doneAt: at('2026-09-21 10:00') } }, 'done'],
  ['the office says: late', { asked: { state: 'confirmed', link: null, doneAt: at('2026-09-23 10:00') } }, 'late'],
  ['not concerned', { asked: { state: 'excused', link: null, doneAt: null } }, 'excused'],
] as const)('%s', (_, given, standing) => {
  const facts = { duty, asked: nothingSaid, posts: [], covered: true, now: at('2026-09-30 09:00'), ...given }
  expect(repostState(facts).standing).toBe(standing)
})
