import { expect, it } from 'vitest'
import type { PostSample } from './contract.ts'
import { reachingKnown } from './known-before.ts'

const page = (...keys: string[]): PostSample[] =>
  keys.map((key) => ({
    kind: 'post',
    linkKey: key.replace('!', ''),
    url: null,
    title: '',
    publishedAt: null,
    publishedOn: null,
    timePrecision: 'none',
    original: null,
    automatic: false,
    pinned: key.endsWith('!'),
    counts: {},
  }))

it.each([
  ['a known one ends it', page('x', 'a'), true],
  ['a known one stands before new ones', page('a', 'x'), false],
  ['three do', page('a', 'b', 'c', 'x'), false],
  ['four are no chance', page('a', 'b', 'c', 'd', 'x'), true],
  ['pinned ones say nothing', page('a!', 'b!', 'c!', 'd!'), false],
  ['nothing is known', page('x', 'y'), false],
  ['nothing is listed', [], false],
])('%s', (_what, listed, wanted) =>
  expect(reachingKnown({ memory: { keys: ['a', 'b', 'c', 'd'] } })(listed)).toBe(wanted),
)

it('without a look before nothing is known', () => expect(reachingKnown({ memory: {} })(page('a'))).toBe(false))
