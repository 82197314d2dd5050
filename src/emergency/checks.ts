import { formatMinute, type Instant, instantFromLocal } from '../calendar/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { isSecretNumber } from '../vocabulary/secret-number.ts'
import type { Fields } from './fields.ts'
import {
  actionLabels,
  bodiesOf,
  bodyLabels,
  type Case,
  type Kind,
  kindLabels,
  referenceMost,
  type Step,
  wordsMost,
} from './model.ts'
import { owedSteps, procedures } from './rules.ts'
import type { StepInput } from './verbs/take-step.ts'

/** A moment as typed. Refuses `emergency.not-complete`, `emergency.time-unreadable`. */
export function readMoment(what: string, text: string | undefined): Instant {
  const found = text?.trim() ?? ''
  if (found === '') throw refuse('emergency.not-complete', { what })
  const moment = instantFromLocal(found)
  if (!moment) throw refuse('emergency.time-unreadable', { what, found })
  return moment
}

/** To the minute: what is entered at once is never earlier than what was entered in the same minute. */
export const wholeMinute = (moment: Instant): Instant => instantFromLocal(formatMinute(moment))!

export function refuseFuture(what: string, at: Instant, now: Instant): void {
  if (at > now) throw refuse('emergency.in-future', { what, at: formatMinute(at), now: formatMinute(now) })
}

/** What happened can't be later than now, nor earlier than what it follows. */
export function checkTimes(
  fields: Fields,
  { kind, startedAt }: Pick<Case, 'kind' | 'startedAt'>,
  steps: readonly Pick<Step, 'action' | 'at'>[],
  { action, at, dueAt }: Pick<StepInput, 'action' | 'at' | 'dueAt'>,
  now: Instant,
): void {
  refuseFuture(fields.at, at, now)
  if (at < wholeMinute(startedAt))
    throw refuse('emergency.before-report', {
      what: fields.at,
      at: formatMinute(at),
      reported: formatMinute(startedAt),
    })
  const timesOf = (of: (action: Step['action']) => boolean) =>
    steps.flatMap((step) => (of(step.action) ? [step.at] : [])).toSorted()
  const after = procedures[kind].find((rule) => rule.action === action)?.after
  const first = after && timesOf((one) => one === after)[0]
  if (after && first && at < wholeMinute(first))
    throw action === 'answer'
      ? refuse('emergency.answer-before-call', { at: formatMinute(at), called: formatMinute(first) })
      : refuse('emergency.before-step', { what: fields.at, at: formatMinute(at), ...toldOf(after, first) })
  // What concludes a case can't have been written before what it concludes.
  if (action === 'conclude' || action === 'close')
    for (const step of steps)
      if (!aside.includes(step.action) && wholeMinute(at) < wholeMinute(step.at))
        throw refuse('emergency.before-step', {
          what: fields.at,
          at: formatMinute(at),
          ...toldOf(step.action, step.at),
        })
  if (fields.called && dueAt && dueAt <= at)
    throw refuse('emergency.due-before-call', { due: formatMinute(dueAt), at: formatMinute(at) })
}

const aside: readonly Step['action'][] = ['amend', 'link']
const toldOf = (action: Step['action'], at: Instant) => ({ step: actionLabels[action], taken: formatMinute(at) })

const blank = (text: string | undefined) => (text?.trim() ?? '') === ''

/** What a step of a kind asks for is there, and nothing that it must not hold. */
export function checkFields(kind: Kind, fields: Fields, input: StepInput): void {
  const { words, reference, file, evidenceId, body, called, dueAt } = input
  if (kind === 'secret') refuseContent(fields, input)
  if (fields.called && !called) throw refuse('emergency.not-complete', { what: '提示对象' })
  if (fields.called && !dueAt) throw refuse('emergency.not-complete', { what: '要求处置的时限' })
  if (fields.body && !body) throw refuse('emergency.not-complete', { what: '移送机关' })
  if (fields.body && body && !bodiesOf(kind).includes(body))
    throw refuse('emergency.other-body', { kind: kindLabels[kind], body: bodyLabels[body] })
  if (fields.words?.need === 'must' && blank(words))
    throw refuse('emergency.not-complete', { what: fields.words.label })
  if (kind !== 'secret' && fields.reference?.need === 'must' && blank(reference))
    throw refuse('emergency.not-complete', { what: fields.reference.label })
  if (fields.file?.need === 'must' && !file) throw refuse('emergency.proof-required', { what: fields.file.label })
  if (fields.evidence && !file && !evidenceId) throw refuse('emergency.evidence-required')
  if ((words?.trim().length ?? 0) > wordsMost)
    throw refuse('emergency.words-too-long', { what: fields.words?.label ?? '说明', most: wordsMost })
  if ((reference?.trim().length ?? 0) > referenceMost)
    throw refuse('emergency.words-too-long', { what: fields.reference?.label ?? '编号', most: referenceMost })
}

function refuseContent({ reference }: Fields, input: StepInput): void {
  if (!blank(input.words) || input.file || input.evidenceId) throw refuse('emergency.secret-content')
  if (reference?.need === 'must' || !blank(input.reference)) checkReference(input.reference)
}

/** A number under which who is competent knows of it, as offices write them, so that it tells nothing. */
export function checkReference(text: string | undefined): string {
  const found = text?.trim() ?? ''
  if (!isSecretNumber(found)) throw refuse('emergency.secret-reference')
  return found
}

/** Ways in which a step on a leaked secret may not be taken, without saying why in words. */
export const secretReasons = { advised: '按保密部门意见不办', 'not-needed': '不适用' } as const

/** A reason for each step that closing asks for and nobody took. Refuses `emergency.reasons-required`. */
export function reasonsFor(
  kind: Kind,
  done: readonly Step['action'][],
  given: StepInput['reasons'] = {},
): NonNullable<Step['facts']['reasons']> {
  const owed = owedSteps({ kind, done })
  const said = owed.map((action) => [action, reasonOf(kind, given[action])] as const)
  const without = said.filter(([, reason]) => reason === '').map(([action]) => actionLabels[action])
  if (without.length > 0) throw refuse('emergency.reasons-required', { steps: without.join('、') })
  return Object.fromEntries(said)
}

function reasonOf(kind: Kind, given: string | undefined): string {
  const text = given?.trim() ?? ''
  if (kind !== 'secret') return text.slice(0, wordsMost)
  return Object.entries(secretReasons).find(([key]) => key === text)?.[1] ?? ''
}
