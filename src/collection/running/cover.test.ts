import { describe, expect, it } from 'vitest'
import { civilDate, instant } from '../../calendar/index.ts'
import type { Look, PostSample } from '../sources/contract.ts'
import { coverOf, type SeenBefore, seenAfter } from './cover.ts'

const at = (day: string) => instant(`${day}T09:00:00+08:00`)
const now = at('2026-10-12')
/** `a 2026-10-01`: known by `a`, of that day; `a`: without a time; `!`: the source calls it pinned. */
const post = (said: string): PostSample => {
  const [linkKey = '', day] = said.replace('!', '').split(' ')
  const publishedOn = day === undefined ? null : civilDate(day)
  return {
    kind: 'post',
    linkKey,
    url: null,
    title: linkKey,
    publishedAt: null,
    publishedOn,
    timePrecision: publishedOn ? 'day' : 'none',
    original: null,
    automatic: false,
    pinned: said.endsWith('!'),
    counts: {},
  }
}
const list = (...posts: string[]): Look => ({ outcome: 'ok', why: null, samples: posts.map(post), memory: {} })
const unchanged: Look = { outcome: 'unchanged', why: null, samples: [], memory: {} }
const nothing: SeenBefore = { seenThrough: null, keys: [] }
const before = (seenThrough: string, ...keys: string[]): SeenBefore => ({ seenThrough: civilDate(seenThrough), keys })
const days = (look: Look, seen: SeenBefore = nothing, moment = now) => {
  const cover = coverOf(look, seen, moment)
  return cover && `${cover.from.slice(5)} ${cover.to.slice(5)}`
}

describe('the days that a list speaks of', () => {
  it.each<[string, string[], string | null]>([
    ['back to its oldest post', ['a 2026-10-10', 'b 2026-10-01'], '10-01 10-12'],
    ['the other way round as well', ['a 2026-10-01', 'b 2026-10-05', 'c 2026-10-10'], '10-01 10-12'],
    ['not to one that leads newer ones: it is pinned', ['p 2026-09-20', 'a 2026-10-10', 'b 2026-10-08'], '10-08 10-12'],
    ['nor to one of two', ['p 2026-10-01', 'a 2026-10-10'], '10-10 10-12'],
    [
      'nor to one that an edit brought forward',
      ['a 2026-10-11', 'e 2026-09-30', 'b 2026-10-10', 'c 2026-10-08'],
      '10-08 10-12',
    ],
    [
      'nor to a pinned one that was put in the order of days',
      ['a 2026-10-11', 'b 2026-10-10', 'p 2026-09-20'],
      '10-10 10-12',
    ],
    [
      'nor to three of them, two weeks apart from the rest',
      ['a 2026-10-11', 'b 2026-10-10', 'p 2026-09-26', 'q 2026-09-25', 'r 2026-09-24'],
      '10-10 10-12',
    ],
    ['to one that is thirteen days apart', ['a 2026-10-11', 'b 2026-10-10', 'c 2026-09-27'], '09-27 10-12'],
    ['nor to one that the source calls pinned', ['a 2026-10-10', 'b 2026-10-08', 'p 2026-10-01 !'], '10-08 10-12'],
    [
      'to many old ones, for so many are not pinned',
      ['a 2026-10-11', 'b 2026-09-21', 'c 2026-09-20', 'd 2026-09-19', 'e 2026-09-18'],
      '09-18 10-12',
    ],
    [
      'nor to many that are very old',
      ['a 2026-10-11', 'b 2026-06-21', 'c 2026-06-20', 'd 2026-06-19', 'e 2026-06-18'],
      '10-11 10-12',
    ],
    ['back to its newest, however long ago', ['a 2026-08-20', 'b 2026-08-11', 'c 2026-08-02'], '08-02 10-12'],
    ['of today where one post stands alone', ['a 2026-08-02'], '10-12 10-12'],
    ['of none where one has no time', ['a 2026-10-10', 'b'], null],
  ])('%s', (_what, posts, wanted) => expect(days(list(...posts))).toBe(wanted))

  it('not to few that stand apart as long as the district’s own verdict takes', () => {
    const listed = list('a 2026-10-11', 'b 2026-10-10', 'p 2026-09-30')
    const from = (decisiveDays: number[]) => coverOf(listed, nothing, now, decisiveDays)?.from
    expect([from([7, 10]), from([7, 10, 11]), from([7, 30])]).toEqual(['2026-10-10', '2026-09-30', '2026-09-30'])
  })

  it('join up with the look before where a post of it is still listed', () => {
    expect(days(list('b 2026-10-11', 'a 2026-10-05'), before('2026-10-03', 'a'))).toBe('10-03 10-12')
    expect(days(list('c 2026-10-11', 'b 2026-10-05'), before('2026-10-03', 'a'))).toBe('10-05 10-12')
  })

  it.each<[string, string[]]>([
    ['leads', ['p 2026-09-20', 'c 2026-10-11', 'b 2026-10-08']],
    ['ends the list', ['c 2026-10-11', 'b 2026-10-08', 'p 2026-09-20']],
  ])('don’t join up by a pinned post that %s', (_where, posts) =>
    expect(days(list(...posts), before('2026-09-25', 'p'))).toBe('10-08 10-12'),
  )

  it('of none after the day on which the look began, whatever came in meanwhile', () => {
    expect(days(list('b 2026-10-13', 'a 2026-10-10'))).toBe('10-10 10-12')
    expect(days(list('b 2026-10-13', 'a 2026-10-13'))).toBeNull()
  })

  it('of nothing where the look saw nothing', () =>
    expect(coverOf({ ...unchanged, outcome: 'blocked' }, before('2026-10-10'), now)).toBeNull())
})

