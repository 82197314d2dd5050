import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { type DeadlineBook, movedWith, openAndTyped } from '../../holidays/index.ts'

const sentBack = (db: Db | Tx, districtId: string, today: CivilDate) =>
  db
    .selectFrom('filing_return as r')
    .innerJoin('unit as u', (join) => join.onRef('u.district_id', '=', 'r.district_id').onRef('u.id', '=', 'r.unit_id'))
    .select(['r.id', 'u.name', 'r.mend_until as day', 'r.mend_from as from', 'r.mend_workdays as workdays'])
    .where('r.district_id', '=', districtId)
    .where('r.state', '=', 'returned')
    .where('r.mend_until', '>=', today)
    .orderBy('r.mend_until')
    .orderBy('r.id')
    .execute()

/** 重新报送期限 of returns that were sent back. */
export const mendingDeadlines: DeadlineBook = {
  ...openAndTyped(async (...scope) =>
    (await sentBack(...scope)).map(({ name, ...one }) => ({ ...one, label: `${name}　补正重新报送` })),
  ),
  move: movedWith({
    action: 'return.deadline-moved',
    subject: 'return',
    key: 'until',
    write: (tx, { districtId, id }, day) =>
      tx
        .updateTable('filing_return')
        .set({ mend_until: day })
        .where('district_id', '=', districtId)
        .where('id', '=', id)
        .execute(),
  }),
}
