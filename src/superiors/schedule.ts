import { addMs, type Instant } from '../calendar/index.ts'

/** The steps between a superior's words and the answer, in their order. */
export const stepLabels = {
  distribute: '分办到单位',
  answer: '单位反馈',
  compile: '汇总核对',
  sign: '领导审签',
  send: '报送',
} as const
export type StepName = keyof typeof stepLabels
export const stepNames = Object.keys(stepLabels) as StepName[]

/** How much of the time a step gets: its share of all, and no more hours than these; null: no such bound. */
export type Share = { share: number; atMostHours: number | null }
export type Shares = Readonly<Record<StepName, Share>>

/** The latest moment of each step; of the last one the superior's own. */
export type Schedule = Readonly<Record<StepName, Instant>>

const MINUTE = 60_000

/**
 * Schedules backwards from the superior's hour. Every step but the units' own gets its share of the time between receipt
 * and deadline, in whole minutes and at most its hours; what is left is the units'. Natural hours: a superior's clock runs
 * on through nights, weekends and holidays. Refuses nothing: a deadline that isn't after the receipt is a defect here.
 */
export function scheduleBackwards(receivedAt: Instant, dueAt: Instant, shares: Shares): Schedule {
  const minutes = Math.floor((Date.parse(dueAt) - Date.parse(receivedAt)) / MINUTE)
  if (minutes <= 0) throw new RangeError(`no time between ${receivedAt} and ${dueAt}`)
  const all = stepNames.reduce((sum, step) => sum + shares[step].share, 0)
  const length = (step: StepName): number => {
    const { share, atMostHours } = shares[step]
    const own = Math.floor((minutes * share) / all)
    return atMostHours === null ? own : Math.min(own, atMostHours * 60)
  }
  const before = (moment: Instant, step: StepName) => addMs(moment, -length(step) * MINUTE)
  const send = dueAt
  const sign = before(send, 'send')
  const compile = before(sign, 'sign')
  const answer = before(compile, 'compile')
  return { distribute: addMs(receivedAt, length('distribute') * MINUTE), answer, compile, sign, send }
}

/** Minutes past a moment; the minute itself is still in time, as “17时前” is kept by what leaves at 17时. */
export const minutesPast = (due: Instant, at: Instant): number =>
  Math.max(0, Math.floor((Date.parse(at) - Date.parse(due)) / MINUTE))

export type StepStanding = {
  step: StepName
  latest: Instant
  doneAt: Instant | null
  /** Minutes past its latest moment: when it was done, or now where it is due and not done. */
  late: number
  state: 'done' | 'current' | 'ahead'
}

/**
 * Where each step stands at a moment. A late step moves no other one: those behind it keep their moments, and what is left
 * is what is left until the superior's hour.
 */
export function standings(
  schedule: Schedule,
  done: Readonly<Partial<Record<StepName, Instant | null>>>,
  now: Instant,
): StepStanding[] {
  const current = stepNames.find((step) => !done[step])
  return stepNames.map((step) => {
    const doneAt = done[step] ?? null
    const latest = schedule[step]
    const state = doneAt ? 'done' : step === current ? 'current' : 'ahead'
    return { step, latest, doneAt, late: minutesPast(latest, doneAt ?? now), state }
  })
}

/** Minutes from now until a moment; 0 where it is over. */
export const minutesLeft = (due: Instant, now: Instant): number => minutesPast(now, due)
