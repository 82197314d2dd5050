import { z } from 'zod'
import { may, namesOfUsers } from '../access/index.ts'
import { type Instant, instantFromLocal } from '../calendar/index.ts'
import { Refusal } from '../vocabulary/refusals/index.ts'
import { defineRoutes, readForm, render, typedValues, type WebContext, idFrom } from '../web/index.ts'
import { windowsFrom } from './maintenance/queries.ts'
import { type TypedWindow, WindowsPage } from './pages/windows.tsx'
import { liftWindow } from './verbs/lift-window.ts'
import { setWindow } from './verbs/set-window.ts'

const path = '/sources/windows'

type Shown = { typed?: TypedWindow; refused?: string; status?: number }

async function page(c: WebContext, { status = 200, ...shown }: Shown = {}): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const now = deps.wall.now()
  const windows = await windowsFrom(deps.db, districtId, now)
  const setters = windows.map(({ setBy }) => setBy)
  const body = (
    <WindowsPage
      c={c}
      windows={windows}
      names={await namesOfUsers(deps, districtId, setters)}
      now={now}
      mayChange={may(actor, 'sources.change', { districtId })}
      {...shown}
    />
  )
  return render(c, body, { title: '维护时段', current: '/sources' }, status)
}

const moment = (text: string, { addIssue }: z.RefinementCtx): Instant => {
  const found = instantFromLocal(text)
  if (found !== undefined) return found
  addIssue({ code: 'custom', message: '请填写日期和时间，如 2026-10-12 22:00。' })
  return z.NEVER
}
const minutes = (text: string, { addIssue }: z.RefinementCtx): number => {
  const [, hour, minute] = /^([01]?\d|2[0-3])[:：]([0-5]\d)$/.exec(text) ?? []
  if (hour !== undefined) return Number(hour) * 60 + Number(minute)
  addIssue({ code: 'custom', message: '请填写钟点，如 22:00。' })
  return z.NEVER
}
const reason = z.string('请填写原因。').max(200, '原因不超过 200 个字。')
const forms = {
  once: z
    .object({
      from: z.string().transform(moment).optional(),
      to: z.string('请填写结束时间。').transform(moment),
      reason,
    })
    .transform(({ from, ...rest }) => ({ kind: 'once' as const, from, ...rest })),
  daily: z
    .object({
      from: z.string('请填写开始时间。').transform(minutes),
      to: z.string('请填写结束时间。').transform(minutes),
      reason,
    })
    .transform((told) => ({ kind: 'daily' as const, ...told })),
}

async function set(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const values = await typedValues(c)
  const form = values['form'] === 'daily' ? 'daily' : 'once'
  const read = await readForm(c, forms[form])
  if (!read.ok) return page(c, { typed: { form, values, errors: read.errors }, status: 422 })
  try {
    await setWindow(deps, actor, { districtId: session.districtId, ...read.value })
    return c.redirect(path, 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return page(c, { typed: { form, values, errors: {}, error: error.message }, status: error.status })
  }
}

async function lift(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const windowId = idFrom(c, '维护时段', 'window')
  try {
    await liftWindow(deps, actor, { districtId: session.districtId, windowId })
    return c.redirect(path, 303)
  } catch (error) {
    // Ended meanwhile: the page as things stand now says so.
    if (!(error instanceof Refusal) || error.code !== 'window.over') throw error
    return page(c, { refused: error.message, status: error.status })
  }
}

/** 维护时段 of a district. */
export const windowRoutes = defineRoutes([
  { method: 'get', path, door: 'sources.read', handle: (c) => page(c) },
  { method: 'post', path, door: 'sources.change', handle: set },
  { method: 'post', path: `${path}/:window`, door: 'sources.change', handle: lift },
])
