import { describe, expect, it } from 'vitest'
import { hashPassword, oneTimePassword, verifyPassword } from './passwords.ts'
import { maskEmail, maskPhone } from './people.ts'

describe('passwords', () => {
  it('are kept as argon2id and only the right one fits', async () => {
    const hash = await hashPassword('湖边的第一场雪')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await verifyPassword('湖边的第一场雪', hash)).toBe(true)
    expect(await verifyPassword('湖边的第二场雪', hash)).toBe(false)
    expect(await verifyPassword('x', 'not a hash')).toBe(false)
  })

  it('are given out once in letters and digits that are not mistaken for each other', () => {
    expect(oneTimePassword()).toMatch(/^[a-km-zA-HJ-NP-Z2-9]{14}$/)
    expect(oneTimePassword()).not.toBe(oneTimePassword())
  })
})

describe('a phone number in a list', () => {
  it.each([
    ['13812341234', '138****1234'],
    ['138 1234 1234', '138****1234'],
    ['0730-8888123', '*********23'],
    ['8888123', '*****23'],
    ['110', '***'],
  ])('%s shows as %s', (phone, masked) => expect(maskPhone(phone)).toBe(masked))
})

describe('an e-mail address in a list', () => {
  it.each([
    ['qinyuan@example.cn', 'q***@example.cn'],
    ['没有地址', '****'],
  ])('%s shows as %s', (email, masked) => expect(maskEmail(email)).toBe(masked))
})
