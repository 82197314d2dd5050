import { expect, it } from 'vitest'
import { fixedClock, instant } from '../calendar/index.ts'
import type { WebContext } from './context.ts'
import { shownMinute } from './shown-time.ts'

const business = fixedClock(instant('2026-10-12T01:00:00.000Z'))
const on = (demo: boolean) => ({ var: { demo, deps: { clock: business } } }) as unknown as WebContext

it.each([
  [true, '2026-11-27T14:00:00.000Z', '2026-10-12（演示）'],
  [true, '2026-10-09T07:00:00.000Z', '2026-10-09 15:00'],
  [false, '2026-11-27T14:00:00.000Z', '2026-11-27 22:00'],
])('shows what is done on the demonstration (%s) at %s as %s', (demo, at, words) => {
  expect(shownMinute(on(demo), instant(at))).toBe(words)
})