describe('a list with posts that have no time', () => {
  const seenOn = (day: string, look: Look, seen: SeenBefore) =>
    seenAfter(look, seen, coverOf(look, seen, at(day)), at(day))

  it('never says that nothing was published before it was first seen, or on that day', () => {
    const listed = list('a 2026-09-01', 'u')
    const first = seenOn('2026-10-12', listed, nothing)
    expect(days(listed, nothing)).toBeNull()
    for (const again of [listed, unchanged]) {
      expect(days(again, first, at('2026-10-12'))).toBeNull()
      expect(days(again, first, at('2026-10-20'))).toBe('10-13 10-20')
    }
    // What is looked at once more on the same day forgets nothing.
    expect(days(listed, seenOn('2026-10-12', listed, first), at('2026-10-20'))).toBe('10-13 10-20')
  })

  it('says nothing of the days before each new one', () => {
    const first = seenOn('2026-10-12', list('a 2026-09-01', 'u'), nothing)
    const more = list('v', 'a 2026-09-01', 'u')
    expect(days(more, first, at('2026-10-20'))).toBeNull()
    const then = seenOn('2026-10-20', more, first)
    expect(days(more, then, at('2026-10-25'))).toBe('10-21 10-25')
  })

  it('joins up by a post that has a time, where any has: the others may be pinned', () => {
    const first = seenOn('2026-10-12', list('a 2026-10-10', 'u'), nothing)
    expect(days(list('b 2026-10-29', 'u'), first, at('2026-10-30'))).toBeNull()
    expect(days(list('b 2026-10-14', 'a 2026-10-10', 'u'), first, at('2026-10-15'))).toBe('10-13 10-15')
  })
})

it('what stands in one list after another is known by its newest posts', () => {
  const many = Array.from({ length: 120 }, (_, n) => `p${n} 2026-10-10`)
  const { seenThrough, keys } = seenAfter(
    list(...many),
    nothing,
    { from: civilDate('2026-10-10'), to: civilDate('2026-10-12') },
    now,
  )
  expect([seenThrough, keys.length, keys[0]]).toEqual(['2026-10-12', 100, 'p0'])
})
