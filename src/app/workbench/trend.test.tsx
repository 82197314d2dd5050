import { html } from 'hono/html'
import { expect, it } from 'vitest'
import { quarter } from '../../calendar/index.ts'
import type { ReportFacts } from '../../reporting/index.ts'
import { TrendCard } from './trend.tsx'

const pointsOf = async (count: number): Promise<number[]> => {
  const counted = { registered: 29, judged: 28, qualified: 24, unqualified: 4, pending: 0, unknown: 1, partly: 0 }
  const trend = Array.from({ length: count }, (_, at) => ({
    quarter: quarter(`202${at >> 2}Q${(at % 4) + 1}`),
    counted,
  })) as unknown as ReportFacts['trend']
  const page = (await html`${<TrendCard report={{ trend, draft: false }} />}`).toString()
  return [...page.matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x))
}

it.each([2, 3, 8])('%i quarters end where the names of the lines begin, and none stands on the axis', async (count) => {
  const points = await pointsOf(count)
  expect(points).toHaveLength(count)
  expect(points.at(-1)).toBe(386)
  // The figures of the axis end at 26, the grid begins at 32.
  expect(Math.min(...points)).toBeGreaterThanOrEqual(64)
})
