import { addHours, addMs, type Instant, minutesLate } from '../calendar/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { type Action, actionLabels, type Kind, type State, stateLabels, type Step } from './model.ts'

/** A step of a kind: the state it leads to, what comes before it, whether it may be taken again, whether closing asks for it. */
export type StepRule = {
  action: Action
  state?: State
  after?: Action
  again?: true
  owed?: true
}

const call: StepRule = { action: 'call', state: 'called', again: true, owed: true }
const answer: StepRule = { action: 'answer', after: 'call', again: true, owed: true }
const preserve: StepRule = { action: 'preserve', again: true, owed: true }
const transfer: StepRule = { action: 'transfer', state: 'transferred', again: true, owed: true }
const request: StepRule = { action: 'request', state: 'takedown-requested', again: true, owed: true }
const handOver: StepRule = { action: 'transfer', again: true }
const asNeeded: readonly StepRule[] = [
  { action: 'call', again: true },
  { action: 'answer', after: 'call', again: true },
  { action: 'preserve', again: true },
  handOver,
]

/**
 * The one table: what each kind asks for, in the order in which its states follow. Steps of an emergency are entered as
 * they happen, so a later one may come first; the state is the furthest that was reached.
 * Impostors: rulebook C8, reported → verified_fake → platform_takedown_requested → transferred → removed → closed.
 */
export const procedures: Readonly<Record<Kind, readonly StepRule[]>> = {
  content: [call, answer, preserve, { action: 'fix', state: 'fixed', owed: true }, handOver],
  impostor: [
    preserve,
    { action: 'verify', state: 'verified-fake', owed: true },
    { ...request, after: 'verify' },
    { ...transfer, after: 'verify' },
    { action: 'remove', state: 'removed', after: 'verify', owed: true },
  ],
  stolen: [call, answer, preserve, request, transfer, { action: 'recover', state: 'recovered', owed: true }],
  secret: [call, answer, transfer, { action: 'fix', state: 'fixed', owed: true }],
  'grave-event': [
    { action: 'publish', state: 'published', again: true, owed: true },
    { action: 'brief', state: 'briefed', again: true, owed: true },
    ...asNeeded,
  ],
  opinion: [{ action: 'respond', state: 'responded', again: true, owed: true }, ...asNeeded],
}

/** A case as the rules see it: what was done with it, the first step first. */
export type Course = { kind: Kind; state: State; done: readonly Action[] }

/** Kinds that the month's monitoring may find as well. */
export const foundKinds: readonly Kind[] = ['content', 'stolen', 'secret']

/** What may be done now: by the table, and what every case allows. A closed case is only added to. */
export function allowedActions({ kind, state, done }: Course): Action[] {
  if (state === 'closed') return ['amend']
  const steps = procedures[kind]
    .filter(({ action, after, again }) => (!after || done.includes(after)) && (again || !done.includes(action)))
    .map(({ action }) => action)
  return [
    ...steps,
    ...(foundKinds.includes(kind) ? (['link'] as const) : []),
    'amend',
    'conclude',
    ...(state === 'concluded' ? (['close'] as const) : []),
  ]
}

/**
 * The state after an action. Whatever is still done once a conclusion was drawn asks for another one. Refuses
 * `emergency.action-not-allowed`: the table is the only way.
 */
export function stateAfter(course: Course, action: Action): State {
  if (!allowedActions(course).includes(action))
    throw refuse('emergency.action-not-allowed', { state: stateLabels[course.state], action: actionLabels[action] })
  if (action === 'amend' || action === 'link') return course.state
  if (action === 'conclude') return 'concluded'
  if (action === 'close') return 'closed'
  return furthest(course.kind, [...course.done, action])
}

const furthest = (kind: Kind, done: readonly Action[]): State =>
  procedures[kind].findLast(({ action, state }) => state && done.includes(action))?.state ?? 'reported'

/** Steps that closing asks for and that nobody has taken: done, or a reason given. */
export const owedSteps = ({ kind, done }: Pick<Course, 'kind' | 'done'>): Action[] =>
  procedures[kind].filter(({ action, owed }) => owed && !done.includes(action)).map(({ action }) => action)

/**
 * What runs against the clock. `hours` null: at once, and no paper gives a number; `demanded`: as the office demanded it at
 * the first call. Natural time throughout.
 */
type ClockRule = {
  label: string
  source: string
  from: 'start' | 'call'
  until: Action
  hours: number | 'demanded' | null
}

const callAtOnce = (source: string): ClockRule => ({
  label: '电话风险提示',
  source,
  from: 'start',
  until: 'call',
  hours: null,
})
const demanded = (label: string, until: Action): ClockRule => ({
  label,
  source: '风险提示时要求的时限（自然时间）',
  from: 'call',
  until,
  hours: 'demanded',
})

