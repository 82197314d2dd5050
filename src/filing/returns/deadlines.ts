import type { DeadlineBook } from '../../holidays/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'

const open = (db: Db | Tx, districtId: string, today: CivilDate) =>
  db
    .selectFrom('filing_return as r')
    .innerJoin('unit as u', (join) => join.onRef('u.district_id', '=', 'r.district_id').onRef('u.id', '=', 'r.unit_id'))
    .select(['r.id', 'u.name', 'r.mend_until as until', 'r.mend_from as from', 'r.mend_workdays as workdays'])
    .where('r.district_id', '=', districtId)
    .where('r.state', '=', 'returned')
    .where('r.mend_until', '>=', today)
    .orderBy('r.mend_until')
    .orderBy('r.id')
    .execute()

const labelOf = (name: string) => `${name}　补正重新报送`

/** 重新报送期限 of returns that were sent back. */
export const mendingDeadlines: DeadlineBook = {
  open: async (db, districtId, today) =>
    (await open(db, districtId, today)).flatMap(({ id, name, from, workdays }) =>
      from && workdays ? [{ id, label: labelOf(name), from, days: workdays, kind: 'working' as const }] : [],
    ),
  typed: async (db, districtId, today) =>
    (await open(db, districtId, today)).flatMap(({ name, from, until }) =>
      until && !from ? [{ label: labelOf(name), day: until }] : [],
    ),
  async move(tx, deps, actor, districtId, moved) {
    for (const { id, before, after } of moved) {
      await tx
        .updateTable('filing_return')
        .set({ mend_until: after.day })
        .where('district_id', '=', districtId)
        .where('id', '=', id)
        .execute()
      await append(tx, deps.ids, {
        districtId,
        actor,
        action: 'return.deadline-moved',
        subject: { kind: 'return', id },
        before: { until: before.day },
        after: { until: after.day },
        at: deps.wall.now(),
      })
    }
  },
}
