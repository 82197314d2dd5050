import { type Actor, type Deps, listDistricts, permit, refuseMaker } from '../../access/index.ts'
import { type HolidayNotice, movedDeadlines, readHolidayNotice, tableOf, workCalendar } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append, systemChain } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { changedDays } from '../changes.ts'
import type { DeadlineBook } from '../deadline-book.ts'
import {
  decideChange,
  insertChange,
  insertYear,
  loadCalendar,
  lockYear,
  storedYears,
  waitingChange,
} from '../queries.ts'

/** taken: the year is official now; unchanged: it said so already; waiting: it is official and differs, so a second person decides. */
export type ImportedNotice = { notice: HolidayNotice; state: 'taken' | 'unchanged' | 'waiting' }

/**
 * Takes the State Council's yearly notice as the official calendar of its year, for the whole installation, and moves
 * open deadlines that were computed from working days, in every district. A year that is official already is changed
 * only when somebody else confirms the differences. Refuses `access.denied`, `holidays.notice-unreadable` with every
 * line that doesn't hold, `holidays.change-waiting`.
 */
export async function importNotice(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; text: string },
  books: readonly DeadlineBook[],
): Promise<ImportedNotice> {
  permit(actor, 'calendar.import', { districtId: input.districtId })
  const notice = readNotice(input.text)
  const state = await inTransaction(deps.db, async (tx) => {
    await lockYear(tx, notice.year)
    const stored = (await storedYears(tx)).find(({ year }) => year === notice.year)
    if (stored?.status !== 'official') {
      await takeYear(tx, deps, actor, notice, books)
      return 'taken'
    }
    if (changedDays(stored.days, notice.days).length === 0) return 'unchanged'
    await proposeChange(tx, deps, actor, { ...input, notice })
    return 'waiting'
  })
  return { notice, state }
}

async function proposeChange(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, text, notice }: { districtId: string; text: string; notice: HolidayNotice },
): Promise<void> {
  if (await waitingChange(tx, notice.year)) throw refuse('holidays.change-waiting', { year: notice.year })
  const [id, at] = [deps.ids.next(), deps.wall.now()]
  await insertChange(tx, { id, year: notice.year, notice: text, proposedIn: districtId, proposedBy: actor.id, at })
  await append(tx, deps.ids, {
    districtId: systemChain,
    actor,
    action: 'holidays.change-proposed',
    subject: { kind: 'calendar-year', id: String(notice.year) },
    after: { change: id, districtId, documentNumber: notice.documentNumber },
    at,
  })
}

/**
 * A second person, of whatever district, confirms or rejects a change of an official year. Refuses `access.denied`,
 * `access.maker-is-checker`, `record.not-found`.
 */
export async function decideCalendarChange(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; year: number; decision: 'confirmed' | 'rejected' },
  books: readonly DeadlineBook[],
): Promise<void> {
  permit(actor, 'calendar.import', { districtId: input.districtId })
  await inTransaction(deps.db, async (tx) => {
    await lockYear(tx, input.year)
    const change = await waitingChange(tx, input.year)
    if (!change) throw refuse('record.not-found', { what: '待确认的放假安排' })
    refuseMaker(actor, change.proposedBy)
    await decideChange(tx, change.id, { state: input.decision, by: actor.id, at: deps.wall.now() })
    if (input.decision === 'confirmed') return takeYear(tx, deps, actor, readNotice(change.notice), books)
    await append(tx, deps.ids, {
      districtId: systemChain,
      actor,
      action: 'holidays.change-rejected',
      subject: { kind: 'calendar-year', id: String(input.year) },
      after: { change: change.id },
      at: deps.wall.now(),
    })
  })
}

async function takeYear(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  notice: HolidayNotice,
  books: readonly DeadlineBook[],
): Promise<void> {
  const at = deps.wall.now()
  const { year, title, documentNumber, days } = notice
  const earlier = await storedYears(tx)
  await insertYear(tx, tableOf(notice), { source: '国务院办公厅通知', title, documentNumber, at })
  const [before, after] = [workCalendar(earlier), await loadCalendar(tx)]
  for (const { id } of await listDistricts(tx))
    for (const book of books) {
      const moved = movedDeadlines(before, after, await book.open(tx, id, deps.clock.today()))
      await book.move(
        tx,
        deps,
        actor,
        id,
        moved.filter((one) => one.before.day !== one.after.day),
      )
    }
  await append(tx, deps.ids, {
    districtId: systemChain,
    actor,
    action: 'holidays.imported',
    subject: { kind: 'calendar-year', id: String(year) },
    before: earlier.find((table) => table.year === year) ?? null,
    after: { documentNumber, days },
    at,
  })
}

/** The notice as read, or the refusal that names each line and what is wrong with it. */
export function readNotice(text: string): HolidayNotice {
  const read = readHolidayNotice(text)
  if (!('problems' in read)) return read
  const problems = read.problems
    .map(({ line, sentence }) => (line > 0 ? `第 ${line} 行，${sentence}` : sentence))
    .join('')
  throw refuse('holidays.notice-unreadable', { problems })
}
