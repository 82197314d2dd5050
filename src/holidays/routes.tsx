import { z } from 'zod'
import { namesOfUsers, scopeOf } from '../access/index.ts'
import { movedDeadlines, tableOf, warnsAboutNextYear, workCalendar } from '../calendar/index.ts'
import { Refusal } from '../vocabulary/refusals/index.ts'
import { defineRoutes, readForm, render, type RouteDefinition, type WebContext } from '../web/index.ts'
import { HolidaysPage } from './pages/holidays.tsx'
import { NoticePreview } from './pages/notice-preview.tsx'
import { changedDays } from './changes.ts'
import type { DeadlineBook } from './deadline-book.ts'
import { storedYears, waitingChange } from './queries.ts'
import { decideCalendarChange, importNotice, readNotice } from './verbs/import-notice.ts'

const form = z.object({ text: z.string('请粘贴通知全文。').max(20_000, '粘贴的内容过长，请只粘贴通知全文。') })
const meta = { title: '节假日', current: '/holidays' }

async function page(c: WebContext, over: { problem?: string; text?: string } = {}, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const years = await storedYears(deps.db)
  const today = deps.clock.today()
  const asked = Number(c.req.query('year'))
  const year = years.some((table) => table.year === asked) ? asked : Number(today.slice(0, 4))
  const content = (
    <HolidaysPage
      csrf={session.csrf}
      years={years}
      year={year}
      nextYearMissing={warnsAboutNextYear(today, workCalendar(years)) ? Number(today.slice(0, 4)) + 1 : undefined}
      mayImport={scopeOf(actor, 'calendar.import', session.districtId) !== undefined}
      waiting={await shownChange(c, years, year)}
      {...over}
    />
  )
  return render(c, content, meta, status)
}

async function shownChange(c: WebContext, years: Awaited<ReturnType<typeof storedYears>>, year: number) {
  const { deps, actor, session } = c.var
  const change = await waitingChange(deps.db, year)
  if (!change) return undefined
  const stored = years.find((table) => table.year === year)
  const names = await namesOfUsers(deps, session.districtId, [change.proposedBy])
  return {
    year,
    days: changedDays(stored?.days ?? [], readNotice(change.notice).days),
    proposedBy: names.get(change.proposedBy) ?? '服务器操作员',
    proposedAt: change.proposedAt,
    isOwn: change.proposedBy === actor.id,
  }
}

function preview(books: readonly DeadlineBook[]) {
  return async (c: WebContext): Promise<Response> => {
    const read = await readForm(c, form)
    if (!read.ok) return page(c, { problem: read.errors['text'] ?? '', text: String(read.values['text'] ?? '') }, 422)
    const { text } = read.value
    try {
      const notice = readNotice(text)
      const years = await storedYears(c.var.deps.db)
      const after = workCalendar([...years.filter(({ year }) => year !== notice.year), tableOf(notice)])
      const { deps, session } = c.var
      const told = [deps.db, session.districtId, deps.clock.today()] as const
      const open = (await Promise.all(books.map((book) => book.open(...told)))).flat()
      const typed = (await Promise.all(books.map((book) => book.typed(...told)))).flat()
      const stored = years.find(({ year, status }) => year === notice.year && status === 'official')
      return await render(
        c,
        <NoticePreview
          csrf={session.csrf}
          notice={notice}
          text={text}
          moved={movedDeadlines(workCalendar(years), after, open)}
          typed={typed.filter(({ day }) => after.dayOf(day)?.kind === 'holiday')}
          changed={stored && changedDays(stored.days, notice.days)}
        />,
        meta,
      )
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return page(c, { problem: error.message, text }, error.status)
    }
  }
}

function confirm(books: readonly DeadlineBook[]) {
  return async (c: WebContext): Promise<Response> => {
    const read = await readForm(c, form)
    if (!read.ok) return page(c, { problem: read.errors['text'] ?? '' }, 422)
    const { text } = read.value
    try {
      const input = { districtId: c.var.session.districtId, text }
      const { notice } = await importNotice(c.var.deps, c.var.actor, input, books)
      return c.redirect(`/holidays?year=${notice.year}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 403) throw error
      return page(c, { problem: error.message, text }, error.status)
    }
  }
}

const decision = z.object({
  year: z.coerce.number().int(),
  decision: z.enum(['confirmed', 'rejected']),
})

function decide(books: readonly DeadlineBook[]) {
  return async (c: WebContext): Promise<Response> => {
    const read = await readForm(c, decision)
    if (!read.ok) return page(c, { problem: '没有选定办理结果，请重新办理。' }, 422)
    try {
      const input = { districtId: c.var.session.districtId, ...read.value }
      await decideCalendarChange(c.var.deps, c.var.actor, input, books)
      return c.redirect(`/holidays?year=${read.value.year}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 403) throw error
      return page(c, { problem: error.message }, error.status)
    }
  }
}

/** 节假日: the years and their status, and the State Council's yearly notice. The rooms above hand in their open deadlines: what was computed follows a new notice. */
export function holidayRoutes(books: readonly DeadlineBook[]): RouteDefinition[] {
  return defineRoutes([
    { method: 'get', path: '/holidays', door: 'calendar.read', handle: (c) => page(c) },
    { method: 'post', path: '/holidays', door: 'calendar.import', handle: preview(books) },
    { method: 'post', path: '/holidays/confirm', door: 'calendar.import', handle: confirm(books) },
    { method: 'post', path: '/holidays/changes', door: 'calendar.import', handle: decide(books) },
  ])
}
