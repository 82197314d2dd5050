import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { type DeadlineBook, movedWith, openAndTyped } from '../../holidays/index.ts'

const decided = (db: Db | Tx, districtId: string, today: CivilDate) =>
  db
    .selectFrom('cleanup_item as i')
    .innerJoin('account as a', (join) =>
      join.onRef('a.district_id', '=', 'i.district_id').onRef('a.id', '=', 'i.account_id'),
    )
    .select(['i.id', 'a.name', 'i.due_on as day', 'i.due_from as from', 'i.due_workdays as workdays'])
    .where('i.district_id', '=', districtId)
    .where('i.state', 'in', ['approved', 'executing'])
    .where('i.due_on', '>=', today)
    .orderBy('i.due_on')
    .orderBy('i.id')
    .execute()

/** 办理期限 of decided items that are not handed in yet. */
export const cleanupDeadlines: DeadlineBook = {
  ...openAndTyped(async (...scope) =>
    (await decided(...scope)).map(({ name, ...item }) => ({ ...item, label: `${name}　清理办理` })),
  ),
  move: movedWith({
    action: 'cleanup.deadline-moved',
    subject: 'cleanup-item',
    key: 'dueOn',
    write: (tx, { districtId, id }, day) =>
      tx
        .updateTable('cleanup_item')
        .set({ due_on: day })
        .where('district_id', '=', districtId)
        .where('id', '=', id)
        .execute(),
  }),
}
