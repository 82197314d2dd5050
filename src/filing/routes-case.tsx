import { may, namesOfUsers, permit } from '../access/index.ts'
import { type CivilDate, isCivilDate } from '../calendar/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import {
  typedValues,
  readUpload,
  refusalOf,
  render,
  requireUpload,
  type RouteDefinition,
  shownMinute,
  trailPanel,
  type WebContext,
  idFrom,
} from '../web/index.ts'
import { hadHand, rightOf } from './cases/act.ts'
import { acceptCase } from './cases/accept-case.ts'
import {
  approveCase,
  archiveCase,
  disagreeWithCase,
  executeCase,
  registerCase,
  rejectCase,
  reportNational,
  enterNational,
  reviewCase,
  sendCaseBack,
} from './cases/decide-case.ts'
import { entriesOf } from './national/queries/entries.ts'
import { nationalSides } from './national/model.ts'
import { maySide } from './national/verbs/keep-entry.ts'
import {
  accountNamed,
  caseHash,
  defectsOfCase,
  fillCase,
  printCase,
  readCasePrint,
  submitCase,
  uploadCaseScan,
} from './cases/file-case.ts'
import { caseScans, putCaseScanAside, scansAside } from './cases/scans.ts'
import type { FilingCase } from './cases/model.ts'
import { type LoadedCase, opinionsOf, readCase } from './cases/records.ts'
import { revokeCase, withdrawCase } from './cases/withdraw-case.ts'
import { checksOf, printInForceOf } from './checking/checks.ts'
import { correctionsOf } from './checking/corrections.ts'
import { handsOn } from './checking/forms.ts'
import type { CaseForm, CaseView, TypedCase } from './pages/case-view.tsx'
import { CasePage } from './pages/case.tsx'
import { placeIn } from './pages/scan-card.tsx'
import { listTriggers } from './triggers/index.ts'
import { caseCheckRoutes } from './routes-case-check.tsx'
import { casePaperRoutes, seesPapers } from './routes-case-papers.tsx'
import { mayTakePaper } from './sent-papers.ts'

/** The case in the address, for who may see it: a unit its own, the office every one. */
async function ownCase(c: WebContext): Promise<LoadedCase> {
  const { deps, actor, session } = c.var
  const loaded = await readCase(deps.db, deps.vault, session.districtId, idFrom(c, '备案事项'))
  const target = { districtId: session.districtId, unitId: loaded?.one.unitId ?? null }
  // A form that is sent past its page is refused by name, and kept; who reads only hears that there is none.
  if (loaded && c.req.method === 'POST') permit(actor, 'filing.read', target)
  if (!loaded || !may(actor, 'filing.read', target)) throw refuse('record.not-found', { what: '备案事项' })
  return loaded
}

type Refused = { problem?: string; typed?: TypedCase | undefined; revealed?: true }

async function casePage(c: WebContext, { problem, typed, revealed }: Refused = {}, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const loaded = await ownCase(c)
  const { one, unit } = loaded
  const opinions = await opinionsOf(deps.db, districtId, one.id)
  const scans = await caseScans(deps.db, districtId, one)
  const print = printInForceOf('case', districtId, one)
  const checks = await checksOf(deps.db, print)
  const corrections = await correctionsOf(deps.db, deps.vault, print)
  const printed = { caseId: one.id, number: one.printNumber }
  const content = await readCasePrint(deps.db, deps.vault, districtId, printed)
  const names = await namesOfUsers(deps, districtId, [
    ...opinions.map(({ givenBy }) => givenBy),
    ...handsOn(checks, corrections),
  ])
  const page = (
    <CasePage
      csrf={session.csrf}
      one={one}
      unitName={unit.name}
      account={(await accountNamed(deps.db, districtId, one.accountId)) ?? null}
      defects={defectsOfCase(loaded, deps.clock.today())}
      entries={await entriesOf(deps.db, districtId, { caseId: one.id })}
      scans={scans}
      aside={await scansAside(deps.db, districtId, one)}
      at={placeIn(scans, c.req.query())}
      hash={content && caseHash(content)}
      checks={checks}
      corrections={corrections}
      who={{ id: actor.id, hadHand: hadHand(actor, one) }}
      hand={({ by, at }) => `${names.get(by) ?? ''}　${shownMinute(c, at)}`}
      clues={await cluesOf(c, one)}
      opinions={opinions.map(({ action, opinion, givenBy, givenAt }) => ({
        action,
        opinion,
        by: names.get(givenBy) ?? '',
        at: shownMinute(c, givenAt),
      }))}
      may={(action) =>
        action === 'enter-national'
          ? maySide(actor, 'office', districtId, one.unitId)
          : may(actor, rightOf(action), { districtId, unitId: one.unitId })
      }
      seesPapers={seesPapers(c, one.unitId)}
      takesPaper={seesPapers(c, one.unitId) && mayTakePaper(actor, districtId, one.unitId)}
      contact={{
        whole:
          revealed ?? (actor.unitId === one.unitId && may(actor, 'filing.fill', { districtId, unitId: one.unitId })),
        mayReveal: may(actor, 'people.reveal', { districtId }),
      }}
      problem={problem}
      typed={typed}
      trail={await trailPanel(c, { kind: 'case', id: one.id })}
    />
  )
  return render(c, page, { title: '备案事项', current: '/cases', islands: ['turns', 'unsaved'] }, status)
}

