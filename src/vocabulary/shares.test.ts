import { describe, expect, it } from 'vitest'
import { percentText, perMille } from './shares.ts'

describe('a printed share', () => {
  it.each([
    [2, 3, 667],
    [1, 3, 333],
    [1, 8, 125],
    [28, 29, 966],
    [1, 2000, 1],
    [0, 5, 0],
    [5, 5, 1000],
    [0, 0, undefined],
  ])('of %i in %i is %s per mille, half up', (part, whole, expected) => expect(perMille(part, whole)).toBe(expected))

  it('has one decimal, and none over nothing', () => {
    expect(percentText(28, 29)).toBe('96.6')
    expect(percentText(5, 5)).toBe('100.0')
    expect(percentText(0, 0)).toBeUndefined()
  })
})
