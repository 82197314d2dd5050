import type { Instant } from '../calendar/index.ts'
import type { Item, ItemAction, ItemState, ItemStep, Part } from './model.ts'
import { type StepName, type StepStanding, standings } from './schedule.ts'

const doneFrom: Readonly<Record<Exclude<StepName, 'answer'>, { action: ItemAction; states: readonly ItemState[] }>> = {
  distribute: { action: 'distribute', states: ['distributed', 'compiled', 'signed', 'sent'] },
  compile: { action: 'compile', states: ['compiled', 'signed', 'sent'] },
  sign: { action: 'sign', states: ['signed', 'sent'] },
  send: { action: 'send', states: ['sent'] },
}

/**
 * Where the steps of an item stand. The units' step is done when the last of them has answered, or when the letter was
 * compiled without them; what was sent back is open again.
 */
export function standingOf(
  item: Pick<Item, 'state' | 'schedule' | 'sentAt'>,
  parts: readonly Pick<Part, 'state' | 'answeredAt'>[],
  steps: readonly Pick<ItemStep, 'action' | 'at'>[],
  now: Instant,
): StepStanding[] {
  const of = (step: keyof typeof doneFrom): Instant | null => {
    const { action, states } = doneFrom[step]
    return states.includes(item.state) ? (steps.findLast((one) => one.action === action)?.at ?? null) : null
  }
  const all = parts.every(({ state }) => state === 'answered' || state === 'accepted')
  const last = parts
    .flatMap(({ answeredAt }) => answeredAt ?? [])
    .sort((one, other) => Date.parse(one) - Date.parse(other))
    .at(-1)
  const compiled = of('compile')
  const answer = all && last ? last : compiled
  return standings(
    item.schedule,
    { distribute: of('distribute'), answer, compile: compiled, sign: of('sign'), send: item.sentAt },
    now,
  )
}
