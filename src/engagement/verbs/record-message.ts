import { type Actor, type Deps, keepWords, openWords, permit } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { answeringUnit, checkedWords, checkTimes, timeWords } from '../checks.ts'
import { clockBook } from '../clocks.tsx'
import { type Channel, type DayOrMinute, type MessageKind, reasonMost, wordsMost } from '../model.ts'
import { accountsOwner, sameTime } from '../queries.ts'
import { holdMessages, insertMessages, insertSteps, type NewStep } from '../records.ts'
import { dueOf } from '../rules.ts'

export type MessageRecord = {
  districtId: string
  /** Which account was asked; absent for a unit's mailbox. */
  accountId?: string | undefined
  /** Who has to answer; the account's own unit where nobody says. */
  unitId?: string | undefined
  kind: MessageKind
  channel: Exclude<Channel, 'form'>
  asked: DayOrMinute
  text: string
  contact?: string | undefined
  replied?: (DayOrMinute & { text: string }) | undefined
  /** The same words of the same time are another message: a person looked. */
  isAnother?: boolean
}

/**
 * Enters a message that somebody received, with its answer where there is one. Refuses `access.denied`,
 * `message.account-or-unit`, `record.not-found`, `message.unit-gone`, times that can't be, words that are missing or too
 * long, and `message.duplicate`.
 */
export async function recordMessage(deps: Deps, actor: Actor, input: MessageRecord): Promise<{ id: string }> {
  const { districtId, kind, channel, asked, replied = null } = input
  const text = checkedWords(input.text, '留言内容', wordsMost)
  const answer = replied && checkedWords(replied.text, '答复内容', wordsMost)
  const contact = input.contact?.trim() ? checkedWords(input.contact, '联系方式', reasonMost) : null
  checkTimes(deps, asked, replied)
  return inTransaction(deps.db, async (tx) => {
    const place = await placeOf(tx, actor, input)
    await holdMessages(tx, districtId)
    if (!input.isAnother) await refuseDuplicate(tx, deps, { districtId, ...place, channel, asked, text })
    const clock = (await clockBook(tx, districtId))(kind, asked.on)
    const due = dueOf(await loadCalendar(tx), clock, asked.on)
    const words = await keepWords(tx, deps, districtId, text)
    const sealedContact = await keepWords(tx, deps, districtId, contact)
    const reply = await keepWords(tx, deps, districtId, answer)
    const [id, at] = [deps.ids.next(), deps.wall.now()]
    await insertMessages(tx, districtId, [
      {
        id,
        ...place,
        kind,
        channel,
        state: replied ? 'replied' : 'open',
        askedOn: asked.on,
        askedAt: asked.at,
        wordsId: words.said,
        contactId: sealedContact?.said ?? null,
        dueOn: due.day,
        due: { days: clock.days, kind: clock.kind },
        repliedOn: replied?.on ?? null,
        repliedAt: replied?.at ?? null,
        codeDigest: null,
        importId: null,
        createdBy: actor.id,
        createdAt: at,
      },
    ])
    const step = (action: NewStep['action'], more: Partial<NewStep> = {}): NewStep => ({
      id: deps.ids.next(),
      messageId: id,
      action,
      by: actor.id,
      at,
      ...more,
    })
    await insertSteps(tx, districtId, [
      step('record', { unitId: place.unitId }),
      ...(replied && reply
        ? [step('reply', { repliedOn: replied.on, repliedAt: replied.at, wordsId: reply.said })]
        : []),
    ])
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'message.recorded',
      subject: { kind: 'message', id },
      after: {
        ...place,
        kind,
        channel,
        askedOn: asked.on,
        dueOn: due.day,
        textDigest: words.digest,
        ...(replied && reply && { repliedOn: replied.on, replyDigest: reply.digest }),
      },
      at,
    })
    return { id }
  })
}

/** Whose it is. Who may only act for one unit records what that unit's own accounts and mailbox were asked. */
async function placeOf(tx: Tx, actor: Actor, { districtId, accountId, unitId, channel }: MessageRecord) {
  if (accountId === undefined) {
    if (unitId === undefined || channel !== 'mailbox') throw refuse('message.account-or-unit')
    permit(actor, 'messages.handle', { districtId, unitId })
    await answeringUnit(tx, districtId, unitId)
    return { accountId: null, unitId }
  }
  const account = await accountsOwner(tx, districtId, accountId)
  permit(actor, 'messages.handle', { districtId, unitId: account?.unitId ?? null })
  if (!account) throw refuse('record.not-found', { what: '账号' })
  if (unitId === undefined || unitId === account.unitId) return { accountId, unitId: account.unitId }
  permit(actor, 'messages.supervise', { districtId })
  await answeringUnit(tx, districtId, unitId)
  return { accountId, unitId }
}

type Asked = {
  districtId: string
  accountId: string | null
  unitId: string | null
  channel: Channel
  asked: DayOrMinute
  text: string
}

async function refuseDuplicate(tx: Tx, deps: Deps, { districtId, asked, text, ...place }: Asked): Promise<void> {
  const same = await sameTime(tx, districtId, [{ ...place, ...asked }])
  const words = await openWords(
    { db: tx, vault: deps.vault },
    districtId,
    same.map(({ wordsId }) => wordsId),
  )
  if ([...words.values()].includes(text)) throw refuse('message.duplicate', { asked: timeWords(asked) })
}
