import { type Action, type Actor, type Deps, may, scopeOf } from '../../access/index.ts'
import { type CivilDate, dayOf, deadlineAfter, lastDayBefore, type WorkCalendar } from '../../calendar/index.ts'
import { dispatchDeadlines, receiptsOwed } from '../../circulars/index.ts'
import { cleanupDeadlines, closingDeadlines, listItems } from '../../cleanup/index.ts'
import { emergencyDays, noticesOf, openCases } from '../../emergency/index.ts'
import { messageDeadlines, openMessagesOf } from '../../engagement/index.ts'
import { handoversOwed, mendingDeadlines, returnsOwed, runningCampaigns } from '../../filing/index.ts'
import { type DeadlineBook, loadCalendar } from '../../holidays/index.ts'
import type { FeedDeadline } from '../../notify/index.ts'
import { tasksOwed } from '../../instructions/index.ts'
import { publishingDeadlines } from '../../publishing/index.ts'
import { listOrders, orderFeedbackDeadlines, statementDeadlines, stopDeadlines } from '../../rectification/index.ts'
import { feedbackDeadlines } from '../../reporting/index.ts'
import { itemDeadlines } from '../../superiors/index.ts'

type One = Omit<FeedDeadline, 'count'>

const MOST = 500

/** Open deadlines that this person may see, by day and kind of work: how many, never whose. */
export async function deadlinesOf(deps: Deps, actor: Actor, districtId: string): Promise<FeedDeadline[]> {
  const calendar = await loadCalendar(deps.db)
  const scope = scopeOf(actor, 'filing.read', districtId)
  const published = (await publishingDeadlines(deps, actor, districtId)).map(({ label, at }) =>
    certain(label, dayOf(at)),
  )
  const rooms = scope?.unitId
    ? await ofUnit(deps, { districtId, unitId: scope.unitId })
    : await ofOffice(deps, actor, districtId, calendar)
  const all = [...rooms, ...published]
  const byKey = new Map<string, FeedDeadline>()
  for (const one of all) {
    const key = `${one.day}/${one.label}`
    const known = byKey.get(key)
    byKey.set(key, {
      ...one,
      count: (known?.count ?? 0) + 1,
      provisional: one.provisional || known?.provisional === true,
    })
  }
  return [...byKey.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, deadline]) => deadline)
}

const certain = (label: string, day: CivilDate): One => ({ label, day, provisional: false })

async function ofUnit({ db, clock }: Deps, unit: { districtId: string; unitId: string }): Promise<One[]> {
  const today = clock.today()
  const returns = await returnsOwed(db, unit.districtId, unit.unitId)
  const handovers = await handoversOwed(db, unit, clock.now())
  const { rows } = await listItems(db, unit, today, { state: 'open', offset: 0, limit: MOST })
  const messages = await openMessagesOf(db, unit, MOST)
  const orders = await listOrders(db, unit, { state: 'open', offset: 0, limit: MOST })
  const superiors = await itemDeadlines(db, unit)
  const instructed = await tasksOwed(db, unit, MOST)
  const circulars = await receiptsOwed(db, unit, MOST)
  const notices = noticesOf(await openCases(db, unit.districtId, { unitId: unit.unitId }))
  return [
    ...notices.flatMap(({ open, dueAt }) =>
      open && dayOf(dueAt) >= today ? [certain('风险提示处置', dayOf(dueAt))] : [],
    ),
    ...superiors.filter((at) => at >= clock.now()).map((at) => certain('反馈上级交办', dayOf(at))),
    ...instructed.map(({ dueOn }) => certain('反馈批示办理情况', dueOn)),
    ...circulars.flatMap(({ dueOn }) => (dueOn && dueOn >= today ? [certain('通报反馈', dueOn)] : [])),
    ...messages.map(({ dueOn }) => certain('答复留言', dueOn)),
    ...orders.rows.flatMap(({ feedbackBy }) => (feedbackBy ? [certain('整改反馈', feedbackBy)] : [])),
    ...returns.map(({ filingDue, mendUntil }) =>
      mendUntil ? certain('补正重新报送', mendUntil) : certain('专项排查报送', lastDayBefore(filingDue)),
    ),
    ...handovers.map(({ due, dueProvisional }) => ({
      label: '人员交接',
      day: lastDayBefore(due),
      provisional: dueProvisional,
    })),
    ...rows.flatMap(({ state, dueOn }) =>
      dueOn && (state === 'approved' || state === 'executing') ? [certain('清理事项办理', dueOn)] : [],
    ),
  ]
}

const books: readonly { action: Action; book: DeadlineBook; label: string }[] = [
  { action: 'filing.read', book: mendingDeadlines, label: '补正重新报送' },
  { action: 'cleanup.read', book: cleanupDeadlines, label: '清理事项办理' },
  { action: 'cleanup.read', book: closingDeadlines, label: '关停注销办理' },
  { action: 'messages.read', book: messageDeadlines, label: '答复留言' },
  { action: 'orders.read', book: stopDeadlines, label: '止住单项否决问题' },
  { action: 'orders.read', book: orderFeedbackDeadlines, label: '整改反馈' },
  { action: 'accountability.read', book: statementDeadlines, label: '陈述申辩' },
  { action: 'report.read', book: feedbackDeadlines, label: '季度报告整改反馈' },
  { action: 'circulars.read', book: dispatchDeadlines, label: '通报反馈' },
]

async function ofOffice(deps: Deps, actor: Actor, districtId: string, calendar: WorkCalendar): Promise<One[]> {
  const found: One[] = []
  if (may(actor, 'filing.read', { districtId }))
    for (const { filingDue, cleanupDue } of await runningCampaigns(deps.db, districtId, deps.clock.today())) {
      found.push(certain('专项排查报送', lastDayBefore(filingDue)))
      if (cleanupDue) found.push(certain('专项清理整合', lastDayBefore(cleanupDue)))
    }
  if (may(actor, 'instructions.handle', { districtId })) {
    const today = deps.clock.today()
    for (const { dueOn } of await tasksOwed(deps.db, { districtId }, MOST))
      if (dueOn >= today) found.push(certain('批示办理', dueOn))
  }
  if (may(actor, 'superiors.read', { districtId }))
    for (const at of await itemDeadlines(deps.db, { districtId }))
      if (at >= deps.clock.now()) found.push(certain('报送上级交办', dayOf(at)))
  if (may(actor, 'emergency.read', { districtId }))
    for (const day of await emergencyDays(deps.db, districtId, deps.clock.now())) found.push(certain('应急处置', day))
  for (const { book, label } of books.filter((one) => may(actor, one.action, { districtId })))
    found.push(...(await inBook(deps, districtId, calendar, book, label)))
  return found
}

/** A book's own labels name accounts and units; out of the house goes the kind of work alone. */
async function inBook(
  { db, clock }: Deps,
  districtId: string,
  calendar: WorkCalendar,
  book: DeadlineBook,
  label: string,
): Promise<One[]> {
  const today = clock.today()
  const open = (await book.open(db, districtId, today)).map((one) => ({ label, ...deadlineAfter(calendar, one) }))
  const typed = (await book.typed(db, districtId, today)).map(({ day }) => certain(label, day))
  return [...open, ...typed].filter(({ day }) => day >= today)
}
