export { orderFeedbackDeadlines, statementDeadlines, stopDeadlines } from './deadlines.ts'
export {
  type Order,
  orderActionLabels,
  orderClassLabels,
  type OrderForm,
  orderFormLabels,
  orderStateLabels,
  orderStates,
  type OrderState,
  waitsForUnit as waitsForUnitStates,
} from './model.ts'
export { dueWords, OrderMark, orderMarks } from './pages/marks.tsx'
export { type OrderFormat, printOrder } from './print-order.ts'
export { turnedFindings } from './queries/findings.ts'
export {
  type FindingOrder,
  listOrders,
  type OrderFilter,
  type OrderRow,
  ordersOfFindings,
  type UnresolvedOrder,
  unresolvedOrders,
  waitingOrders,
} from './queries/lists.ts'
export { toldOrders } from './queries/told.ts'
export { openFindings, type OpenFinding, orderCounts, type OrderCounts } from './queries/open-problems.ts'
export { ordersOfDistricts, problemsOfDistricts } from './queries/district-work.ts'
export { rectificationRecordWords } from './record-words.ts'
export { rectificationRoutes } from './routes.ts'
export { ordersAccountPanel, ordersUnitPanel } from './pages/panels.tsx'
export { enterCircular } from './circulars/enter-circular.ts'
export { type Circular, type CircularLevel, circularLevels } from './circulars/model.ts'
export { listCirculars, namedIn, readCircular } from './circulars/queries.ts'
export { type ReadLine, readLines } from './circulars/read-lines.ts'
export { listReminders, reminderOrigins } from './reminders/queries.ts'
export { stepsOf as orderSteps } from './queries/orders.ts'
export { type AfterReminder, afterReminder, type FollowedReminder, followedReminders } from './reminders/after.ts'
export { remindWarned } from './reminders/remind-unit.ts'
export { isLate, whatNext } from './rules.ts'
export { acknowledgeOrder, contestOrder, reportFixed } from './verbs/answer-order.ts'
export { remindOrder } from './verbs/chase-order.ts'
export { closeOrder, recheckOrder } from './verbs/decide-order.ts'
export { draftOrder } from './verbs/draft-order.ts'
export { issueOrder } from './verbs/issue-order.ts'
export { proposeRepeated } from './verbs/propose-repeats.ts'
export { listAccountability, waitingAccountability } from './accountability/queries.ts'
export { openCase } from './accountability/open-case.ts'
export { makeStatement, notifyUnit } from './accountability/decide-case.ts'
