import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { DeadlineBook } from '../../holidays/index.ts'
import { append } from '../../trail/index.ts'

const open = (db: Db | Tx, districtId: string, today: CivilDate) =>
  db
    .selectFrom('cleanup_item as i')
    .innerJoin('account as a', (join) =>
      join.onRef('a.district_id', '=', 'i.district_id').onRef('a.id', '=', 'i.account_id'),
    )
    .select(['i.id', 'a.name', 'i.due_on as dueOn', 'i.due_from as from', 'i.due_workdays as workdays'])
    .where('i.district_id', '=', districtId)
    .where('i.state', 'in', ['approved', 'executing'])
    .where('i.due_on', '>=', today)
    .orderBy('i.due_on')
    .orderBy('i.id')
    .execute()

const labelOf = (name: string) => `${name}　清理办理`

/** 办理期限 of decided items that are not handed in yet. */
export const cleanupDeadlines: DeadlineBook = {
  open: async (db, districtId, today) =>
    (await open(db, districtId, today)).flatMap(({ id, name, from, workdays }) =>
      from && workdays ? [{ id, label: labelOf(name), from, days: workdays, kind: 'working' as const }] : [],
    ),
  typed: async (db, districtId, today) =>
    (await open(db, districtId, today)).flatMap(({ name, from, dueOn }) =>
      dueOn && !from ? [{ label: labelOf(name), day: dueOn }] : [],
    ),
  async move(tx, deps, actor, districtId, moved) {
    for (const { id, before, after } of moved) {
      await tx
        .updateTable('cleanup_item')
        .set({ due_on: after.day })
        .where('district_id', '=', districtId)
        .where('id', '=', id)
        .execute()
      await append(tx, deps.ids, {
        districtId,
        actor,
        action: 'cleanup.deadline-moved',
        subject: { kind: 'cleanup-item', id },
        before: { dueOn: before.day },
        after: { dueOn: after.day },
        at: deps.wall.now(),
      })
    }
  },
}
