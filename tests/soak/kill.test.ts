import { describe, expect, it } from 'vitest'
import { killRounds } from '../support/kill-rounds.ts'

// 3 rounds in `npm test`, 300 in `npm run soak`, which sets the variable.
const rounds = Number(process.env.GOVMEDIA_KILL_ROUNDS ?? 3)
const WITHIN_MS_A_ROUND = 10_000

describe('the database server killed in mid-write', () => {
  it(
    `loses nothing that was answered "saved", and keeps the trail whole (${rounds} rounds)`,
    async () => {
      const results = await killRounds(rounds, Math.random)
      expect(results).toHaveLength(rounds)
      for (const { acknowledged, ...wrong } of results) {
        expect(acknowledged).toBeGreaterThan(0)
        expect(wrong).toEqual({ lost: [], withoutTrace: [], brokenChains: [] })
      }
    },
    30_000 + rounds * WITHIN_MS_A_ROUND,
  )
})
