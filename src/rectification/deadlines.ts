import type { CivilDate } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { type DeadlineBook, movedWith, openAndTyped } from '../holidays/index.ts'
import { type Order, waitsForUnit } from './model.ts'

type Days = { which: 'stop' | 'feedback'; label: string; key: keyof Pick<Order, 'stopBy' | 'feedbackBy'> }

/** The days of orders that wait for their unit. The paper keeps the day it was printed with; the day that holds is kept beside it. */
const book = ({ which, label, key }: Days): DeadlineBook => ({
  ...openAndTyped(async (db: Db | Tx, districtId: string, today: CivilDate) => {
    let query = db
      .selectFrom('rectification_order as o')
      .select([
        'o.id',
        'o.number',
        `o.${which}_by as day`,
        `o.${which}_from as from`,
        `o.${which}_workdays as workdays`,
      ])
      .where('o.district_id', '=', districtId)
      .where('o.state', 'in', [...waitsForUnit])
      .where(`o.${which}_by`, '>=', today)
    if (which === 'stop') query = query.where('o.stopped_at', 'is', null)
    const rows = await query.orderBy('o.number').orderBy('o.id').execute()
    return rows.map(({ number, ...one }) => ({ ...one, label: `${number ?? ''}　${label}` }))
  }),
  move: movedWith({
    action: 'order.deadline-moved',
    subject: 'order',
    key,
    write: (tx, { districtId, id }, day) =>
      tx
        .updateTable('rectification_order')
        .set({ [`${which}_by`]: day })
        .where('district_id', '=', districtId)
        .where('id', '=', id)
        .execute(),
  }),
})

export const stopDeadlines = book({ which: 'stop', label: '止住单项否决问题', key: 'stopBy' })
export const orderFeedbackDeadlines = book({ which: 'feedback', label: '整改反馈', key: 'feedbackBy' })

/** 陈述申辩 of units that have not stated yet. */
export const statementDeadlines: DeadlineBook = {
  ...openAndTyped(async (db: Db | Tx, districtId: string, today: CivilDate) => {
    const rows = await db
      .selectFrom('accountability_case as c')
      .innerJoin('unit as u', (join) =>
        join.onRef('u.district_id', '=', 'c.district_id').onRef('u.id', '=', 'c.unit_id'),
      )
      .select([
        'c.id',
        'u.name',
        'c.statement_by as day',
        'c.statement_from as from',
        'c.statement_workdays as workdays',
      ])
      .where('c.district_id', '=', districtId)
      .where('c.state', '=', 'hearing')
      .where('c.stated_at', 'is', null)
      .where('c.statement_by', '>=', today)
      .orderBy('u.name')
      .orderBy('c.id')
      .execute()
    return rows.map(({ name, ...one }) => ({ ...one, label: `${name}　陈述申辩` }))
  }),
  move: movedWith({
    action: 'accountability.deadline-moved',
    subject: 'accountability',
    key: 'statementBy',
    write: (tx, { districtId, id }, day) =>
      tx
        .updateTable('accountability_case')
        .set({ statement_by: day })
        .where('district_id', '=', districtId)
        .where('id', '=', id)
        .execute(),
  }),
}
