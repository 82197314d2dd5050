import { inTransaction, isUuid } from '../../database/index.ts'
import { may, namesOfUsers, permit, permittedScope, refuseMaker } from '../../access/index.ts'
import { type CivilDate, isCivilDate } from '../../calendar/index.ts'
import { readStoredFile } from '../../files/index.ts'
import { seesPhones } from '../../filing/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { type Reachable, reachableLabels, recordPatrol } from '../../monitoring/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  formsAbout,
  formValues,
  keepLook,
  typedValues,
  pageFrom,
  pageSize,
  readUpload,
  render,
  type RouteDefinition,
  sendDownload,
  trailPanel,
  type WebContext,
} from '../../web/index.ts'
import { type ClosingInput, closingRight } from './act.ts'
import { type AnnouncementKind, announcementKinds, type ClosingFile, closingStates } from './model.ts'
import { ClosingPage } from './pages/closing.tsx'
import { ClosingsPage } from './pages/closings.tsx'
import type { RefusedForm } from './pages/parts.tsx'
import { closingSettingRoutes } from './pages/settings.tsx'
import { latestLook, listClosings, lookAfterVerified, readClosing } from './queries.ts'
import { approvedOn, faultsOf, missingOf, noticeEnd, unexplained } from './rules.ts'
import { draftAnnouncement, publishAnnouncement } from './verbs/announce.ts'
import { archiveContent } from './verbs/archive-content.ts'
import { beginClosing } from './verbs/begin-closing.ts'
import { fileAway, withdrawClosing } from './verbs/finish.ts'
import { explainFaults, findAgain, recheckGone, verifyGone } from './verbs/verify-gone.ts'

const current = '/closings'

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'cleanup.read', districtId)
  const page = pageFrom(c)
  const { state, q = '' } = c.req.query()
  const today = deps.clock.today()
  const { rows, total } = await listClosings(deps.db, scope, today, {
    state:
      state === 'open' || state === 'overdue' || state === 'recheck'
        ? state
        : closingStates.find((one) => one === state),
    search: q.slice(0, 60),
    offset: (page - 1) * pageSize,
    limit: pageSize,
  })
  const body = (
    <ClosingsPage
      c={c}
      rows={rows}
      total={total}
      page={page}
      today={today}
      calendar={await loadCalendar(deps.db)}
      maySet={may(actor, 'settings.change', { districtId })}
    />
  )
  return render(c, body, { title: '关停注销办理', current })
}

const idIn = (text: string | undefined) => (text !== undefined && isUuid(text) ? text : undefined)

/** The closing in the address, for who may see it: a unit its own, the office every one. */
async function ownClosing(c: WebContext): Promise<ClosingFile> {
  const { deps, actor, session } = c.var
  const id = idIn(c.req.param('id'))
  const file = id === undefined ? undefined : await readClosing(deps.db, session.districtId, id)
  const target = { districtId: session.districtId, unitId: file?.closing.unitId ?? null }
  // A form that is sent past its page is refused by name, and kept; who reads only hears that there is none.
  if (file && c.req.method === 'POST') permit(actor, 'cleanup.read', target)
  if (!file || !may(actor, 'cleanup.read', target)) throw refuse('record.not-found', { what: '关停注销事项' })
  return file
}

async function closingPage(c: WebContext, refused?: RefusedForm, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const file = await ownClosing(c)
  const { closing } = file
  const today = deps.clock.today()
  const notice = noticeEnd(closing, file.announcements, await loadCalendar(deps.db))
  const faults = faultsOf(file, notice)
  const { look, again } = await looksOf(c, file)
  const target = { districtId, unitId: closing.unitId }
  const page = (
    <ClosingPage
      csrf={session.csrf}
      file={file}
      notice={notice}
      approved={approvedOn(file) !== null}
      faults={faults}
      openFaults={unexplained(faults, closing)}
      missing={missingOf(file, notice, today)}
      look={look}
      again={again}
      names={await namesOfUsers(deps, districtId, [
        ...file.archives.map(({ madeBy }) => madeBy),
        ...(look ? [look.patrolledBy] : []),
      ])}
      today={today}
      may={(action) => may(actor, closingRight(action), target)}
      mayLook={may(actor, 'patrol.record', { districtId })}
      mayDownload={mayDownload(c, file)}
      refused={refused}
      trail={await trailPanel(c, { kind: 'closing', id: closing.id })}
    />
  )
  return render(c, page, { title: `${closing.accountName}关停注销`, current, islands: ['unsaved'] }, status)
}

