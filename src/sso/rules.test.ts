import { describe, expect, it } from 'vitest'
import { vaultWith } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { beginFlow, openFlow, sealFlow } from './flow.ts'
import { escapeFilterValue, filterFor, isOwnAddress, isSafeAddress, isStrong, shownAs, subjectOf } from './rules.ts'

describe('what is typed into a directory’s filter', () => {
  // RFC 4515, 4: the examples printed there.
  it.each([
    ['Parens R Us (for all your parenthetical needs)', 'Parens R Us \\28for all your parenthetical needs\\29'],
    ['*', '\\2a'],
    ['C:\\MyFile', 'C:\\5cMyFile'],
    ['Lučić', 'Lu\\c4\\8di\\c4\\87'],
    ['\u0000', '\\00'],
    ['徐', '\\e5\\be\\90'],
  ])('%j is written as %j', (typed, written) => {
    expect(escapeFilterValue(typed)).toBe(written)
  })

  it('stands wherever the filter asks for it, as it is', () => {
    expect(filterFor('(|(uid={login})(mail={login}))', '$&*')).toBe('(|(uid=$&\\2a)(mail=$&\\2a))')
  })
})

describe('an address that credentials go to', () => {
  it.each([
    ['https://id.example.gov.cn', true],
    ['https://id.example.gov.cn/realms/one', true],
    ['http://127.0.0.1:3000', true],
    ['http://[::1]:3000', true],
    ['http://localhost:3000', true],
    ['http://id.example.gov.cn', false],
    ['http://localhost.example.cn', false],
    ['https://user:word@id.example.gov.cn', false],
    ['https://id.example.gov.cn/#part', false],
    ['ftp://id.example.gov.cn', false],
    ['id.example.gov.cn', false],
  ])('%s: %s', (text, safe) => expect(isSafeAddress(text)).toBe(safe))

  it.each([
    ['https://media.example.gov.cn', true],
    ['https://media.example.gov.cn:8443', true],
    ['https://media.example.gov.cn/', false],
    ['https://media.example.gov.cn/app', false],
    ['https://media.example.gov.cn?a', false],
    ['http://media.example.gov.cn', false],
  ])('of our own, %s: %s', (text, fits) => expect(isOwnAddress(text)).toBe(fits))
})

describe('who somebody is said to be', () => {
  it('is kept sign by sign, and not at all where it can’t be', () => {
    expect(subjectOf(' xu ')).toBe(' xu ')
    expect(subjectOf('x'.repeat(255))).toHaveLength(255)
    for (const odd of ['', 'x'.repeat(256), 'a\nb', 'a\u0000', '\ud800', 7, undefined])
      expect(subjectOf(odd)).toBeUndefined()
  })

  it('is shown by name and login, once, on one line', () => {
    expect(shownAs('徐某', 'xu01')).toBe('徐某（xu01）')
    expect(shownAs('xu01', 'xu01')).toBe('xu01')
    expect(shownAs('  徐\n某 ', undefined, 7, '')).toBe('徐 某')
    expect(shownAs()).toBe('')
    expect([...shownAs('徐'.repeat(200))]).toHaveLength(80)
  })

  it('was asked for more than a password only where the office says what counts', () => {
    expect(isStrong(['mfa', 'otp'], [undefined, ['pwd', 'otp']])).toBe(true)
    expect(isStrong(['urn:example:two'], ['urn:example:two', undefined])).toBe(true)
    expect(isStrong(['mfa'], ['MFA', ['pwd'], 7])).toBe(false)
    expect(isStrong([], ['', undefined])).toBe(false)
  })
})

describe('what a browser carries to a provider and back', () => {
  const deps = (moment: string, key = 7) => ({
    vault: vaultWith(Buffer.alloc(32, key)),
    wall: fixedClock(instant(moment)),
  })
  const start = deps('2026-10-12T01:00:00Z')
  const flow = beginFlow(start, { providerId: 'one', back: '/ledger' })
  const carried = sealFlow(start, flow)
  const open = (over: object, at = start) => openFlow(at, { providerId: 'one', carried, state: flow.state, ...over })

  it('is what it took along, for ten minutes', () => {
    expect(open({}, deps('2026-10-12T01:09:59Z'))).toEqual(flow)
    expect(() => open({}, deps('2026-10-12T01:10:00Z'))).toThrow(expect.objectContaining({ code: 'sso.stale' }))
    expect(carried).not.toContain(flow.state)
  })

  it.each([
    ['nothing', { carried: undefined }],
    ['what we didn’t seal', { carried: 'a.b' }],
    ['half of it', { carried: carried.split('.')[0] }],
    ['another state', { state: `${flow.state.slice(1)}x` }],
    ['no state', { state: undefined }],
    ['what was begun for another provider', { providerId: 'two' }],
  ])('is refused with %s', (_, over) => {
    expect(() => open(over)).toThrow(expect.objectContaining({ code: 'sso.stale' }))
  })

  it('is refused by an installation with another key', () => {
    expect(() => open({}, deps('2026-10-12T01:00:00Z', 8))).toThrow(expect.objectContaining({ code: 'sso.stale' }))
  })
})
