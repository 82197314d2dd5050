import { type DeadlineBook, movedWith } from '../holidays/index.ts'
import { openFeedback } from './queries.ts'

/** 整改反馈 on final reports. The paper keeps the day it was printed with; the day that holds is kept beside it. */
export const feedbackDeadlines: DeadlineBook = {
  open: openFeedback,
  typed: () => Promise.resolve([]),
  move: movedWith({
    action: 'report.feedback-moved',
    subject: 'report',
    key: 'feedbackBy',
    write: (tx, { districtId, id }, day) =>
      tx
        .updateTable('quarterly_report')
        .set({ feedback_by: day })
        .where('district_id', '=', districtId)
        .where('id', '=', id)
        .execute(),
  }),
}
