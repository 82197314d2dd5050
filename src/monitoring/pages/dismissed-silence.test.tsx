import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import { expect, it } from 'vitest'
import { month } from '../../calendar/index.ts'
import { HeatMap, type HeatRow } from './heat-map.tsx'
import { Days } from './month-accounts.tsx'

const text = async (part: Child) => (await html`${part}`).toString()
const limits = { mostSilentDays: 14, warnAtDays: [7, 10, 13] }

it.each([
  [true, 'qualified', false, '21 天　线索已排除'],
  [false, 'pending', true, '21 天'],
] as const)('shows a silence in red only until a person has dismissed it: dismissed %s', async (...row) => {
  const [silenceDismissed, verdict, red, words] = row
  const account = { silentDays: 21, silenceDismissed, verdict } as Parameters<typeof Days>[0]['account']
  const shown = await text(<Days account={account} limits={limits} />)
  expect(shown).toContain(words)
  expect(shown.includes(' lf')).toBe(red)
})

it('tells a dismissed silence on the map of days in words and in no colour', async () => {
  const line: HeatRow = {
    name: '临湖水务',
    platform: '微博',
    silentDays: 21,
    unknown: false,
    dismissed: true,
    fails: false,
    levels: [4],
    updates: [],
  }
  const map = await text(<HeatMap heat={{ rows: [line], failsAt: 15 }} month={month('2026-09')} />)
  expect(map).toMatch(/<text class="t3"[^>]*>已排除/)
  expect(map).not.toContain('21 天')
})
