import { type Actor, type Deps, eraseWords, may, openWords, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { lockMessage, stepsOf } from '../queries.ts'

type Which = { districtId: string; messageId: string }

/**
 * Shows how the asker can be reached, to who may see full numbers and to the unit that has to answer; it leaves a trace.
 * Refuses `access.denied`, `record.not-found`, `message.no-contact`.
 */
export async function revealContact(deps: Deps, actor: Actor, { districtId, messageId }: Which): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    const message = await lockMessage(tx, districtId, messageId)
    const target = { districtId, unitId: message?.unitId ?? null }
    if (!may(actor, 'messages.handle', target)) permit(actor, 'people.reveal', target)
    if (!message) throw refuse('record.not-found', { what: '留言' })
    const { contactId } = message
    const words = await openWords({ db: tx, vault: deps.vault }, districtId, contactId ? [contactId] : [])
    const contact = contactId && words.get(contactId)
    if (!contact) throw refuse('message.no-contact')
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'message.contact-revealed',
      subject: { kind: 'message', id: messageId },
      at: deps.wall.now(),
    })
    return contact
  })
}

/**
 * Erases what was said: question, contact, answers and reasons (decision 008). Times, kind and state stay, so that what was
 * counted is counted as before. Refuses `access.denied`, `record.not-found`. Answers how many texts were erased.
 */
export async function eraseMessage(deps: Deps, actor: Actor, { districtId, messageId }: Which): Promise<number> {
  permit(actor, 'people.erase', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const message = await lockMessage(tx, districtId, messageId)
    if (!message) throw refuse('record.not-found', { what: '留言' })
    const steps = await stepsOf(tx, districtId, messageId)
    const ids = [message.wordsId, message.contactId, ...steps.map(({ wordsId }) => wordsId)]
    const erased = await eraseWords(
      tx,
      deps,
      districtId,
      ids.flatMap((id) => id ?? []),
    )
    if (erased > 0)
      await append(tx, deps.ids, {
        districtId,
        actor,
        action: 'message.erased',
        subject: { kind: 'message', id: messageId },
        after: { count: erased },
        at: deps.wall.now(),
      })
    return erased
  })
}