// What was seen counts from the deregistration on, and again from the day on which it was taken for gone.
async function looksOf(c: WebContext, { closing, deregistration }: ClosingFile) {
  const { deps, session } = c.var
  if (['verified', 'rechecked', 'archived'].includes(closing.state))
    return {
      look: await lookAfterVerified(deps.db, session.districtId, closing.id),
      again: await lookAfterVerified(deps.db, session.districtId, closing.id, 'open'),
    }
  const since = [deregistration?.executedOn, closing.reappearedOn].filter((day) => day != null).toSorted()
  const from = since.at(-1)
  return { look: from && (await latestLook(deps.db, session.districtId, closing.accountId, from)), again: undefined }
}

// The package holds everything of an account in one file, signed papers too: for its unit and for who answers for the
// closing, as far as they may see phones.
const mayDownload = (c: WebContext, { closing }: ClosingFile) => {
  const target = { districtId: c.var.session.districtId, unitId: closing.unitId }
  const answers = may(c.var.actor, 'cleanup.confirm', target) || may(c.var.actor, 'cleanup.verify', target)
  return answers && seesPhones(c.var.actor, target.districtId, closing.unitId)
}

async function begin(c: WebContext): Promise<Response> {
  const accountId = idIn(String((await formValues(c))['accountId'] ?? ''))
  if (!accountId) throw refuse('record.not-found', { what: '账号' })
  const { id } = await beginClosing(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, accountId })
  return c.redirect(`/closings/${id}`, 303)
}

type Values = Record<string, string>

// By its address; the two announcements send theirs to one, told apart by their kind.
const formSent = (c: WebContext, { kind }: Values) => [c.req.path.split('/').at(-1), kind].filter(Boolean).join('-')

// A refusal comes back on the page it belongs to.
const step =
  (work: (c: WebContext, input: ClosingInput, values: Values, file: ClosingFile) => Promise<unknown>) =>
  async (c: WebContext): Promise<Response> => {
    const file = await ownClosing(c)
    const values = await typedValues(c)
    const input = {
      districtId: c.var.session.districtId,
      closingId: file.closing.id,
      version: Number(values['version'] ?? 0),
    }
    try {
      await work(c, input, values, file)
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
      return closingPage(c, { problem: error.message, typed: values, form: formSent(c, values) }, error.status)
    }
    return c.redirect(`/closings/${file.closing.id}`, 303)
  }

function kindIn(text: string | undefined): AnnouncementKind {
  const kind = announcementKinds.find((one) => one === text)
  if (!kind) throw refuse('web.choice-unknown', { what: '公告种类' })
  return kind
}
function reachableIn(text: string | undefined): Reachable {
  const found = (Object.keys(reachableLabels) as Reachable[]).find((one) => one === text)
  if (!found) throw refuse('web.choice-unknown', { what: '查看结果' })
  return found
}
const dayIn = (text: string | undefined): CivilDate | undefined => (text && isCivilDate(text) ? text : undefined)

const draft = step(async (c, input, { kind, body = '' }) =>
  draftAnnouncement(c.var.deps, c.var.actor, { ...input, kind: kindIn(kind), body }),
)
const publish = step(async (c, input, { kind, on, stopsOn, link = '' }) => {
  const [day, stops, screenshot] = [dayIn(on), dayIn(stopsOn), await readUpload(c, 'file')]
  if (!day) throw refuse('web.form-unreadable')
  await publishAnnouncement(c.var.deps, c.var.actor, {
    ...input,
    kind: kindIn(kind),
    on: day,
    ...(stops && { stopsOn: stops }),
    ...(link.trim() && { link: link.trim() }),
    ...(screenshot && { screenshot }),
  })
})
const archive = step((c, input) => archiveContent(c.var.deps, c.var.actor, input))
const explain = step((c, input, { note = '' }) => explainFaults(c.var.deps, c.var.actor, { ...input, note }))
const verify = step((c, input) => verifyGone(c.var.deps, c.var.actor, input))
const recheck = step((c, input) => recheckGone(c.var.deps, c.var.actor, input))
const again = step((c, input) => findAgain(c.var.deps, c.var.actor, input))
const fileClosing = step((c, input) => fileAway(c.var.deps, c.var.actor, input))
const withdraw = step((c, input, { reason = '' }) => withdrawClosing(c.var.deps, c.var.actor, { ...input, reason }))

