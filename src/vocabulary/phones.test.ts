import { describe, expect, it } from 'vitest'
import { paperPhoneFault, phoneFault, phoneNotices } from './phones.ts'

describe('a telephone number', () => {
  it.each([
    '13800001111',
    '138 0000 1111',
    '+86 13800001111',
    '2345678',
    '23456789',
    '0730-2345678',
    '07302345678',
    '2345678转801',
    '0730-2345678-12',
    '400-123-4567',
    '12345',
    '138****1111',
    '6001',
    '801',
  ])('%s can be rung', (found) => expect(phoneFault(found)).toBeUndefined())

  it.each([
    ['138', '“138”是3位，应为11位手机号，或7至8位座机号（可带区号、分机号）'],
    ['12', '“12”是2位，应为11位手机号，或7至8位座机号（可带区号、分机号）'],
    ['1380000', '“1380000”是7位，手机号应为11位'],
    ['138000011112', '“138000011112”是12位，手机号应为11位'],
    ['0730-123', '“0730-123”不是完整的电话号码，应为11位手机号，或7至8位座机号（可带区号、分机号）'],
  ])('%s is told what is wrong', (found, fault) => expect(phoneFault(found)).toBe(fault))

  it('of an own exchange is kept in the ledger with a notice, and not printed on a paper that goes out', () => {
    expect(phoneNotices('6001')).toEqual(['“6001”不足7位，按内部短号登记，请核对'])
    expect(phoneNotices('2345678转801、13800001111')).toHaveLength(2)
    expect(phoneNotices('13800001111')).toEqual([])
    expect(paperPhoneFault('6001')).toContain('内部短号')
    expect(paperPhoneFault('2345678')).toBeUndefined()
  })
})
