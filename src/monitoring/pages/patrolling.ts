import { z } from 'zod'
import { permit } from '../../access/index.ts'
import { instantFromLocal, lastDayOf, type Month } from '../../calendar/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { type FormValues, formValues, readForm, readUpload, type WebContext, idFrom } from '../../web/index.ts'
import { giveUnknownReason } from '../verbs/give-unknown-reason.ts'
import { type PatrolInput, recordPatrol } from '../verbs/record-patrol.ts'
import { patrolPage } from './patrol.tsx'
import { dayField, monthParam } from './words.ts'

const presence = z
  .enum(['yes', 'no'])
  .optional()
  .transform((said) => (said === undefined ? undefined : said === 'yes'))

const form = z
  .object({
    month: z.string(),
    checkedAt: z.string('请填写核查时间。').transform((text, issues) => {
      const at = instantFromLocal(text)
      if (at === undefined) issues.addIssue({ code: 'custom', message: '核查时间写作“年-月-日 时:分”，请重新填写。' })
      return at
    }),
    reachable: z.enum(['open', 'gone', 'blocked'], '请选定账号能否打开。'),
    lastUpdateOn: dayField('最后更新日期写作“年-月-日”，请重新填写。').optional(),
    neverUpdated: z
      .string()
      .optional()
      .transform((said) => said !== undefined),
    hasInteraction: presence,
    hasService: presence,
    note: z.string().max(500, '备注请不超过500字。').optional(),
  })
  .refine(
    ({ reachable, lastUpdateOn, neverUpdated }) => reachable !== 'open' || lastUpdateOn !== undefined || neverUpdated,
    {
      path: ['lastUpdateOn'],
      message: '账号可以打开的，请填最后更新日期，或勾选“从未发布过任何内容”。',
    },
  )
  .refine(({ lastUpdateOn, neverUpdated }) => lastUpdateOn === undefined || !neverUpdated, {
    path: ['lastUpdateOn'],
    message: '最后更新日期与“从未发布过任何内容”只能选一项。',
  })
  .refine(
    ({ reachable, lastUpdateOn, neverUpdated }) =>
      reachable === 'open' || (lastUpdateOn === undefined && !neverUpdated),
    {
      path: ['lastUpdateOn'],
      message: '账号打不开时看不到更新情况，请不要填写。',
    },
  )

/** Keeps what was seen of an account, with the screenshot, and goes on to the next one. */
export async function patrol(c: WebContext): Promise<Response> {
  const { actor, session, deps } = c.var
  permit(actor, 'patrol.record', { districtId: session.districtId })
  const accountId = idFrom(c, '账号', 'accountId')
  const values = await formValues(c)
  const month = monthParam(String(values['month'] ?? ''))
  const read = await readForm(c, form)
  const screenshot = await readUpload(c, 'screenshot')
  if (!read.ok) return again(c, { month, accountId, values, screenshot, errors: read.errors }, 422)
  const { checkedAt, month: _month, ...seen } = read.value
  if (checkedAt === undefined) throw new RangeError('a parsed form without the moment of looking')
  try {
    const said = Object.fromEntries(Object.entries({ ...seen, screenshot }).filter(([, value]) => value !== undefined))
    await recordPatrol(deps, actor, {
      ...(said as Pick<PatrolInput, 'reachable'>),
      districtId: session.districtId,
      accountId,
      checkedAt,
      until: lastDayOf(month),
    })
  } catch (error) {
    return refused(c, error, { month, accountId, values, screenshot })
  }
  return c.redirect(`/patrol?month=${month}&saved`, 303)
}

/** Keeps why an account can't be seen, and goes on to the next one. */
export async function explain(c: WebContext): Promise<Response> {
  const { actor, session, deps } = c.var
  permit(actor, 'patrol.record', { districtId: session.districtId })
  const accountId = idFrom(c, '账号', 'accountId')
  const values = await formValues(c)
  const month = monthParam(String(values['month'] ?? ''))
  try {
    const reason = String(values['reason'] ?? '')
    const version = Number(values['version'] ?? 0)
    await giveUnknownReason(deps, actor, { districtId: session.districtId, month, accountId, reason, version })
  } catch (error) {
    return refused(c, error, { month, accountId, values })
  }
  return c.redirect(`/patrol?month=${month}&saved`, 303)
}

type Tried = {
  month: Month
  accountId: string
  values: FormValues
  screenshot?: { name: string } | undefined
  errors?: Record<string, string>
  problem?: string
}

// What stood in the way, above the same form with all that was typed.
function refused(c: WebContext, error: unknown, tried: Tried): Promise<Response> {
  if (!(error instanceof Refusal) || error.status === 404) throw error
  const errors: Record<string, string> = error.code === 'patrol.update-known' ? { lastUpdateOn: error.message } : {}
  return again(c, { ...tried, problem: error.message, errors }, error.status)
}

// No page can fill in a file again: whoever chose one is told to choose it once more.
function again(c: WebContext, { screenshot, errors = {}, ...tried }: Tried, status: Refusal['status']) {
  const lost: Record<string, string> = screenshot
    ? { screenshot: `截图“${screenshot.name}”没有随本次提交保存，请重新选择。` }
    : {}
  return patrolPage(c, { ...tried, errors: { ...lost, ...errors } }, status)
}
