import { type Actor, type Deps, keepManyWords, openWords, permit } from '../../access/index.ts'
import { addHours, dayOf, formatMinute, instant, type Instant } from '../../calendar/index.ts'
import { type CollectedMessage, collectedMessages, knownAccounts, leastText } from '../../collection/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { append } from '../../trail/index.ts'
import { isBefore, isLater } from '../checks.ts'
import { clockBook } from '../clocks.tsx'
import { askedOn, keepCollected, knownCollected, type NewCollected, seenUntil } from '../collected.ts'
import { answerMessages, holdMessages, insertMessages, insertSteps, type NewMessage, type NewStep } from '../records.ts'
import { dueOf } from '../rules.ts'

/** Batches of several workers are stored out of turn: what is older than the newest by so much is read once more. */
const LATE_HOURS = 48
const BEGINNING = instant('2000-01-01T00:00:00+08:00')

export type Entered = { entered: number; matched: number; answered: number; gone: number }

/**
 * Enters the comments that official interfaces brought, each once: as 评论, for the account's own unit, with the time and the
 * masked beginning of its words. One that somebody entered by hand or file is found again by account, day and words. An
 * answer that the platform shows is entered where the message still waits; what a person did with it stays. One that is gone
 * from the platform stays, with that said, also where it came and went before anybody entered it. Nothing of it says 已核对至: what came is no proof that all came.
 */
export async function enterCollected(deps: Deps, actor: Actor, districtId: string): Promise<Entered> {
  permit(actor, 'messages.import', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const last = await seenUntil(tx, districtId)
    return enterSeen(tx, deps, actor, districtId, last ? addHours(last, -LATE_HOURS) : BEGINNING)
  })
}

/** The same in the caller's transaction, of what was seen at a moment or later. */
export async function enterSeen(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  since: Instant,
): Promise<Entered> {
  await holdMessages(tx, districtId)
  const seen = await collectedMessages(tx, districtId, since)
  const known = await knownCollected(tx, districtId, seen)
  const keyOf = ({ accountId, key }: { accountId: string; key: string }) => `${accountId} ${key}`
  const changed = seen.filter((one) => known.get(keyOf(one))?.status !== one.status)
  const later = changed.flatMap((one) => {
    const before = known.get(keyOf(one))
    return before && before.seenAt < one.collectedAt ? [{ ...one, messageId: before.messageId }] : []
  })
  const fresh = changed.filter((one): one is Whole => !known.has(keyOf(one)) && isWhole(one, deps))
  const placed = await placeFresh(tx, deps, actor, districtId, fresh)
  const rows = [...placed.rows, ...later]
  await keepCollected(tx, districtId, rows)
  // Of one that is gone and was known as answered, what was answered is known too.
  const answers = rows.filter((one) => one.status === 'replied' || known.get(keyOf(one))?.status !== 'replied')
  const answered = await enterAnswers(tx, deps, actor, districtId, answers)
  const counts = {
    entered: placed.entered,
    matched: placed.rows.length - placed.entered,
    answered,
    gone: rows.filter(({ status }) => status === 'gone').length,
  }
  if (rows.length > 0)
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'messages.collected',
      subject: { kind: 'district', id: districtId },
      after: counts,
      at: deps.wall.now(),
    })
  return counts
}

type Whole = CollectedMessage & { at: Instant }

// A comment that was only seen to be gone, or of a time that can't be, is none to enter.
const isWhole = (one: CollectedMessage, deps: Deps): boolean =>
  one.at !== null && !isLater({ on: dayOf(one.at), at: one.at }, deps)

async function placeFresh(tx: Tx, deps: Deps, actor: Actor, districtId: string, fresh: readonly Whole[]) {
  const matched = await alreadyEntered(tx, deps, districtId, fresh)
  const unmatched = fresh.filter((one) => !matched.has(one))
  const [clocks, calendar] = [await clockBook(tx, districtId), await loadCalendar(tx)]
  const accounts = await knownAccounts(tx, districtId, deps.clock.today())
  const owners = new Map(accounts.map(({ id, survivingUnitId }) => [id, survivingUnitId]))
  const words = await keepManyWords(
    tx,
    deps,
    districtId,
    unmatched.map(({ text }) => text),
  )
  const at = deps.wall.now()
  const messages = unmatched.map(({ accountId, at: asked }, place): NewMessage => {
    const on = dayOf(asked)
    const clock = clocks('question', on)
    return {
      id: deps.ids.next(),
      accountId,
      unitId: owners.get(accountId) ?? null,
      // What somebody wants, a person says; until then it has the clock of most kinds.
      kind: 'question',
      channel: 'comment',
      state: 'open',
      askedOn: on,
      askedAt: asked,
      wordsId: words[place]!.said,
      contactId: null,
      dueOn: dueOf(calendar, clock, on).day,
      due: { days: clock.days, kind: clock.kind },
      repliedOn: null,
      repliedAt: null,
      codeDigest: null,
      importId: null,
      createdBy: actor.id,
      createdAt: at,
    }
  })
  await insertMessages(tx, districtId, messages)
  await insertSteps(
    tx,
    districtId,
    messages.map(({ id, unitId }): NewStep => {
      return { id: deps.ids.next(), messageId: id, action: 'record', unitId, by: actor.id, at }
    }),
  )
  const rows: NewCollected[] = [
    ...unmatched.map((one, place) => ({ ...one, messageId: messages[place]!.id })),
    ...[...matched].map(([one, messageId]) => ({ ...one, messageId })),
  ]
  return { rows, entered: messages.length }
}

/** Comments that somebody entered already: of the same account and day, by the minute where both know it, and the same words. */
async function alreadyEntered(
  tx: Tx,
  { vault }: Deps,
  districtId: string,
  fresh: readonly Whole[],
): Promise<Map<Whole, string>> {
  const candidates = await askedOn(
    tx,
    districtId,
    fresh.map(({ accountId, at }) => ({ accountId, on: dayOf(at) })),
  )
  const words = await openWords(
    { db: tx, vault },
    districtId,
    candidates.map(({ wordsId }) => wordsId),
  )
  const found = new Map<Whole, string>()
  const taken = new Set<string>()
  for (const one of fresh) {
    const same = candidates.find(
      ({ id, accountId, on, at, wordsId }) =>
        !taken.has(id) &&
        accountId === one.accountId &&
        on === dayOf(one.at) &&
        (at === null || formatMinute(at) === formatMinute(one.at)) &&
        leastText(words.get(wordsId) ?? '') === one.text,
    )
    if (!same) continue
    taken.add(same.id)
    found.set(one, same.id)
  }
  return found
}

/** Answers that the platform dates, of messages that wait; one without a time is told and left to a person. */
async function enterAnswers(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  rows: readonly NewCollected[],
): Promise<number> {
  const dated = rows.flatMap(({ messageId, status, at, repliedAt }) => {
    if (status === 'open' || repliedAt === null || at === null) return []
    const replied = { on: dayOf(repliedAt), at: repliedAt }
    return isLater(replied, deps) || isBefore(replied, { on: dayOf(at), at }) ? [] : [{ id: messageId, replied }]
  })
  const answered = new Set(await answerMessages(tx, districtId, dated))
  const at = deps.wall.now()
  await insertSteps(
    tx,
    districtId,
    dated
      .filter(({ id }) => answered.has(id))
      .map(({ id, replied }): NewStep => {
        const when = { repliedOn: replied.on, repliedAt: replied.at }
        return { id: deps.ids.next(), messageId: id, action: 'reply', ...when, by: actor.id, at }
      }),
  )
  return answered.size
}
