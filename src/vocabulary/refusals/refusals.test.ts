import { describe, expect, it } from 'vitest'
import { Refusal, refusalCodes, refuse } from './index.ts'

// A value for every parameter a sentence may ask for: whatever it is, the sentence has to hold together.
const anything = new Proxy({}, { get: () => '某项' })

describe('every refusal', () => {
  it.each(refusalCodes)('%s is a whole Chinese sentence', (code) => {
    const refusal = refuse(...([code, anything] as unknown as Parameters<typeof refuse>))
    expect(refusal).toBeInstanceOf(Refusal)
    expect(refusal.code).toBe(code)
    expect(refusal.message).toMatch(/[\u4e00-\u9fff]/)
    expect(refusal.message).toMatch(/[。！？）]$/)
    expect(refusal.message).not.toMatch(/undefined|NaN|\[object/)
  })

  it('has a code that names the thing and what is wrong with it', () => {
    for (const code of refusalCodes) expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/)
  })
})
