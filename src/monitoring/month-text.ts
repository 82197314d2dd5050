import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { AccountResult, CheckDocument, IndicatorResult } from './model.ts'

/**
 * A document's text, for its digest. A province's accounts share a few hundred different results: equal ones are one
 * object, and each is written once.
 */
export class MonthText {
  readonly #results = new Map<string, IndicatorResult>()
  readonly #texts = new Map<IndicatorResult, string>()
  readonly #accounts: string[] = []

  /** The same result, and the same object for every result that is equal to it. */
  shared(result: IndicatorResult): IndicatorResult {
    const { indicator, class: weighs, value, margin, wouldChange, facts } = result
    // Clause and threshold are the indicator's, the same for a whole month.
    const key = `${indicator} ${weighs} ${value} ${margin ?? ''} ${wouldChange ?? ''} ${JSON.stringify(facts)}`
    const known = this.#results.get(key)
    if (known) return known
    this.#results.set(key, result)
    this.#texts.set(result, JSON.stringify(result))
    return result
  }

  /** Accounts in the order in which they are printed. */
  add(accounts: readonly AccountResult[]): void {
    for (const { id, name, unit, platform, verdict, results } of accounts) {
      const own = results.map((one) => this.#texts.get(one) ?? JSON.stringify(one)).join(',')
      this.#accounts.push(`${JSON.stringify({ id, name, unit, platform, verdict }).slice(0, -1)},"results":[${own}]}`)
    }
  }

  /**
   * SM3 of `JSON.stringify({ document, ...beside })` where the document's accounts are those that were added; others have
   * their turn meanwhile.
   */
  async digest({ accounts: _accounts, ...head }: CheckDocument, beside: Record<string, unknown>): Promise<string> {
    const hash = createHash('sm3')
    hash.update(`{"document":${JSON.stringify(head).slice(0, -1)},"accounts":[`)
    for (let at = 0; at < this.#accounts.length; at += SLICE) {
      hash.update(`${at > 0 ? ',' : ''}${this.#accounts.slice(at, at + SLICE).join(',')}`)
      await setImmediate()
    }
    return `sm3:${hash.update(`]},${JSON.stringify(beside).slice(1)}`).digest('hex')}`
  }
}

const SLICE = 100
