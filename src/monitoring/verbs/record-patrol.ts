import { type Actor, type Deps, permit } from '../../access/index.ts'
import { type CivilDate, dayOf, formatDayZh, formatMinute, type Instant } from '../../calendar/index.ts'
import { recordSpan } from '../../collection/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { raiseReappeared, raiseTrigger } from '../../filing/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import { updateWindow } from '../indicators/silence.ts'
import { thresholdsAt } from '../judging.ts'
import type { Patrol, Reachable } from '../model.ts'
import { insertPatrol, knownUpdate, newestPost, seenOtherwise } from '../patrols.ts'
import { type PatrolledAccount, patrolledAccount } from '../queries.ts'

export type PatrolInput = {
  districtId: string
  accountId: string
  checkedAt: Instant
  reachable: Reachable
  /** The last update on or before `until`, as seen on the account's page. */
  lastUpdateOn?: CivilDate
  neverUpdated?: boolean
  /** The day up to which the patroller looked, such as a month's checkpoint; the day of looking where absent. */
  until?: CivilDate
  hasInteraction?: boolean
  hasService?: boolean
  /** Kept with the patrol or not at all. */
  screenshot?: { name: string; bytes: Uint8Array }
  note?: string
}

/**
 * 人工巡查: a person opened the account and says what stands there. From the last update seen to the day of looking the
 * account counts as collected; an account that is gone or blocked does not. One that is gone although nobody approved
 * its closing is a clue of 私自注销 (F-02), once each time it vanishes; one that stands open after its 注销日期 is a clue
 * of 私自重新上线 (F-01), once for each time it was gone. A person decides either.
 */
export async function recordPatrol(deps: Deps, actor: Actor, input: PatrolInput): Promise<Patrol> {
  permit(actor, 'patrol.record', { districtId: input.districtId })
  const seenUntil = checkPatrol(deps, input)
  return inTransaction(deps.db, async (tx) => {
    const account = await patrolledAccount(tx, input.districtId, input.accountId)
    if (!account) throw refuse('record.not-found', { what: '账号' })
    if (input.neverUpdated) await refuseKnownUpdate(tx, input, seenUntil)
    await refuseEarlierUnexplained(tx, input, seenUntil)
    await refuseSameMoment(tx, input, seenUntil)
    const patrol = { ...newPatrol(deps, actor, input), screenshotFileId: await keepScreenshot(tx, deps, actor, input) }
    const at = deps.wall.now()
    await insertPatrol(tx, input.districtId, patrol, at)
    if (patrol.reachable === 'open') await coverSeenDays(tx, deps, input, patrol, seenUntil)
    const { id, note, ...after } = patrol
    await append(tx, deps.ids, {
      districtId: input.districtId,
      actor,
      action: 'patrol.recorded',
      subject: { kind: 'patrol', id },
      after: { ...after, until: seenUntil, hasNote: note !== null },
      at,
    })
    if (unitKinds[account.unitKind].inScope) await raiseClue(tx, deps, actor, { ...input, account, patrol })
    return patrol
  })
}

// An approved closing sets the account to 关停办理中, so that 在运行 means nobody asked (rulebook (f), F-02); and so does
// 关停 that somebody entered by hand when the account was registered.
const nobodyAsked = ({ runningState, stateIsClaimed }: PatrolledAccount) =>
  runningState === 'running' || (stateIsClaimed && runningState !== 'deregistered')

type Seen = { districtId: string; account: PatrolledAccount; patrol: Patrol }

async function raiseClue(tx: Tx, deps: Deps, actor: Actor, { districtId, account, patrol }: Seen): Promise<void> {
  if (patrol.reachable === 'gone' && nobodyAsked(account))
    await raiseVanished(tx, deps, actor, districtId, account.unitId, patrol)
  if (patrol.reachable === 'open' && isBackAgain(account, patrol))
    await raiseReappeared(tx, deps, actor, {
      districtId,
      unitId: account.unitId,
      account: { ...account, id: patrol.accountId },
      discoveredOn: dayOf(patrol.checkedAt),
      by: { patrolId: patrol.id },
    })
}

// On the day itself it may have been there until the evening.
const isBackAgain = ({ runningState, ceasedOn }: PatrolledAccount, { checkedAt }: Patrol) =>
  runningState === 'deregistered' && (ceasedOn === null || dayOf(checkedAt) > ceasedOn)

