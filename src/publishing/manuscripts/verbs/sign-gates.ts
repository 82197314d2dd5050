import { sql } from 'kysely'
import { type Actor, type Deps, keepWords, permit } from '../../../access/index.ts'
import type { Tx } from '../../../database/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { type Gate, gateLabels } from '../../gates/model.ts'
import { type ManuscriptInput, stepWithManuscript } from '../act.ts'
import { type GateOutcome, OPINION_MOST, type Step } from '../model.ts'
import { roundsOf, stepsOf, writersOf } from '../queries.ts'
import { barOf, rightOfStep, roundOutcome, stepsDue, toConfirm } from '../signing.ts'
import { line } from '../typed-text.ts'

export type GateWord = { gate: Gate; outcome: GateOutcome; opinion?: string | undefined }

export type Signature = ManuscriptInput & {
  step: number
  /** A word on each gate that is signed; gates that are not named wait for somebody else. */
  gates: readonly GateWord[]
  /** Why what the machine asked about is meant so: the finding's place in the round's list, the reason. */
  confirmed?: readonly { finding: number; reason: string }[]
}

/** How the round stands after a signature. */
export type Signed = { outcome: 'open' | 'approved' | 'returned' }

/**
 * 审核签名: a person's word on gates of one level. 不通过 returns the text with everything that was said of it, once all
 * who are asked beside him have spoken; who says 不通过 says so of all gates of his level at once. The last 通过 approves the pinned version. Refuses what a step refuses,
 * `manuscript.step-not-due`, `manuscript.own-text`, `manuscript.two-levels`, `manuscript.nothing-signed`,
 * `manuscript.gate-signed`, `manuscript.remarks-incomplete`, `manuscript.opinion-missing`, `manuscript.confirm-missing`.
 */
export async function signGates(deps: Deps, actor: Actor, input: Signature): Promise<Signed> {
  const { districtId, manuscriptId } = input
  return stepWithManuscript(deps, actor, input, 'sign', async (tx, manuscript) => {
    const steps = (await stepsOf(tx, districtId, manuscriptId)).filter(({ round }) => round === manuscript.round)
    const round = (await roundsOf(tx, districtId, manuscriptId)).at(-1)!
    const step = steps.find(({ number }) => number === input.step)
    if (!step) throw refuse('record.not-found', { what: '审核环节' })
    const { action, target } = rightOfStep(districtId, manuscript, step)
    permit(actor, action, target)
    const writers = await writersOf(tx, districtId, manuscriptId, round.textNumber)
    const bar = barOf(actor, step, { steps, writers })
    if (bar === 'writer') throw refuse('manuscript.own-text')
    if (bar === 'other-level') throw refuse('manuscript.two-levels')
    if (!stepsDue(steps).some(({ number }) => number === step.number))
      throw refuse('manuscript.step-not-due', { step: step.name })
    const words = wordsOf(step, input.gates)
    const confirmed = confirmedOf(input, toConfirm(round, steps, step), words)
    const [at, kept] = [deps.wall.now(), new Map<Gate, string>()]
    for (const { gate, outcome, opinion } of words) {
      const said = await keepWords(tx, deps, districtId, opinion)
      if (said) kept.set(gate, said.said)
      const own: { finding: number; reasonId: string }[] = []
      for (const { finding, reason } of confirmed.filter((one) => one.gate === gate))
        own.push({ finding, reasonId: (await keepWords(tx, deps, districtId, reason)).said })
      await tx
        .updateTable('manuscript_gate')
        .set({
          outcome,
          words_id: said?.said ?? null,
          confirmed: sql`${JSON.stringify(own)}::jsonb`,
          signed_by: actor.id,
          signed_at: at,
        })
        .where('district_id', '=', districtId)
        .where('manuscript_id', '=', manuscriptId)
        .where('round', '=', round.number)
        .where('step', '=', step.number)
        .where('gate', '=', gate)
        .execute()
    }
    const signed = steps.map((one) => (one.number === step.number ? { ...one, gates: withWords(one, words) } : one))
    const outcome = roundOutcome(signed, { isUrgent: manuscript.urgentSince !== null })
    if (outcome !== 'open') await closeRound(tx, districtId, manuscriptId, { number: round.number, outcome, at })
    return {
      ...(outcome !== 'open' && {
        set:
          outcome === 'approved'
            ? { state: 'approved' as const, approved_round: round.number }
            : { state: 'returned' as const },
      }),
      event: {
        action: outcome === 'open' ? 'manuscript.signed' : `manuscript.${outcome}`,
        after: {
          round: round.number,
          step: step.name,
          gates: words.map((word) => `${gateLabels[word.gate]}${word.outcome === 'pass' ? '通过' : '不通过'}`),
          ...(confirmed.length > 0 && { confirmed: confirmed.length }),
          ...(outcome === 'approved' && { digest: round.digest, textNumber: round.textNumber }),
        },
      },
      result: { outcome },
    }
  })
}

const withWords = ({ gates }: Step, words: readonly Word[]) =>
  gates.map((item) => ({ ...item, outcome: words.find(({ gate }) => gate === item.gate)?.outcome ?? item.outcome }))

type Word = { gate: Gate; outcome: GateOutcome; opinion: string | null }

function wordsOf(step: Step, given: readonly GateWord[]): Word[] {
  if (given.length === 0) throw refuse('manuscript.nothing-signed')
  const open = step.gates.filter(({ outcome }) => outcome === null).map(({ gate }) => gate)
  const words = given.map(({ gate, outcome, opinion }) => {
    if (!open.includes(gate)) throw refuse('manuscript.gate-signed', { gate: gateLabels[gate] })
    const said = line(opinion ?? '', `${gateLabels[gate]}意见`, OPINION_MOST) || null
    if (outcome === 'fail' && said === null) throw refuse('manuscript.opinion-missing', { gate: gateLabels[gate] })
    return { gate, outcome, opinion: said }
  })
  const left = open.filter((gate) => !words.some((word) => word.gate === gate))
  if (left.length > 0 && words.some(({ outcome }) => outcome === 'fail'))
    throw refuse('manuscript.remarks-incomplete', { gates: left.map((gate) => gateLabels[gate]).join('、') })
  return words
}

// Only what is let pass has to be confirmed: what is returned will be checked again, and a reason that was given is kept for then.
function confirmedOf(input: Signature, asked: ReturnType<typeof toConfirm>, words: readonly Word[]) {
  const isReturned = words.some(({ outcome }) => outcome === 'fail')
  const signed = new Set(words.map(({ gate }) => gate))
  return asked
    .filter(({ finding }) => signed.has(finding.gate))
    .flatMap(({ at, finding }) => {
      const reason = input.confirmed?.find((one) => one.finding === at)?.reason ?? ''
      const said = line(reason, '确认的理由', OPINION_MOST)
      if (said === '' && isReturned) return []
      if (said === '') throw refuse('manuscript.confirm-missing', { observed: finding.observed, why: finding.why })
      return { finding: at, gate: finding.gate, reason: said }
    })
}

type Closed = { number: number; outcome: 'approved' | 'returned' | 'recalled'; at: ReturnType<Deps['wall']['now']> }

/** Ends a round, in the caller's transaction. */
export const closeRound = (tx: Tx, districtId: string, manuscriptId: string, { number, outcome, at }: Closed) =>
  tx
    .updateTable('manuscript_round')
    .set({ outcome, decided_at: at })
    .where('district_id', '=', districtId)
    .where('manuscript_id', '=', manuscriptId)
    .where('number', '=', number)
    .execute()
