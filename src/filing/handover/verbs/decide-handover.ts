import { type Actor, type Deps, refuseMaker } from '../../../access/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { actOnHandover, type HandoverInput } from '../act.ts'
import { type Handover, handoverActionLabels, type Signatures } from '../model.ts'
import { refuseSecrets, signaturesSuffice } from '../rules.ts'

// Whoever had a hand in a handover doesn't decide on it.
function refuseHands(actor: Actor, { handledBy }: Handover): void {
  for (const id of handledBy) refuseMaker(actor, id)
}

const decided = (deps: Deps, actor: Actor, decision: string | null) => ({
  decided_by: actor.id,
  decided_at: deps.clock.now(),
  decision,
})

/** Confirms that everything passed on, by the signatures on the scan. Refuses `handover.not-signed`, `access.maker-is-checker`. */
export async function confirmHandover(deps: Deps, actor: Actor, input: HandoverInput & { signed: Signatures }) {
  return actOnHandover(deps, actor, input, 'confirm', (_tx, { one }) => {
    refuseHands(actor, one)
    if (!signaturesSuffice(one.signing, input.signed))
      throw refuse('handover.not-signed', { wanted: one.signing === 'both' ? '移交人、接收人' : '接收人、监交人' })
    return { set: decided(deps, actor, null), told: { print: one.printNumber, signed: input.signed } }
  })
}

type WithReason = HandoverInput & { reason: string }

const reasonOf = ({ reason }: WithReason, action: 'send-back' | 'dismiss'): string => {
  if (reason.trim() === '') throw refuse('handover.reason-required', { action: handoverActionLabels[action] })
  refuseSecrets([reason])
  return reason.trim()
}

// A reason may name people, and the trail is for ever (decision 008): it is told a digest, and the words stand in the handover.
const withReason = (deps: Deps, actor: Actor, { id, version }: Handover, reason: string) => ({
  set: decided(deps, actor, reason),
  told: { reasonDigest: deps.vault.digest(reason, Buffer.from(`${id}/${version}`)) },
})

/** Sends a sheet back with everything that has to be mended. Refuses `handover.reason-required`, `handover.secret-in-note`. */
export async function sendHandoverBack(deps: Deps, actor: Actor, input: WithReason) {
  return actOnHandover(deps, actor, input, 'send-back', (_tx, { one }) => {
    refuseHands(actor, one)
    return withReason(deps, actor, one, reasonOf(input, 'send-back'))
  })
}

/** Says why nothing has to be handed over, such as a name that was only corrected. Refuses as `sendHandoverBack` does. */
export async function dismissHandover(deps: Deps, actor: Actor, input: WithReason) {
  return actOnHandover(deps, actor, input, 'dismiss', (_tx, { one }) => {
    refuseHands(actor, one)
    return withReason(deps, actor, one, reasonOf(input, 'dismiss'))
  })
}
