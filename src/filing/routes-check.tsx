import { namesOfUsers } from '../access/index.ts'
import { type CivilDate, isCivilDate } from '../calendar/index.ts'
import { workingDaysIn } from '../holidays/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { type FormValues, formValues, render, type RouteDefinition, type WebContext } from '../web/index.ts'
import { checksOf, isSameLook, type PaperCheck, printInForceOf } from './checking/checks.ts'
import { correctionsOf } from './checking/corrections.ts'
import { checksFrom, handsOn } from './checking/forms.ts'
import { CheckPage } from './pages/check.tsx'
import { placeIn } from './pages/scan-card.tsx'
import { acceptReturn } from './returns/accept.ts'
import { hadHand } from './returns/act.ts'
import { checkPapers, reopenReturn, sendBack } from './returns/check.ts'
import { hashedPapers } from './returns/content.ts'
import { confirmCorrections, transcribeCorrection } from './returns/corrections.ts'
import { doubtsOf } from './returns/doubts.ts'
import { readPrint } from './returns/print.ts'
import { besidePage } from './returns/scanned-pages.ts'
import type { OnAccepted } from './returns/signed-words.ts'
import { ownReturn, returnView, shown } from './routes-returns.tsx'

async function checkPage(c: WebContext, problem?: string, status = 200, typed?: FormValues): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const loaded = await ownReturn(c)
  const { one } = loaded
  const content = await readPrint(deps.db, deps.vault, districtId, { returnId: one.id, number: one.printNumber })
  if (!content) throw refuse('record.not-found', { what: '打印件' })
  const view = await returnView(c, loaded)
  const print = printInForceOf('return', districtId, one)
  const checks = await checksOf(deps.db, print)
  const corrections = await correctionsOf(deps.db, deps.vault, print)
  const place = placeIn(view.scans, c.req.query())
  const names = await namesOfUsers(deps, districtId, handsOn(checks, corrections))
  return render(
    c,
    <CheckPage
      view={view}
      content={content}
      checks={checks}
      corrections={corrections}
      at={place}
      who={{ id: actor.id, hadHand: hadHand(actor, one) }}
      hand={({ by, at }) => `${names.get(by) ?? ''}　${view.minute(at)}`}
      paper={
        c.req.query('paper') ?? (place && besidePage(view.scanned, place, undefined).paper) ?? view.papers[0]?.key ?? ''
      }
      doubts={doubtsOf(content.entries, { forms: content.forms, unitKind: loaded.unitKind })}
      problem={problem}
      {...(typed && { typed })}
    />,
    { title: `核验${loaded.unitName}报送`, current: '/filing', islands: ['turns', 'unsaved'] },
    status,
  )
}

// A refusal comes back on the page it belongs to; what goes well leads to `next`.
const step = (next: '' | '/check', work: (c: WebContext) => Promise<unknown>) => async (c: WebContext) => {
  const { one } = await ownReturn(c)
  try {
    await work(c)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    return checkPage(c, error.message, error.status, await formValues(c))
  }
  return c.redirect(`/filing/returns/${one.id}${next}`, 303)
}

const check = step('/check', async (c) => {
  const values = await formValues(c)
  await checkPapers(c.var.deps, c.var.actor, { ...(await shown(c)), checks: checksFrom(values) })
})

const transcribe = step('/check', async (c) => {
  const { paper = '', accountId = '', field = '', written = '' } = await formValues(c)
  await transcribeCorrection(c.var.deps, c.var.actor, {
    ...(await shown(c)),
    paper: String(paper),
    accountId: String(accountId),
    field: String(field),
    written: String(written),
  })
})

const confirm = step('/check', async (c) => confirmCorrections(c.var.deps, c.var.actor, await shown(c)))

const back = step('', async (c) => {
  const values = await formValues(c)
  const sentences = [...[values['defect'] ?? []].flat(), ...String(values['others'] ?? '').split(/\r?\n/)]
  await sendBack(c.var.deps, c.var.actor, {
    ...(await shown(c)),
    defects: sentences.map((sentence) => ({ sentence })),
    ...lastDayOf(values),
  })
})

const accept = (onAccepted: OnAccepted) =>
  step('', async (c) => {
    const { deps, actor } = c.var
    const input = await shown(c)
    const checks = await checksOnScreen(c, input.districtId)
    const { version } = checks.length > 0 ? await checkPapers(deps, actor, { ...input, checks }) : input
    await acceptReturn(deps, actor, { ...input, version }, onAccepted)
  })

/**
 * What is ticked on the screen and was not kept so: 受理 goes by what stands there, not by an older look. What stands there
 * as somebody kept it stays that person's. Refuses `paper.unchecked` for a paper of which something is left open.
 */
async function checksOnScreen(c: WebContext, districtId: string): Promise<PaperCheck[]> {
  const { db, vault } = c.var.deps
  const { one } = await ownReturn(c)
  const values = await formValues(c)
  const checks = checksFrom(values)
  const content = await readPrint(db, vault, districtId, { returnId: one.id, number: one.printNumber })
  const open = content && hashedPapers(content).find(({ key }) => isOpen(values, checks, key))
  if (open) throw refuse('paper.unchecked', { paper: open.title })
  const kept = await checksOf(db, printInForceOf('return', districtId, one))
  return checks.filter((look) => !kept.some((other) => isSameLook(other, look)))
}

// A line that was sent, and of which not everything was answered.
const isOpen = (values: FormValues, checks: readonly PaperCheck[], paper: string) =>
  Object.entries(values).some(([name, value]) => name.startsWith('paper-') && value === paper) &&
  !checks.some((look) => look.paper === paper)

const reopen = step('', async (c) => {
  const values = await formValues(c)
  const reason = String(values['reason'] ?? '')
  await reopenReturn(c.var.deps, c.var.actor, { ...(await shown(c)), reason, ...lastDayOf(values) })
})

/** The day or the number of working days of a form. Refuses `return.until-required`. */
function lastDayOf(values: FormValues): { until: CivilDate } | { workingDays: number } {
  const workingDays = workingDaysIn(values['workingDays'])
  if (workingDays !== undefined) return { workingDays }
  const until = String(values['until'] ?? '')
  if (!isCivilDate(until)) throw refuse('return.until-required')
  return { until }
}

/** 核验、受理. */
export const checkRoutes = (onAccepted: OnAccepted): RouteDefinition[] => [
  { method: 'get', path: '/filing/returns/:id/check', door: 'filing.accept', handle: (c) => checkPage(c) },
  { method: 'post', path: '/filing/returns/:id/check', door: 'filing.accept', handle: check },
  { method: 'post', path: '/filing/returns/:id/check/corrections', door: 'filing.accept', handle: transcribe },
  { method: 'post', path: '/filing/returns/:id/check/corrections/confirm', door: 'filing.accept', handle: confirm },
  { method: 'post', path: '/filing/returns/:id/check/back', door: 'filing.accept', handle: back },
  { method: 'post', path: '/filing/returns/:id/check/accept', door: 'filing.accept', handle: accept(onAccepted) },
  { method: 'post', path: '/filing/returns/:id/check/reopen', door: 'filing.accept', handle: reopen },
]