export const clockRules: Readonly<Record<Kind, readonly ClockRule[]>> = {
  content: [
    callAtOnce('国办发〔2018〕123号四（二）：违法有害信息第一时间处理，未规定小时数'),
    demanded('删除或更正', 'fix'),
  ],
  impostor: [
    {
      label: '请求平台关停',
      source: '国办发〔2018〕123号四（四）：要求第三方平台立即关停，未规定小时数',
      from: 'start',
      until: 'request',
      hours: null,
    },
  ],
  stolen: [callAtOnce('立即提示，国家未规定小时数'), demanded('收回账号', 'recover')],
  secret: [
    callAtOnce('立即提示，国家未规定小时数'),
    {
      label: '移送保密部门',
      source: '发现疑似泄密立即移交，未规定小时数',
      from: 'start',
      until: 'transfer',
      hours: null,
    },
    demanded('按要求处置', 'fix'),
  ],
  'grave-event': [
    { label: '发布权威信息', source: '国办发〔2016〕80号：最迟5小时内', from: 'start', until: 'publish', hours: 5 },
    { label: '举行新闻发布会', source: '国办发〔2016〕61号、80号：24小时内', from: 'start', until: 'brief', hours: 24 },
  ],
  opinion: [{ label: '回应', source: '国办发〔2016〕61号：48小时内', from: 'start', until: 'respond', hours: 48 }],
}

/**
 * How a clock stands. `waiting`: what starts it hasn't happened. `now`: to be done at once. `running`, `overdue`: not done;
 * `met`, `late`, `done`: done, the last where no number of hours is given. `waived`: closed without it, with a reason.
 */
export type Standing = 'waiting' | 'now' | 'running' | 'overdue' | 'met' | 'late' | 'done' | 'waived'

/** `minutes`: left while running, past the end when overdue or late, since the start for `now` and `done`; else 0. */
export type Clock = {
  label: string
  source: string
  until: Action
  startsAt: Instant | null
  dueAt: Instant | null
  doneAt: Instant | null
  standing: Standing
  minutes: number
}

export type Timed = {
  kind: Kind
  state: State
  startedAt: Instant
  steps: readonly Pick<Step, 'action' | 'at' | 'dueAt'>[]
}

/** The clocks of a case as they stand at a moment, in the order of its kind. */
export function clocksOf({ kind, state, startedAt, steps }: Timed, now: Instant): Clock[] {
  const first = (action: Action) =>
    steps.filter((step) => step.action === action).reduce<(typeof steps)[number] | undefined>(earlier, undefined)
  const called = first('call')
  // A call that is entered afterwards, with an earlier time, doesn't put off what was demanded already.
  const entered = steps.find(({ action }) => action === 'call')
  const demandedBy = [called, entered].flatMap((one) => one?.dueAt ?? []).toSorted()[0] ?? null
  return clockRules[kind].map(({ label, source, from, until, hours }) => {
    const startsAt = from === 'start' ? startedAt : (called?.at ?? null)
    const dueAt =
      hours === null || startsAt === null ? null : hours === 'demanded' ? demandedBy : addHours(startsAt, hours)
    const doneAt = first(until)?.at ?? null
    const clock = { label, source, until, startsAt, dueAt, doneAt }
    return { ...clock, ...standingOf(clock, { isOver: state === 'concluded' || state === 'closed', now }) }
  })
}

const earlier = <T extends { at: Instant }>(known: T | undefined, one: T): T =>
  known === undefined || one.at < known.at ? one : known

function standingOf(
  { startsAt, dueAt, doneAt }: Pick<Clock, 'startsAt' | 'dueAt' | 'doneAt'>,
  { isOver, now }: { isOver: boolean; now: Instant },
): Pick<Clock, 'standing' | 'minutes'> {
  if (doneAt !== null) {
    if (dueAt === null) return { standing: 'done', minutes: minutesBetween(startsAt ?? doneAt, doneAt) }
    const late = minutesPast(dueAt, doneAt)
    return late > 0 ? { standing: 'late', minutes: late } : { standing: 'met', minutes: 0 }
  }
  if (isOver) return { standing: 'waived', minutes: 0 }
  if (startsAt === null) return { standing: 'waiting', minutes: 0 }
  if (dueAt === null) return { standing: 'now', minutes: minutesBetween(startsAt, now) }
  const late = minutesPast(dueAt, now)
  return late > 0
    ? { standing: 'overdue', minutes: late }
    : { standing: 'running', minutes: minutesBetween(now, dueAt) }
}

// People say the minute: what is done in the last minute is in time, the next one is a minute late.
const minutesPast = (due: Instant, at: Instant): number => minutesLate(addMs(due, 60_000), at)
const minutesBetween = (from: Instant, to: Instant): number =>
  Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 60_000))

const pressing: readonly Standing[] = ['now', 'running', 'overdue']

const inOrder = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
const endOf = ({ dueAt, startsAt }: Clock): string => dueAt ?? startsAt ?? ''

/** The clock that runs out first; what is to be done at once ran out as it began. Undefined: none runs. */
export const nextClock = (clocks: readonly Clock[]): Clock | undefined =>
  clocks
    .filter(({ standing }) => pressing.includes(standing))
    .toSorted((one, other) => inOrder(endOf(one), endOf(other)))[0]

/** Cases by the clock that runs out first; those without one come last, as they came. */
export function byNextClock<C extends Timed>(cases: readonly C[], now: Instant): C[] {
  const ends = new Map(
    cases.map((one) => {
      const clock = nextClock(clocksOf(one, now))
      return [one, clock ? endOf(clock) : '9']
    }),
  )
  return cases.toSorted((one, other) => inOrder(ends.get(one)!, ends.get(other)!))
}
