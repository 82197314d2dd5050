import { sql } from 'kysely'
import type { CivilDate, OpenDeadline } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { type DeadlineBook, movedWith } from '../holidays/index.ts'
import { type Clock, kindLabels, type MessageKind } from './model.ts'

/** Last days of messages that wait for an answer: they follow a new year's holidays. */
export const messageDeadlines: DeadlineBook = {
  open: openMessages,
  typed: () => Promise.resolve([]),
  move: movedWith({
    action: 'message.deadline-moved',
    subject: 'message',
    key: 'dueOn',
    write: (tx, { districtId, id }, day) =>
      tx
        .updateTable('message')
        .set({ due_on: day })
        .where('district_id', '=', districtId)
        .where('id', '=', id)
        .execute(),
  }),
}

type Open = {
  id: string
  name: string | null
  kind: MessageKind
  from: CivilDate
  days: number
  dueKind: Clock['kind']
}

async function openMessages(db: Db | Tx, districtId: string): Promise<OpenDeadline[]> {
  const { rows } = await sql<Open>`
    select m.id, coalesce(a.name, u.name) as name, m.kind, m.asked_on as "from", m.due_days as days, m.due_kind as "dueKind"
    from message m
    left join account a on a.district_id = m.district_id and a.id = m.account_id
    left join unit u on u.district_id = m.district_id and u.id = m.unit_id
    where m.district_id = ${districtId} and m.state = 'open'
    order by m.due_on, m.id`.execute(db)
  return rows.map(({ id, name, kind, from, days, dueKind }) => ({
    id,
    label: `${name ? `“${name}”` : '未分派'}的${kindLabels[kind]}（${from}）`,
    from,
    days,
    kind: dueKind,
  }))
}
