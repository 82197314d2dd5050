import { describe, expect, it } from 'vitest'
import { collectingRounds } from '../support/collecting-rounds.ts'

// 2 rounds in `npm test`, 50 in `npm run soak`, which sets the variable.
const rounds = Number(process.env.GOVMEDIA_COLLECT_ROUNDS ?? 2)
const WITHIN_MS_A_ROUND = 20_000

describe('a collecting worker killed in mid-work', () => {
  it(
    `loses no post and keeps none twice, and what it held is collected by the next (${rounds} rounds)`,
    async () => {
      const results = await collectingRounds(rounds, Math.random)
      expect(results).toHaveLength(rounds)
      for (const { killed: _killed, ...wrong } of results)
        expect(wrong).toEqual({ lost: [], doubled: [], stuck: 0, brokenChains: [] })
      // Most moments fall into its work: with many rounds some have to.
      expect(rounds < 10 || results.some(({ killed }) => killed)).toBe(true)
    },
    30_000 + rounds * WITHIN_MS_A_ROUND,
  )
})
