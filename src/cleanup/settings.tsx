import { z } from 'zod'
import { changeSetting, namesOfUsers, settingHistory, settingsOn } from '../access/index.ts'
import { civilDate, isCivilDate } from '../calendar/index.ts'
import { Refusal } from '../vocabulary/refusals/index.ts'
import { readForm, render, type RouteDefinition, type WebContext } from '../web/index.ts'
import { CleanupSettingsPage } from './pages/settings.tsx'
import { cleanupQuantities, type QuantityKey, quantitiesOf, quantityKeys } from './quantities.ts'

const form = z
  .object({
    key: z.enum(quantityKeys as [QuantityKey, ...QuantityKey[]], '请选择要调整的口径。'),
    value: z.coerce.number('应填数字。').int('应填整数。'),
    effectiveFrom: z
      .string('请填写施行日期。')
      .refine(isCivilDate, '施行日期应写作 2026-09-30 这样的形式。')
      .transform(civilDate),
    source: z.string('请写明依据的文件。').max(200, '依据不超过 200 个字。'),
  })
  .superRefine(({ key, value }, { addIssue }) => {
    const { least, most, label } = cleanupQuantities[key]
    if (value < least || value > most)
      addIssue({ code: 'custom', path: ['value'], message: `“${label}”应在 ${least} 至 ${most} 之间。` })
  })

type Over = { errors?: Record<string, string>; values?: Record<string, string> }

async function settingsPage(c: WebContext, over: Over = {}, status = 200): Promise<Response> {
  const { deps, session } = c.var
  const { districtId, csrf } = session
  const history = (await settingHistory(deps.db, districtId)).filter(({ key }) => key in cleanupQuantities)
  const changers = history.map(({ changedBy }) => changedBy)
  const page = (
    <CleanupSettingsPage
      csrf={csrf}
      now={quantitiesOf(await settingsOn(deps.db, districtId, deps.clock.today()))}
      history={history}
      names={await namesOfUsers(deps, districtId, changers)}
      {...over}
    />
  )
  return render(c, page, { title: '清理口径', current: '/cleanup' }, status)
}

/** Saves one number; what was typed comes back with what is wrong with it. */
async function saveSetting(c: WebContext): Promise<Response> {
  const read = await readForm(c, form)
  const typed = (values: object) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]))
  if (!read.ok) return settingsPage(c, { errors: read.errors, values: typed(read.values) }, 422)
  try {
    await changeSetting(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, ...read.value })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return settingsPage(c, { errors: { effectiveFrom: error.message }, values: typed(read.value) }, error.status)
  }
  return c.redirect('/cleanup/settings', 303)
}

export const settingRoutes: readonly RouteDefinition[] = [
  { method: 'get', path: '/cleanup/settings', door: 'settings.change', handle: (c) => settingsPage(c) },
  { method: 'post', path: '/cleanup/settings', door: 'settings.change', handle: saveSetting },
]