/** A look from the closing's own page; whoever recorded the deregistration doesn't look for himself. */
const look = step(async (c, { districtId, closingId }, { reachable, lastUpdateOn }, { closing, deregistration }) => {
  const { deps, actor } = c.var
  const attempt = { districtId, actor, subject: { kind: 'closing', id: closingId }, attempted: 'patrol.record' }
  await inWatchedTransaction(deps, attempt, async () => refuseMaker(actor, deregistration?.executedBy ?? null))
  const [seen, screenshot] = [dayIn(lastUpdateOn), await readUpload(c, 'screenshot')]
  await recordPatrol(deps, actor, {
    districtId,
    accountId: closing.accountId,
    checkedAt: deps.clock.now(),
    reachable: reachableIn(reachable),
    ...(seen && { lastUpdateOn: seen }),
    ...(screenshot && { screenshot }),
  })
})

/** A screenshot by the kind of its announcement, an archive by its id; who sees or takes it is kept, of an archive, which holds signed papers whole, each time. */
async function keptFile(c: WebContext): Promise<Response> {
  const file = await ownClosing(c)
  const wanted = c.req.param('file')
  const archived = file.archives.find(({ id }) => id === wanted)
  if (archived && !mayDownload(c, file)) throw refuse('access.denied', { action: '下载归档包' })
  const fileId = archived?.fileId ?? file.announcements.find(({ kind }) => kind === wanted)?.screenshotFileId
  if (!fileId) throw refuse('record.not-found', { what: '文件' })
  const { deps, actor, session } = c.var
  const { districtId } = session
  const stored = await readStoredFile(deps, districtId, fileId)
  const subject = { kind: 'closing', id: file.closing.id }
  if (archived) {
    const { sha256, volume } = archived
    const taken = { districtId, actor, action: 'closing.archive-taken', subject, after: { sha256, volume } }
    await inTransaction(deps.db, (tx) => append(tx, deps.ids, { ...taken, at: deps.wall.now() }))
  } else await keepLook(c, { action: 'closing.screenshot-seen', subject, after: { file: fileId } })
  return sendDownload(c, stored)
}

const stepRoutes: RouteDefinition[] = [
  { method: 'get', path: '/closings/:id', door: 'cleanup.read', handle: (c) => closingPage(c) },
  { method: 'get', path: '/closings/:id/files/:file', door: 'cleanup.read', handle: keptFile },
  { method: 'post', path: '/closings/:id/draft', door: 'cleanup.confirm', handle: draft },
  { method: 'post', path: '/closings/:id/publish', door: 'cleanup.confirm', upload: true, handle: publish },
  { method: 'post', path: '/closings/:id/archive', door: 'cleanup.confirm', handle: archive },
  { method: 'post', path: '/closings/:id/look', door: 'patrol.record', upload: true, handle: look },
  { method: 'post', path: '/closings/:id/explain', door: 'cleanup.verify', handle: explain },
  { method: 'post', path: '/closings/:id/verify', door: 'cleanup.verify', handle: verify },
  { method: 'post', path: '/closings/:id/recheck', door: 'cleanup.verify', handle: recheck },
  { method: 'post', path: '/closings/:id/find-again', door: 'cleanup.verify', handle: again },
  { method: 'post', path: '/closings/:id/file', door: 'cleanup.verify', handle: fileClosing },
  { method: 'post', path: '/closings/:id/withdraw', door: 'cleanup.decide', handle: withdraw },
]

/** C3 关停注销办理. */
export const closingRoutes: RouteDefinition[] = [
  { method: 'get', path: '/closings', door: 'cleanup.read', handle: listPage },
  { method: 'post', path: '/closings', door: 'cleanup.confirm', handle: begin },
  ...closingSettingRoutes,
  ...formsAbout('closing', stepRoutes, ({ db }, ...which) => readClosing(db, ...which)),
]
