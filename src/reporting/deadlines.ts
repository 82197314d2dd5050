import type { DeadlineBook } from '../holidays/index.ts'
import { append } from '../trail/index.ts'
import { openFeedback } from './queries.ts'

/** 整改反馈 on final reports. The paper keeps the day it was printed with; the day that holds is kept beside it. */
export const feedbackDeadlines: DeadlineBook = {
  open: openFeedback,
  typed: () => Promise.resolve([]),
  async move(tx, deps, actor, districtId, moved) {
    for (const { id, before, after } of moved) {
      await tx
        .updateTable('quarterly_report')
        .set({ feedback_by: after.day })
        .where('district_id', '=', districtId)
        .where('id', '=', id)
        .execute()
      await append(tx, deps.ids, {
        districtId,
        actor,
        action: 'report.feedback-moved',
        subject: { kind: 'report', id },
        before: { feedbackBy: before.day },
        after: { feedbackBy: after.day },
        at: deps.wall.now(),
      })
    }
  },
}