// What is decided there is shown here to who may see it there.
async function cluesOf(c: WebContext, { id, unitId }: FilingCase): Promise<CaseView['clues']> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  if (!may(actor, 'accountability.read', { districtId, unitId })) return []
  const { rows } = await listTriggers(deps.db, { districtId }, { caseId: id })
  return rows.map((clue) => ({ ...clue, at: shownMinute(c, clue.raisedAt) }))
}

type FormOf = CaseForm | ((values: Record<string, string>) => CaseForm | undefined)

// A refusal comes back on the page it belongs to, with what was typed in the form it was sent from.
const step =
  (
    form: FormOf | undefined,
    work: (
      c: WebContext,
      input: { districtId: string; caseId: string; version: number },
      values: Record<string, string>,
    ) => Promise<unknown>,
  ) =>
  async (c: WebContext) => {
    const { one } = await ownCase(c)
    const values = await typedValues(c)
    const input = { districtId: c.var.session.districtId, caseId: one.id, version: Number(values['version'] ?? 0) }
    try {
      await work(c, input, values)
    } catch (error) {
      const { message, status } = refusalOf(error)
      const from = typeof form === 'function' ? form(values) : form
      return casePage(c, { problem: message, typed: from && { form: from, values } }, status)
    }
    return c.redirect(`/cases/${one.id}`, 303)
  }

const fill = step('fill', (c, input, { _csrf, version: _version, ...answers }) =>
  fillCase(c.var.deps, c.var.actor, { ...input, answers }),
)
const print = step(undefined, (c, input) => printCase(c.var.deps, c.var.actor, input))
const submit = step(undefined, (c, input) => submitCase(c.var.deps, c.var.actor, input))
const upload = step(undefined, async (c, input) =>
  uploadCaseScan(c.var.deps, c.var.actor, { ...input, ...(await requireUpload(c, 'file')) }),
)
const putAside = step('put-aside', (c, input, { reason = '' }) =>
  putCaseScanAside(c.var.deps, c.var.actor, { ...input, scanId: idFrom(c, '扫描件', 'scanId'), reason }),
)
const decide = step('decide', async (c, input, values) => {
  const { deps, actor } = c.var
  const given = { ...input, opinion: values['opinion'] ?? '' }
  const action = values['action'] ?? ''
  if (action === 'accept') return acceptCase(deps, actor, given)
  if (action === 'review') return reviewCase(deps, actor, given)
  if (action === 'disagree') return disagreeWithCase(deps, actor, given)
  if (action === 'approve') return approveCase(deps, actor, given)
  if (action === 'reject') return rejectCase(deps, actor, given)
  if (action === 'send-back') return sendCaseBack(deps, actor, given)
  throw refuse('web.choice-unknown', { what: '办理意见' })
})

function dayIn(text: string | undefined): CivilDate {
  if (text === undefined || !isCivilDate(text)) throw refuse('web.form-unreadable')
  return text
}

const execute = step('execute', (c, input, { on, url, sure }) =>
  executeCase(c.var.deps, c.var.actor, {
    ...input,
    on: dayIn(on),
    isSure: sure === 'yes',
    ...(url?.trim() && { url: url.trim() }),
  }),
)
const national = step(
  ({ side }) => nationalSides.find((one) => one === side),
  async (c, input, { on, side, noReceiptReason }) => {
    const { deps, actor } = c.var
    if (side !== 'unit' && side !== 'office') throw refuse('web.form-unreadable')
    const receipt = await readUpload(c, 'receipt')
    const entered = {
      ...input,
      on: dayIn(on),
      ...(receipt && { receipt }),
      ...(noReceiptReason && { noReceiptReason }),
    }
    await (side === 'unit' ? reportNational(deps, actor, entered) : enterNational(deps, actor, entered))
  },
)
const withdraw = step('withdraw', (c, input, { reason = '' }) =>
  withdrawCase(c.var.deps, c.var.actor, { ...input, reason }),
)
const revoke = step('revoke', (c, input, { reason = '' }) => revokeCase(c.var.deps, c.var.actor, { ...input, reason }))
const register = step(undefined, (c, input) => registerCase(c.var.deps, c.var.actor, input))
const archive = step(undefined, (c, input) => archiveCase(c.var.deps, c.var.actor, input))

/** One 备案事项: its page, its steps and its papers. */
export const oneCaseRoutes: RouteDefinition[] = [
  { method: 'get', path: '/cases/:id', door: 'filing.read', handle: (c) => casePage(c) },
  { method: 'post', path: '/cases/:id/fill', door: 'filing.fill', handle: fill },
  { method: 'post', path: '/cases/:id/print', door: 'filing.fill', handle: print },
  { method: 'post', path: '/cases/:id/scans', door: 'filing.fill', upload: true, handle: upload },
  { method: 'post', path: '/cases/:id/scans/:scanId/put-aside', door: 'filing.fill', handle: putAside },
  { method: 'post', path: '/cases/:id/submit', door: 'filing.fill', handle: submit },
  { method: 'post', path: '/cases/:id/decide', door: 'filing.read', handle: decide },
  { method: 'post', path: '/cases/:id/execute', door: 'filing.fill', handle: execute },
  { method: 'post', path: '/cases/:id/national', door: 'national.record', upload: true, handle: national },
  { method: 'post', path: '/cases/:id/register', door: 'filing.accept', handle: register },
  { method: 'post', path: '/cases/:id/withdraw', door: 'filing.fill', handle: withdraw },
  { method: 'post', path: '/cases/:id/revoke', door: 'filing.open', handle: revoke },
  { method: 'post', path: '/cases/:id/archive', door: 'filing.accept', handle: archive },
  ...caseCheckRoutes(step),
  ...casePaperRoutes(ownCase, (c) => casePage(c, { revealed: true })),
]
