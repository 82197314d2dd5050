import { sql } from 'kysely'
import { type Actor, type Deps, eraseWords, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { keptYears } from '../clocks.tsx'

/** So many a turn, so that nobody waits for it; what is left goes with the next. */
const MOST = 1_000

/**
 * Erases what was said in messages that were closed longer ago than the district keeps it, as `eraseMessage` does (rulebook
 * (h)4). Times, kind and state stay. One event with the ids. Answers how many. Refuses `access.denied`.
 */
export async function expireMessages(deps: Deps, actor: Actor, districtId: string): Promise<number> {
  permit(actor, 'people.expire', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const { years } = await keptYears(tx, districtId, deps.clock.today())
    const { rows } = await sql<{ id: string; words: string[] }>`
      select m.id, array_remove(array_agg(s.words_id) || m.words_id || m.contact_id, null) as words
      from message m
      join said_words w on w.district_id = m.district_id and w.id = m.words_id and w.erased_at is null
      join message_step s on s.district_id = m.district_id and s.message_id = m.id
      where m.district_id = ${districtId} and m.state <> 'open'
      group by m.id, m.words_id, m.contact_id
      having max(s.done_at) < ${deps.wall.now()}::timestamptz - make_interval(years => ${years})
      order by m.id limit ${MOST}`.execute(tx)
    const [first] = rows
    if (!first) return 0
    await eraseWords(
      tx,
      deps,
      districtId,
      rows.flatMap(({ words }) => words),
    )
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'messages.expired',
      subject: { kind: 'message', id: first.id },
      after: { count: rows.length, messages: rows.map(({ id }) => id) },
      at: deps.wall.now(),
    })
    return rows.length
  })
}
