import { z } from 'zod'
import { scopeOf } from '../access/index.ts'
import { movedDeadlines, type OpenDeadline, tableOf, warnsAboutNextYear, workCalendar } from '../calendar/index.ts'
import { Refusal } from '../vocabulary/refusals/index.ts'
import { defineRoutes, readForm, render, type RouteDefinition, type WebContext } from '../web/index.ts'
import { HolidaysPage } from './pages/holidays.tsx'
import { NoticePreview } from './pages/notice-preview.tsx'
import { storedYears } from './queries.ts'
import { importNotice, readNotice } from './verbs/import-notice.ts'

/** Deadlines that are open in a district, told by the rooms above; a new notice may move them. */
export type OpenDeadlines = (c: WebContext) => Promise<OpenDeadline[]>

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
      {...over}
    />
  )
  return render(c, content, meta, status)
}

function preview(openDeadlines: OpenDeadlines) {
  return async (c: WebContext): Promise<Response> => {
    const read = await readForm(c, form)
    if (!read.ok) return page(c, { problem: read.errors['text'] ?? '', text: String(read.values['text'] ?? '') }, 422)
    const { text } = read.value
    try {
      const notice = readNotice(text)
      const years = await storedYears(c.var.deps.db)
      const after = workCalendar([...years.filter(({ year }) => year !== notice.year), tableOf(notice)])
      const moved = movedDeadlines(workCalendar(years), after, await openDeadlines(c))
      return await render(
        c,
        <NoticePreview csrf={c.var.session.csrf} notice={notice} text={text} moved={moved} />,
        meta,
      )
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return page(c, { problem: error.message, text }, error.status)
    }
  }
}

async function confirm(c: WebContext): Promise<Response> {
  const read = await readForm(c, form)
  if (!read.ok) return page(c, { problem: read.errors['text'] ?? '' }, 422)
  const { year } = await importNotice(c.var.deps, c.var.actor, {
    districtId: c.var.session.districtId,
    text: read.value.text,
  })
  return c.redirect(`/holidays?year=${year}`, 303)
}

/** 节假日: the years and their status, and the State Council's yearly notice. Deadlines are computed when asked, so a new notice moves them by itself. */
export function holidayRoutes(openDeadlines: OpenDeadlines): RouteDefinition[] {
  return defineRoutes([
    { method: 'get', path: '/holidays', door: 'calendar.read', handle: (c) => page(c) },
    { method: 'post', path: '/holidays', door: 'calendar.import', handle: preview(openDeadlines) },
    { method: 'post', path: '/holidays/confirm', door: 'calendar.import', handle: confirm },
  ])
}
