import type { Child } from 'hono/jsx'
import { formatMinute, type Instant } from '../../calendar/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Alert } from '../../web/index.ts'
import type { CaseWithSteps } from '../queries.ts'
import { clockRules, clocksOf } from '../rules.ts'
import { standingWords } from '../words.ts'

/** A 风险提示 as its unit reads it: of which account, when, until when to act. `open`: the unit has still to act. */
export type Notice = {
  of: CaseWithSteps
  accountId: string
  accountName: string
  calledAt: Instant
  dueAt: Instant
  open: boolean
}

/** What units are told of open cases: that they were called, and until when to act; nothing else of a case. */
export const noticesOf = (cases: readonly CaseWithSteps[]): Notice[] =>
  cases.flatMap((one) => {
    const call = one.steps.findLast(({ action, dueAt }) => action === 'call' && dueAt !== null)
    if (!call?.dueAt || !one.accountId || !one.accountPlatform) return []
    const until = clockRules[one.kind].find(({ from }) => from === 'call')?.until
    // Until when to act was said first; what later calls say doesn't put it off.
    const clock = clocksOf(one, call.at).find((each) => each.until === until)
    return [
      {
        of: one,
        accountId: one.accountId,
        accountName: `${one.accountName ?? ''}（${platforms[one.accountPlatform].label}）`,
        calledAt: call.at,
        dueAt: clock?.dueAt ?? call.dueAt,
        open: !one.steps.some(({ action }) => action === until),
      },
    ]
  })

function standing({ of }: Notice, now: Instant): string {
  const clock = clocksOf(of, now).find((_clock, at) => clockRules[of.kind][at]?.from === 'call')
  return clock ? standingWords(clock) : ''
}

export function Notices({ notices, now }: { notices: readonly Notice[]; now: Instant }): Child {
  if (notices.length === 0) return null
  return (
    <Alert tone={notices.some(({ open }) => open) ? 'fail' : 'warn'} title={`收到风险提示 ${notices.length} 次`}>
      <ul>
        {notices.map((one) => (
          <li>
            <a href={`/accounts/${one.accountId}`}>{one.accountName}</a>
            {`　${formatMinute(one.calledAt)} 电话提示，请于 ${formatMinute(one.dueAt)} 前处置。${standing(one, now)}`}
          </li>
        ))}
      </ul>
      <p>处置后立即电话告知监管单位，并保留处置证明。风险提示不是对问题的认定。</p>
    </Alert>
  )
}
