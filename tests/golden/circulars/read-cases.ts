import { readFileSync } from 'node:fs'
import { sharedPath } from '../../support/shared.ts'

export type PublishedFinding = {
  account: string | null
  indicator: string
  quote: string
  verdict: string | null
  verdictBasis?: string
}
export type PublishedSum = { what: string; computed: string; published: string | number; result: string }
export type PublishedCase = {
  id: string
  period: string
  published?: string | null
  asOf?: string
  checkDate?: string
  checkWindow?: string | { from: string; to: string }
  accounts: { name: string; unit: string | null; platform: string | null }[]
  findings: PublishedFinding[]
  recompute: PublishedSum[]
}

/** Empty where the material does not lie beside the checkout; its tests are then counted as skipped. */
export function publishedCases(): PublishedCase[] {
  const file = sharedPath('data', 'cases', 'published-circulars.json')
  if (!file) return []
  return (JSON.parse(readFileSync(file, 'utf8')) as { cases: PublishedCase[] }).cases
}

/** The day judged: as of, check day, end of the check window, else publication, else the end of the period. */
export function dayJudged({ asOf, checkDate, checkWindow, published, period }: PublishedCase): string {
  const window = typeof checkWindow === 'string' ? checkWindow.split('..')[1] : checkWindow?.to
  return asOf ?? checkDate ?? window ?? published ?? endOf(period)
}

function endOf(period: string): string {
  const quarter = /^(\d{4})Q([1-4])/.exec(period)
  const [year, month] = quarter ? [Number(quarter[1]), Number(quarter[2]) * 3] : period.split('-').map(Number)
  return new Date(Date.UTC(year!, month, 0)).toISOString().slice(0, 10)
}