async function raiseVanished(tx: Tx, deps: Deps, actor: Actor, districtId: string, unitId: string, patrol: Patrol) {
  const { accountId, checkedAt } = patrol
  const lastOpen = await tx
    .selectFrom('patrol')
    .select('created_at as at')
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .where('reachable', '=', 'open')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  await raiseTrigger(tx, deps, actor, {
    districtId,
    rule: 'F-02',
    unitId,
    accountId,
    subject: { kind: 'account-gone', id: accountId },
    event: { id: patrol.id, earlierOverBy: lastOpen?.at ?? null },
    facts: { reason: '人工巡查未见账号，且无关停或注销备案', discoveredOn: dayOf(checkedAt), patrolId: patrol.id },
  })
}

/** Refuses what nobody can have seen. Answers the last day that was looked at. */
function checkPatrol(deps: Deps, input: PatrolInput): CivilDate {
  const { checkedAt, reachable, lastUpdateOn, neverUpdated, until } = input
  const checkedOn = dayOf(checkedAt)
  if (checkedAt > deps.clock.now()) throw refuse('patrol.time-in-future', { day: formatDayZh(checkedOn) })
  const seenUntil = until && until < checkedOn ? until : checkedOn
  const saysUpdate = lastUpdateOn !== undefined || neverUpdated === true
  if (reachable !== 'open' && saysUpdate) throw refuse('patrol.update-without-view')
  if (reachable === 'open' && (!saysUpdate || (lastUpdateOn !== undefined && neverUpdated === true)))
    throw refuse('patrol.update-missing')
  if (lastUpdateOn && lastUpdateOn > seenUntil)
    throw refuse('patrol.update-after-check', { update: formatDayZh(lastUpdateOn), checked: formatDayZh(seenUntil) })
  return seenUntil
}

// “Never” against a post or a day that somebody saw: one of the two is wrong, and only who looks again can say which.
async function refuseKnownUpdate(tx: Tx, { districtId, accountId }: PatrolInput, seenUntil: CivilDate): Promise<void> {
  const day = await knownUpdate(tx, districtId, accountId, seenUntil)
  if (day) throw refuse('patrol.update-known', { day })
}

// A pinned post is easily taken for the newest one. What is known stays known; who saw it gone says so.
async function refuseEarlierUnexplained(
  tx: Tx,
  { districtId, accountId, lastUpdateOn, note }: PatrolInput,
  seenUntil: CivilDate,
): Promise<void> {
  if (!lastUpdateOn || note?.trim()) return
  const day = await newestPost(tx, districtId, accountId, seenUntil)
  if (day && day > lastUpdateOn) throw refuse('patrol.update-earlier', { day, update: lastUpdateOn })
}

// Of two looks at one moment none is the newer one that mends the other, so the second would be kept and count for nothing.
async function refuseSameMoment(tx: Tx, input: PatrolInput, until: CivilDate): Promise<void> {
  const { districtId, accountId, checkedAt, lastUpdateOn } = input
  if (!lastUpdateOn) return
  const day = await seenOtherwise(tx, districtId, { accountId, checkedAt, lastUpdateOn, until })
  if (day) throw refuse('patrol.same-moment', { at: formatMinute(checkedAt), day })
}

// Between the last update and the day of looking nothing else stood there; of an account that never updated, nothing
// stood there in the whole window.
async function coverSeenDays(
  tx: Tx,
  deps: Deps,
  { districtId }: PatrolInput,
  patrol: Patrol,
  seenUntil: CivilDate,
): Promise<void> {
  const window = updateWindow(seenUntil, await thresholdsAt(tx, districtId, seenUntil))
  await recordSpan(tx, deps.ids, districtId, {
    accountId: patrol.accountId,
    source: 'patrol',
    from: patrol.lastUpdateOn ?? window.from,
    to: seenUntil,
    collectedAt: patrol.checkedAt,
    patrolId: patrol.id,
  })
}

async function keepScreenshot(tx: Tx, deps: Deps, actor: Actor, { districtId, screenshot }: PatrolInput) {
  if (!screenshot) return null
  return (await saveFile(tx, deps, { districtId, ...screenshot, actor, accept: ['png', 'jpg', 'webp'] })).id
}

function newPatrol(deps: Deps, actor: Actor, input: PatrolInput): Omit<Patrol, 'screenshotFileId'> {
  return {
    id: deps.ids.next(),
    accountId: input.accountId,
    checkedAt: input.checkedAt,
    reachable: input.reachable,
    lastUpdateOn: input.lastUpdateOn ?? null,
    neverUpdated: input.neverUpdated ?? false,
    hasInteraction: input.hasInteraction ?? null,
    hasService: input.hasService ?? null,
    note: input.note?.trim() || null,
    patrolledBy: actor.id,
  }
}
