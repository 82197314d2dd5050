import type { CivilDate } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { type FactMessage, messagesWithin } from './fact-messages.ts'
import { furthestLooks } from './looks.ts'
import type { Standing } from './model.ts'
import { standingOf } from './rules.ts'

/**
 * A valid message as it was at the checkpoint. `repliedOn`: the day of its first answer; undefined: there was none; null: its
 * last day is over, and nobody looked whether there was one. `standing`: that it is late or overdue is sure whoever looked.
 */
export type AskedMessage = {
  askedOn: CivilDate
  dueOn: CivilDate
  repliedOn: CivilDate | null | undefined
  simple: boolean
  standing: Exclude<Standing, 'invalid'>
}

/**
 * What is known of an account's messages at a checkpoint. `covered`: somebody said that they were looked through to the
 * checkpoint, so that nothing recorded means nothing asked. `side`: whose word it is.
 */
export type MessageFacts = {
  covered: boolean
  lookedUntil: CivilDate | null
  side: 'office' | 'unit' | null
  /** Asked within the period, or waiting for an answer when it began; by day. */
  messages: AskedMessage[]
}

/**
 * Facts for monitoring, of every account that has a message or was looked through; of others nobody knows anything. The
 * period begins with `from` and ends with the checkpoint `to`.
 */
export async function messageFacts(
  db: Db | Tx,
  districtId: string,
  { from, to }: { from: CivilDate; to: CivilDate },
): Promise<Map<string, MessageFacts>> {
  const looks = await furthestLooks(db, districtId)
  const facts = new Map<string, MessageFacts>()
  for (const [accountId, { until, side }] of looks)
    facts.set(accountId, { covered: until >= to, lookedUntil: until, side, messages: [] })
  for (const [accountId, found] of await messagesWithin(db, districtId, { from, to })) {
    const own = facts.get(accountId) ?? { covered: false, lookedUntil: null, side: null, messages: [] }
    const asked = found.map((message) => askedBy(message, to, own.lookedUntil)).filter((one) => one !== undefined)
    facts.set(accountId, { ...own, messages: asked.sort(byDay) })
  }
  return facts
}

// Sorted here, a few at a time: the database would write a province's to disk to sort them. What is equal here is alike.
const keyOf = ({ askedOn, dueOn, repliedOn, simple, standing }: AskedMessage) =>
  `${askedOn}${dueOn}${repliedOn ?? ''}${standing}${simple}`
const byDay = (one: AskedMessage, other: AskedMessage) => {
  if (one.askedOn !== other.askedOn) return one.askedOn < other.askedOn ? -1 : 1
  const [key, otherKey] = [keyOf(one), keyOf(other)]
  return key === otherKey ? 0 : key < otherKey ? -1 : 1
}

function askedBy(message: FactMessage, to: CivilDate, lookedUntil: CivilDate | null): AskedMessage | undefined {
  const { askedOn, dueOn, kind } = message
  const standing = standingOf(message, to, lookedUntil)
  if (standing === 'invalid') return undefined
  const isAnswered = standing === 'on-time' || standing === 'late'
  const repliedOn = isAnswered ? message.repliedOn : standing === 'unlooked' ? null : undefined
  return { askedOn, dueOn, repliedOn, simple: kind === 'simple', standing }
}
