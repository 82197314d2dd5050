import { dayOf, formatMinute, formatMonthDayZh, type Instant, lateWords } from '../calendar/index.ts'
import { maskNumbers } from '../vocabulary/personal-numbers.ts'
import { platforms } from '../vocabulary/platforms.ts'
import { actionLabels, bodyLabels, calledLabels, type Case, type Step } from './model.ts'
import { type Clock, clocksOf, nextClock, owedSteps, type Timed } from './rules.ts'

/** What a case is about, as pages and papers call it: an account, a name on a platform, an event, a number. Never a person. */
export function thingOf({ kind, name, platform, accountName, accountPlatform, reference }: Case): string {
  if (kind === 'secret') return `编号 ${reference ?? ''}`
  if (name !== null) return platform ? `${name}（${platforms[platform].label}）` : name
  if (accountName !== null && accountPlatform) return `${accountName}（${platforms[accountPlatform].label}）`
  return ''
}

/** How a clock stands, in an office's words: 还有1小时20分钟 / 已超过35分钟 / 按时完成 / 晚了2小时. */
export function standingWords({ standing, minutes }: Clock): string {
  const time = lateWords(minutes)
  switch (standing) {
    case 'waiting':
      return '尚未起算'
    case 'now':
      return `应立即办理，已过${time}`
    case 'running':
      return `还有${time}`
    case 'overdue':
      return `已超过${time}`
    case 'met':
      return '按时完成'
    case 'late':
      return `完成，晚了${time}`
    case 'done':
      return `已办理，用时${time}`
    case 'waived':
      return '未办，原因见结论'
  }
}

/** What presses in a case: the clock that runs out first, else what its kind still asks for. */
export function pressingWords(one: Timed & { steps: readonly Step[] }, now: Instant): string {
  const clock = nextClock(clocksOf(one, now))
  if (clock) return `${clock.label}：${standingWords(clock)}`
  if (one.state === 'closed') return '已结案'
  const owed = owedSteps({ kind: one.kind, done: one.steps.map(({ action }) => action) })
  return one.state === 'concluded'
    ? '打印报告后结案'
    : owed.length > 0
      ? `应办：${owed.map((action) => actionLabels[action]).join('、')}`
      : '各项均已办理，提出处置结论'
}

/** What happened at a step, beside its words: whom, to whom, until when, under which number. Numbers of people masked. */
export function stepFacts({ action, duty, body, dueAt, reference, facts }: Step): string[] {
  const { evidence } = facts
  return [
    ...(duty ? [`致电${calledLabels[duty]}`] : []),
    ...(body ? [`移送${bodyLabels[body]}`] : []),
    ...(dueAt ? [`要求${shortMinute(dueAt)}前处置`] : []),
    ...(reference ? [`编号 ${reference}`] : []),
    ...(evidence
      ? [`系统采集证据 ${formatMinute(evidence.observedAt)}　${maskNumbers(evidence.url)}　SHA-256 ${evidence.sha256}`]
      : []),
    ...(action === 'link' ? ['已关联，认定以人工复核为准'] : []),
  ]
}

/** 9月22日17:24 */
export const shortMinute = (at: Instant): string => `${formatMonthDayZh(dayOf(at))}${formatMinute(at).slice(11)}`

export const saidAt = ({ words }: Pick<Step, 'words'>): string | null => (words === null ? null : maskNumbers(words))

const QUARTER_HOUR = 15 * 60_000
/** Entered so long after it happened that page and report say when. */
export const lateEntry = ({ at, recordedAt }: Pick<Step, 'at' | 'recordedAt'>): boolean =>
  Date.parse(recordedAt) - Date.parse(at) > QUARTER_HOUR
