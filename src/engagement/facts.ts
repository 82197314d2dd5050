import type { CivilDate, Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { furthestLooks } from './looks.ts'
import type { Channel, MessageKind } from './model.ts'
import { type FactMessage, messagesWithin } from './queries.ts'
import { standingOf, sumsOf, type Sums } from './rules.ts'

/** A message whose last day was over within the period without an answer: `late` where one came later, else `overdue`. */
export type OverdueMessage = {
  id: string
  kind: MessageKind
  channel: Channel
  askedOn: CivilDate
  askedAt: Instant | null
  /** Null where there was none by the checkpoint. */
  repliedOn: CivilDate | null
  repliedAt: Instant | null
  dueOn: CivilDate
  standing: 'late' | 'overdue'
}

/**
 * A valid message as it was at the checkpoint. `repliedOn`: the day of its first answer; undefined: there was none; null: its
 * last day is over, and nobody looked whether there was one.
 */
export type AskedMessage = {
  id: string
  askedOn: CivilDate
  dueOn: CivilDate
  repliedOn: CivilDate | null | undefined
  simple: boolean
}

/**
 * What is known of an account's messages at a checkpoint. `covered`: somebody said that they were looked through to the
 * checkpoint, so that nothing recorded means nothing asked. Where it is false, an empty `overdue` tells nothing; what
 * stands in it is sure either way. `side`: whose word it is.
 */
export type MessageFacts = {
  covered: boolean
  lookedUntil: CivilDate | null
  side: 'office' | 'unit' | null
  /** Of messages asked within the period. */
  sums: Sums
  overdue: OverdueMessage[]
  /** Asked within the period, or waiting for an answer when it began. */
  messages: AskedMessage[]
}

type Known = FactMessage & { lookedUntil: CivilDate | null }

/**
 * Facts for monitoring, of every account that has a message or was looked through; of others nobody knows anything.
 * `overdue` holds what was overdue on some day from `from` to the checkpoint `to`: its last day lies before `to`, and no
 * answer came before `from`.
 */
export async function messageFacts(
  db: Db | Tx,
  districtId: string,
  { from, to }: { from: CivilDate; to: CivilDate },
): Promise<Map<string, MessageFacts>> {
  const looks = await furthestLooks(db, districtId)
  const messages = (await messagesWithin(db, districtId, { from, to })).map((message): Known => ({
    ...message,
    lookedUntil: looks.get(message.accountId)?.until ?? null,
  }))
  const byAccount = Map.groupBy(messages, ({ accountId }) => accountId)
  const accounts = new Set([...looks.keys(), ...byAccount.keys()])
  return new Map(
    [...accounts].map((accountId) => {
      const own = byAccount.get(accountId) ?? []
      const look = looks.get(accountId)
      return [
        accountId,
        {
          covered: look !== undefined && look.until >= to,
          lookedUntil: look?.until ?? null,
          side: look?.side ?? null,
          sums: sumsOf(
            own.filter(({ askedOn }) => askedOn >= from),
            to,
          ),
          overdue: own.flatMap((message) => overdueWithin(message, { from, to }) ?? []),
          messages: own.flatMap((message) => askedBy(message, to) ?? []),
        },
      ]
    }),
  )
}

function askedBy(message: Known, to: CivilDate): AskedMessage | undefined {
  const { id, askedOn, dueOn, kind, lookedUntil } = message
  const standing = standingOf(message, to, lookedUntil)
  if (standing === 'invalid') return undefined
  const isAnswered = standing === 'on-time' || standing === 'late'
  const repliedOn = isAnswered ? message.repliedOn : standing === 'unlooked' ? null : undefined
  return { id, askedOn, dueOn, repliedOn, simple: kind === 'simple' }
}

function overdueWithin(message: Known, { from, to }: { from: CivilDate; to: CivilDate }): OverdueMessage | undefined {
  const standing = standingOf(message, to, message.lookedUntil)
  if (standing !== 'late' && standing !== 'overdue') return undefined
  // A late answer before the period ended the matter in an earlier one.
  if (standing === 'late' && (message.repliedOn ?? to) < from) return undefined
  const { id, kind, channel, askedOn, askedAt, dueOn } = message
  const isAnswered = standing === 'late'
  return {
    id,
    kind,
    channel,
    askedOn,
    askedAt,
    repliedOn: isAnswered ? message.repliedOn : null,
    repliedAt: isAnswered ? message.repliedAt : null,
    dueOn,
    standing,
  }
}
