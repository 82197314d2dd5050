import { type DeadlineBook, movedWith, openAndTyped } from '../holidays/index.ts'
import { openDeadlines } from './queries.ts'

/** Answers to issued papers. The paper keeps the day it was printed with; the day that holds is kept beside it, by unit. */
export const dispatchDeadlines: DeadlineBook = {
  ...openAndTyped(openDeadlines),
  move: movedWith({
    action: 'dispatch.feedback-moved',
    subject: 'dispatch',
    key: 'feedbackBy',
    write: async (tx, { districtId, id }, day) => {
      const { feedback_by: before } = await tx
        .selectFrom('dispatch')
        .select('feedback_by')
        .where('district_id', '=', districtId)
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      await tx
        .updateTable('dispatch')
        .set({ feedback_by: day })
        .where('district_id', '=', districtId)
        .where('id', '=', id)
        .execute()
      // A unit whose day was put off by hand keeps it.
      await tx
        .updateTable('dispatch_unit')
        .set({ due_on: day })
        .where('district_id', '=', districtId)
        .where('dispatch_id', '=', id)
        .where('due_on', '=', before)
        .where('answered_at', 'is', null)
        .execute()
    },
  }),
}
