import { describe, expect, it } from 'vitest'
import { vaultWith } from './vault.ts'

const vault = vaultWith(Buffer.alloc(32, 7))

describe('personal data in its own envelope', () => {
  it('opens again with the same values', () => {
    const sealed = vault.seal({ name: '张三', phone: '13800001234' }, '430699/p1')
    expect(vault.open(sealed, '430699/p1')).toEqual({ name: '张三', phone: '13800001234' })
    expect(sealed.sealed.includes(Buffer.from('13800001234'))).toBe(false)
  })

  it('does not open as somebody else, with another key, or when one bit was changed', () => {
    const sealed = vault.seal({ name: '张三' }, '430699/p1')
    expect(() => vault.open(sealed, '430699/p2')).toThrow()
    expect(() => vaultWith(Buffer.alloc(32, 8)).open(sealed, '430699/p1')).toThrow()
    sealed.sealed[20]! ^= 1
    expect(() => vault.open(sealed, '430699/p1')).toThrow()
  })

  it('tells equal values by a digest that nothing can be guessed from without the salt', () => {
    const one = vault.seal({ phone: '13800001234' }, 'a')
    const two = vault.seal({ phone: '13800001234' }, 'b')
    expect(vault.digest({ phone: '13800001234' }, one.salt)).toBe(vault.digest({ phone: '13800001234' }, one.salt))
    expect(vault.digest({ phone: '13800001234' }, one.salt)).not.toBe(vault.digest({ phone: '13800001234' }, two.salt))
  })
})
