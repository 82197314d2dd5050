import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { AccountResult, CheckDocument, IndicatorResult } from './model.ts'

/**
 * A document's text, for its digest. A province's accounts share a few hundred different results: equal ones are one
 * object, and each is written once.
 */
export class MonthText {
  readonly #results = new Map<string, IndicatorResult>()
  readonly #texts = new Map<IndicatorResult, Buffer>()
  readonly #parts: Buffer[] = []
  #part = Buffer.alloc(0)
  #used = 0

  /** The same result, and the same object for every result that is equal to it. */
  shared(result: IndicatorResult): IndicatorResult {
    const { indicator, class: weighs, value, margin, wouldChange, facts } = result
    // Clause and threshold are the indicator's, the same for a whole month.
    const key = `${indicator} ${weighs} ${value} ${margin ?? ''} ${wouldChange ?? ''} ${JSON.stringify(facts)}`
    const known = this.#results.get(key)
    if (known) return known
    this.#results.set(key, result)
    this.#texts.set(result, Buffer.from(JSON.stringify(result)))
    return result
  }

  /** Accounts in the order in which they are printed. */
  add(accounts: readonly AccountResult[]): void {
    for (const { id, name, unit, platform, verdict, results } of accounts) {
      const isFirst = this.#used === 0 && this.#parts.length === 0
      const own = JSON.stringify({ id, name, unit, platform, verdict }).slice(0, -1)
      this.#write(Buffer.from(`${isFirst ? '' : ','}${own},"results":[`))
      results.forEach((one, at) => {
        if (at > 0) this.#write(COMMA)
        this.#write(this.#texts.get(one) ?? Buffer.from(JSON.stringify(one)))
      })
      this.#write(END)
    }
  }

  // A province's month is 15 MB of text made of few different pieces: copied as bytes, each is encoded once.
  #write(bytes: Uint8Array): void {
    if (this.#used + bytes.length > this.#part.length) {
      this.#parts.push(this.#part.subarray(0, this.#used))
      this.#part = Buffer.allocUnsafe(Math.max(PART_BYTES, bytes.length))
      this.#used = 0
    }
    this.#part.set(bytes, this.#used)
    this.#used += bytes.length
  }

  /**
   * SM3 of `JSON.stringify({ document, ...beside })` where the document's accounts are those that were added; others have
   * their turn meanwhile.
   */
  async digest({ accounts: _accounts, ...head }: CheckDocument, beside: Record<string, unknown>): Promise<string> {
    const hash = createHash('sm3')
    hash.update(`{"document":${JSON.stringify(head).slice(0, -1)},"accounts":[`)
    for (const part of [...this.#parts, this.#part.subarray(0, this.#used)]) {
      hash.update(part)
      await setImmediate()
    }
    return `sm3:${hash.update(`]},${JSON.stringify(beside).slice(1)}`).digest('hex')}`
  }
}

const PART_BYTES = 256 * 1024
const COMMA = Buffer.from(',')
const END = Buffer.from(']}')
