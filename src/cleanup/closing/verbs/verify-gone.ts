import { type Actor, type Deps, refuseMaker } from '../../../access/index.ts'
import { dayOf, formatDayZh } from '../../../calendar/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { actOnClosing, type ClosingInput } from '../act.ts'
import { type ClosingFile, faultLabels } from '../model.ts'
import { latestLook, lookAfterVerified } from '../queries.ts'
import { faultsOf, isRegistered, recheckFrom, unexplained } from '../rules.ts'
import { closingDays } from '../settings.ts'
import { move, putBack } from './move-account.ts'

/** What a person says to steps out of order; whoever recorded the platform's step doesn't. Refuses `closing.explanation-required`, `closing.nothing-to-explain`. */
export async function explainFaults(deps: Deps, actor: Actor, input: ClosingInput & { note: string }) {
  const note = input.note.trim()
  return actOnClosing(deps, actor, input, 'explain', async (_tx, file, notice) => {
    refuseMaker(actor, file.deregistration?.executedBy ?? null)
    const faults = faultsOf(file, notice)
    if (faults.length === 0) throw refuse('closing.nothing-to-explain')
    if (note === '') throw refuse('closing.explanation-required')
    // May be said anew, so the version is part of the salt (decision 008).
    const salt = Buffer.from(`${file.closing.id}/${file.closing.version}`)
    return {
      set: { explained: faults, explanation: note, explained_by: actor.id },
      told: { faults, noteDigest: deps.vault.digest(note, salt) },
    }
  })
}

/**
 * 核验注销: the account was looked for after it had been deregistered, and was not there; neither the look nor the word
 * comes from who recorded the deregistration. From now on the ledger calls it 已注销, and it is monitored no more
 * (rulebook C3 verified_gone). Refuses `closing.not-deregistered`, `closing.not-looked-for`, `closing.faults-open`.
 */
export async function verifyGone(deps: Deps, actor: Actor, input: ClosingInput) {
  const { districtId } = input
  return actOnClosing(deps, actor, input, 'verify', async (tx, file, notice) => {
    const { closing, deregistration } = file
    if (!deregistration?.executedOn || !isRegistered(deregistration)) throw refuse('closing.not-deregistered')
    refuseMaker(actor, deregistration.executedBy)
    refuseOpenFaults(file, notice)
    const since = [deregistration.executedOn, closing.reappearedOn]
      .filter((day) => day !== null)
      .toSorted()
      .at(-1)!
    const look = await latestLook(tx, districtId, closing.accountId, since)
    if (look?.reachable !== 'gone' || look.patrolledBy === deregistration.executedBy)
      throw refuse('closing.not-looked-for', { name: closing.accountName, since: formatDayZh(since) })
    // It was gone on the day of the platform; one that came back, not before somebody looked and found it gone again.
    const ceasedOn = closing.reappearedOn === null ? deregistration.executedOn : dayOf(look.checkedAt)
    await move(tx, deps, actor, districtId, closing.accountId, { to: 'deregistered', ceasedOn })
    const today = deps.clock.today()
    const { value } = (await closingDays(tx, districtId, today)).closureRecheckDays
    const recheckOn = recheckFrom(today, value)
    return {
      set: {
        verified_patrol_id: look.id,
        verified_by: actor.id,
        verified_on: today,
        recheck_days: value,
        recheck_on: recheckOn,
      },
      told: { patrolId: look.id, recheckOn },
    }
  })
}

function refuseOpenFaults(file: ClosingFile, notice: Parameters<typeof faultsOf>[1]): void {
  const open = unexplained(faultsOf(file, notice), file.closing)
  if (open.length > 0) throw refuse('closing.faults-open', { faults: open.map((code) => faultLabels[code]).join('；') })
}

/**
 * 注销后复查: looked for once more when the days are over; as at the verification, neither the look nor the word comes from
 * who recorded the deregistration. Refuses `closing.recheck-too-early`, `closing.seen-again`, `access.maker-is-checker`.
 */
export async function recheckGone(deps: Deps, actor: Actor, input: ClosingInput) {
  const { districtId, closingId } = input
  return actOnClosing(deps, actor, input, 'recheck', async (tx, { closing, deregistration }) => {
    refuseMaker(actor, deregistration?.executedBy ?? null)
    if (await lookAfterVerified(tx, districtId, closingId, 'open'))
      throw refuse('closing.seen-again', { name: closing.accountName })
    const look = await lookAfterVerified(tx, districtId, closingId)
    const from = closing.recheckOn!
    const isOwnLook = look !== undefined && look.patrolledBy === deregistration?.executedBy
    if (look?.reachable !== 'gone' || dayOf(look.checkedAt) < from || isOwnLook)
      throw refuse('closing.recheck-too-early', { from: formatDayZh(from) })
    return {
      set: { rechecked_patrol_id: look.id, rechecked_by: actor.id, rechecked_on: dayOf(look.checkedAt) },
      told: { patrolId: look.id },
    }
  })
}

/**
 * 注销后再现: somebody saw the account after it had been taken for gone. The closing is open again, the account is
 * monitored again, and a clue of 私自重新上线 (F-01) is raised, once for each time it was gone; people decide what follows.
 */
export async function findAgain(deps: Deps, actor: Actor, input: ClosingInput) {
  const { districtId, closingId } = input
  return actOnClosing(deps, actor, input, 'find-again', async (tx, { closing }) => {
    const look = await lookAfterVerified(tx, districtId, closingId, 'open')
    if (!look) throw refuse('closing.not-seen-again', { name: closing.accountName })
    await putBack(tx, deps, actor, { districtId, accountId: closing.accountId, look })
    const seenOn = dayOf(look.checkedAt)
    return { set: { reappeared_patrol_id: look.id, reappeared_on: seenOn }, told: { patrolId: look.id, seenOn } }
  })
}
