import { formatMinute, type Instant } from '../calendar/index.ts'
import type { WebContext } from './context.ts'

/**
 * A recorded moment as a page shows it. On the demonstration business stands still on its own day while records carry the
 * real time: what is done there is shown by that day, or the same step would look late beside a deadline it kept.
 */
export function shownMinute(c: WebContext, at: Instant): string {
  const { clock } = c.var.deps
  return c.var.demo && at > clock.now() ? `${clock.today()}（演示）` : formatMinute(at)
}
