import { type Action, type Actor, isOnePerson, may } from '../../access/index.ts'
import type { Office, StepSigner } from '../gates/model.ts'
import type { TextFinding } from '../../textcheck/index.ts'
import type { Manuscript, Round, Step } from './model.ts'

/** Whose right a level asks for; a joint review asks it of the unit that is asked. */
const rights: Readonly<Record<Exclude<StepSigner, 'office'>, Action>> = {
  colleague: 'manuscripts.review',
  leader: 'manuscripts.decide',
  principal: 'manuscripts.settle',
  joint: 'manuscripts.review',
}

/** A countersignature is asked of one office of the district, and its people alone sign it. */
export const officeRights: Readonly<Record<Office, Action>> = {
  propaganda: 'manuscripts.countersign-propaganda',
  secrecy: 'manuscripts.countersign-secrecy',
}

/** The right of a step, and of which unit. */
export const rightOfStep = (
  districtId: string,
  { unitId }: Pick<Manuscript, 'unitId'>,
  { signer, office, ...step }: Pick<Step, 'signer' | 'unitId' | 'office'>,
): { action: Action; target: { districtId: string; unitId?: string } } =>
  signer === 'office'
    ? { action: officeRights[office!], target: { districtId } }
    : { action: rights[signer], target: { districtId, unitId: step.unitId ?? unitId } }

/** Steps whose turn it is: those of the first place where a gate is still open. */
export function stepsDue(steps: readonly Step[]): Step[] {
  const open = steps.filter(({ gates }) => gates.some(({ outcome }) => outcome === null))
  const place = Math.min(...open.map((step) => step.place))
  return open.filter((step) => step.place === place)
}

/**
 * How a round stands once these gates are signed. 不通过 returns the text when all who are asked at the same place have spoken,
 * so that their remarks come at once; in an emergency it does so as soon as it is said (docs/decisions/047).
 */
export function roundOutcome(
  steps: readonly Pick<Step, 'place' | 'gates'>[],
  { isUrgent }: { isUrgent: boolean },
): 'open' | 'approved' | 'returned' {
  const areSigned = (some: readonly Pick<Step, 'gates'>[]) =>
    some.every(({ gates }) => gates.every(({ outcome }) => outcome !== null))
  const failed = steps.find(hasFailed)
  if (!failed) return areSigned(steps) ? 'approved' : 'open'
  return isUrgent || areSigned(steps.filter(({ place }) => place === failed.place)) ? 'returned' : 'open'
}

/** Whether somebody said 不通过 at this step. */
export const hasFailed = ({ gates }: Pick<Step, 'gates'>): boolean => gates.some(({ outcome }) => outcome === 'fail')

/** Why somebody may not sign a step although it is his kind's: he wrote on the text, or signed another level of it. */
export type Bar = 'writer' | 'other-level'

export function barOf(
  actor: Actor,
  step: Pick<Step, 'number'>,
  { steps, writers }: { steps: readonly Step[]; writers: readonly string[] },
): Bar | undefined {
  if (writers.some((writer) => isOnePerson(actor, writer))) return 'writer'
  const elsewhere = steps.some(
    ({ number, gates }) => number !== step.number && gates.some(({ signedBy }) => isOnePerson(actor, signedBy)),
  )
  return elsewhere ? 'other-level' : undefined
}

/** The steps that a person may sign now. */
export const stepsFor = (
  actor: Actor,
  districtId: string,
  manuscript: Manuscript,
  known: { steps: readonly Step[]; writers: readonly string[] },
): Step[] =>
  stepsDue(known.steps).filter((step) => {
    const { action, target } = rightOfStep(districtId, manuscript, step)
    return may(actor, action, target) && barOf(actor, step, known) === undefined
  })

/** Whether somebody may do the 补审 of a signed urgent manuscript: of its unit, who neither wrote nor signed it. */
export const mayCheckUrgent = (
  actor: Actor,
  districtId: string,
  { unitId }: Pick<Manuscript, 'unitId'>,
  known: { steps: readonly Step[]; writers: readonly string[] },
): boolean =>
  may(actor, 'manuscripts.review', { districtId, unitId }) && barOf(actor, { number: 0 }, known) === undefined

/** What the machine asks a person to confirm, of the gates of a step, that nobody has confirmed in this round yet. */
export function toConfirm(
  round: Pick<Round, 'findings'>,
  steps: readonly Step[],
  step: Step,
): { at: number; finding: TextFinding }[] {
  const done = new Set(
    steps.flatMap(({ gates }) => gates.flatMap(({ confirmed }) => confirmed.map(({ finding }) => finding))),
  )
  const open = new Set(step.gates.flatMap(({ gate, outcome }) => (outcome === null ? [gate] : [])))
  return round.findings.flatMap((finding, at) =>
    finding.severity === 'confirm' && open.has(finding.gate) && !done.has(at) ? [{ at, finding }] : [],
  )
}
