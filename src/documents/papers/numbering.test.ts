import { describe, expect, it } from 'vitest'
import { chineseOrdinal, headingNumbers } from './numbering.ts'

describe('heading numbers', () => {
  it.each([
    [1, '一'],
    [10, '十'],
    [11, '十一'],
    [20, '二十'],
    [99, '九十九'],
  ])('writes %i as %s', (n, written) => {
    expect(chineseOrdinal(n)).toBe(written)
  })

  it('starts the lower levels anew under each heading', () => {
    const numberOf = headingNumbers()
    expect(([1, 2, 3, 3, 2, 3, 1, 2] as const).map(numberOf)).toEqual([
      '一、',
      '（一）',
      '1.',
      '2.',
      '（二）',
      '1.',
      '二、',
      '（一）',
    ])
  })

  it('refuses to number a hundredth heading', () => {
    expect(() => chineseOrdinal(100)).toThrow(RangeError)
  })
})
