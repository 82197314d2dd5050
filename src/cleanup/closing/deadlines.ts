import { sql } from 'kysely'
import type { CivilDate, OpenDeadline } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { type DeadlineBook, movedWith } from '../../holidays/index.ts'
import { FINISH_WORKDAYS } from './rules.ts'

/**
 * Last days of closings whose announcement was published. 公告期 and the days after it are working days on end, so one
 * count from the day of publication gives the last; the end of 公告期 itself is computed when asked.
 */
export const closingDeadlines: DeadlineBook = {
  open: openClosings,
  typed: () => Promise.resolve([]),
  move: movedWith({
    action: 'closing.deadline-moved',
    subject: 'closing',
    key: 'dueOn',
    write: (tx, { districtId, id }, day) =>
      tx
        .updateTable('closing')
        .set({ due_on: day })
        .where('district_id', '=', districtId)
        .where('id', '=', id)
        .execute(),
  }),
}

async function openClosings(db: Db | Tx, districtId: string): Promise<OpenDeadline[]> {
  const { rows } = await sql<{ id: string; name: string; from: CivilDate; notice: number }>`
    select c.id, a.name, n.published_on as "from", c.notice_workdays as notice
    from closing c
    join account a on a.district_id = c.district_id and a.id = c.account_id
    join closing_announcement n on n.district_id = c.district_id and n.closing_id = c.id and n.kind = 'pause'
    where c.district_id = ${districtId} and c.state in ('announced', 'content-archived') and n.published_on is not null
    order by n.published_on, c.id`.execute(db)
  return rows.map(({ id, name, from, notice }) => ({
    id,
    label: `“${name}”停更公告期满后办理`,
    from,
    days: notice + FINISH_WORKDAYS,
    kind: 'working' as const,
  }))
}
