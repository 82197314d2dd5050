import { sql } from 'kysely'
import { type CivilDate, daysFrom } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { TimedMessage } from './model.ts'

/** What facts are made of: a province asks for hundreds of thousands at once, so nothing else is read. */
export type FactMessage = Pick<TimedMessage, 'kind' | 'channel' | 'state' | 'askedOn' | 'dueOn' | 'repliedOn'>

/**
 * Messages by account: asked within some days, or before and still without an answer when they began; in no order. The
 * database writes an account's into one text, days as counted from `from`: a row each costs the program more than the
 * messages themselves.
 */
export async function messagesWithin(
  db: Db | Tx,
  districtId: string,
  { from, to }: { from: CivilDate; to: CivilDate },
): Promise<Map<string, FactMessage[]>> {
  const { rows } = await sql<{ accountId: string; written: string }>`
    select m.account_id as "accountId",
      string_agg(m.kind || ' ' || m.channel || ' ' || m.state || ' ' || (m.asked_on - ${from}::date) || ' '
        || (m.due_on - ${from}::date) || ' ' || coalesce((m.replied_on - ${from}::date)::text, ''), ',') as written
    from message m
    where m.district_id = ${districtId} and m.account_id is not null and m.asked_on <= ${to} and (m.asked_on >= ${from}
      or (m.state <> 'invalid' and (m.replied_on is null or m.replied_on >= ${from})))
    group by m.account_id`.execute(db)
  const day = daysFrom(from)
  return new Map(rows.map(({ accountId, written }) => [accountId, written.split(',').map((one) => read(one, day))]))
}

function read(written: string, day: (counted: string) => CivilDate): FactMessage {
  const [kind, channel, state, asked = '', due = '', replied = ''] = written.split(' ')
  return {
    kind: kind as FactMessage['kind'],
    channel: channel as FactMessage['channel'],
    state: state as FactMessage['state'],
    askedOn: day(asked),
    dueOn: day(due),
    repliedOn: replied === '' ? null : day(replied),
  }
}
