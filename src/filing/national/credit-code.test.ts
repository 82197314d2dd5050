import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditCheckCharacter, readCreditCode } from './credit-code.ts'

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'.split('')
const figures = '0123456789'.split('')
const first17 = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...alphabet), minLength: 2, maxLength: 2 }),
    fc.string({ unit: fc.constantFrom(...figures), minLength: 6, maxLength: 6 }),
    fc.string({ unit: fc.constantFrom(...alphabet), minLength: 9, maxLength: 9 }),
  )
  .map((parts) => parts.join(''))

describe('统一社会信用代码 (GB 32100-2015)', () => {
  it('computes the check character of the standard’s own example', () => {
    expect(creditCheckCharacter('91350100M000100Y4')).toBe('3')
    expect(readCreditCode('91350100M000100Y43')).toEqual({ value: '91350100M000100Y43' })
  })

  it.each([
    '91350100m000100y43',
    '９１３５０１００Ｍ０００１００Ｙ４３',
    '91350100-M000100Y4-3',
    ' 9135 0100 M000 100Y 43 ',
  ])('reads %s, which is the same code', (found) =>
    expect(readCreditCode(found)).toEqual({ value: '91350100M000100Y43' }),
  )

  it.each([
    ['', '应为18位，所填为0位'],
    ['91350100M000100Y4', '所填为17位'],
    ['91350100M000100Y434', '所填为19位'],
    ['91350100M000100Y44', '校验码（末位）不符'],
    ['91350100O000100Y43', '不含 I、O、S、V、Z'],
    ['9135010AM000100Y43', '第3至8位为数字'],
  ])('refuses %s: %s', (found, why) => {
    expect(readCreditCode(found)).toEqual({ wanted: expect.stringContaining(why) })
  })

  it('finds every slip of one character, and every two neighbours changed over', () => {
    fc.assert(
      fc.property(first17, fc.nat(16), fc.nat(30), (start, place, other) => {
        const code = start + creditCheckCharacter(start)
        const slipped = code.slice(0, place) + alphabet[other] + code.slice(place + 1)
        const swapped = code.slice(0, place) + code.charAt(place + 1) + code.charAt(place) + code.slice(place + 2)
        const passing = [slipped, swapped].filter((one) => one !== code && 'value' in readCreditCode(one))
        expect(passing).toEqual([])
      }),
    )
  })
})
