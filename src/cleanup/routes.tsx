import { may, namesOfUsers, permit } from '../access/index.ts'
import { type CivilDate, isCivilDate } from '../calendar/index.ts'
import { isUuid } from '../database/index.ts'
import { readStoredFile } from '../files/index.ts'
import { seesPhones, signedScansOf } from '../filing/index.ts'
import { workingDaysIn } from '../holidays/index.ts'
import { type Disposition, dispositions, readUnit } from '../registry/index.ts'
import { eventsOf } from '../trail/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import {
  defineRoutes,
  formsAbout,
  formValues,
  keepLook,
  typedValues,
  readUpload,
  render,
  type RouteDefinition,
  sendDownload,
  trailPanel,
  type WebContext,
} from '../web/index.ts'
import { closingOf, closingRoutes } from './closing/index.ts'
import { bulkRoutes } from './bulk/routes.tsx'
import { concealmentRoutes } from './concealment/index.ts'
import { proposeForGoneUnits } from './items/gone-units.ts'
import type { CleanupItem } from './items/model.ts'
import { readItem } from './items/queries.ts'
import {
  closeItem,
  confirmItem,
  decideItem,
  freezeProposals,
  handInEvidence,
  type ItemInput,
  itemRight,
  returnItem,
  startItem,
  verifyItem,
} from './items/work.ts'
import { listPage } from './list.tsx'
import type { SignedPaper } from './pages/item-sides.tsx'
import { ItemPage } from './pages/item.tsx'
import { sheetRoutes } from './sheet/routes.ts'
import { signingRoutes } from './sheet/signing-routes.tsx'
import { cleanupSettingRoutes } from './pages/settings.tsx'
import { similarRoutes } from './similar/routes.tsx'

const current = '/cleanup'

async function freeze(c: WebContext): Promise<Response> {
  const { asOf } = await formValues(c)
  const day = String(asOf ?? '')
  try {
    if (!isCivilDate(day)) throw refuse('web.choice-unknown', { what: '判定日期' })
    const { added, kept } = await freezeProposals(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      asOf: day,
    })
    return c.redirect(`/cleanup?day=${day}&added=${added}&kept=${kept}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return listPage(c, { problem: error.message, status: error.status })
  }
}

// The organisation's change was entered on the unit's page; its accounts are put up from there.
async function putUp(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const unitId = c.req.param('unitId') ?? ''
  if (!isUuid(unitId) || !(await readUnit(deps.db, districtId, unitId)))
    throw refuse('record.not-found', { what: '单位' })
  await proposeForGoneUnits(deps, actor, { districtId, unitId })
  return c.redirect(`/units/${unitId}`, 303)
}

async function ownItem(c: WebContext): Promise<CleanupItem> {
  const { deps, actor, session } = c.var
  const id = c.req.param('id') ?? ''
  const item = isUuid(id) ? await readItem(deps.db, session.districtId, id) : undefined
  const target = { districtId: session.districtId, unitId: item?.unitId ?? null }
  // A form that is sent past its page is refused by name, and kept; who reads only hears that there is none.
  if (item && c.req.method === 'POST') permit(actor, 'cleanup.read', target)
  if (!item || !may(actor, 'cleanup.read', target)) throw refuse('record.not-found', { what: '清理事项' })
  return item
}

async function paperOf(c: WebContext, item: CleanupItem): Promise<SignedPaper | undefined> {
  const { deps, actor, session } = c.var
  const { unitReturnId: returnId, unitReturnPrint: print } = item
  if (returnId === null || print === null) return undefined
  return {
    scans: await signedScansOf(deps.db, session.districtId, { returnId, print }),
    mayOpen: seesPhones(actor, session.districtId, item.unitId),
  }
}

async function itemPage(
  c: WebContext,
  refused?: { problem: string; typed: Record<string, string> },
  status = 200,
): Promise<Response> {
  const { deps, actor, session } = c.var
  const item = await ownItem(c)
  const page = (
    <ItemPage
      csrf={session.csrf}
      item={item}
      names={await namesOfUsers(deps, session.districtId, item.decidedBy === null ? [] : [item.decidedBy])}
      paper={await paperOf(c, item)}
      today={deps.clock.today()}
      may={(action) => may(actor, itemRight(action), { districtId: session.districtId, unitId: item.unitId })}
      closingId={(await closingOf(deps.db, session.districtId, item.accountId))?.id}
      ownUnit={actor.unitId === item.unitId}
      seesSheets={may(actor, 'cleanup.sheets', { districtId: session.districtId })}
      enteredBy={await enteredForUnitBy(c, item.id)}
      {...refused}
      trail={await trailPanel(c, { kind: 'cleanup-item', id: item.id })}
    />
  )
  return render(c, page, { title: `${item.accountName}清理整合`, current }, status)
}

/** Who typed in the unit's present word for it, as the trail has it; undefined: the unit itself. */
async function enteredForUnitBy(c: WebContext, itemId: string): Promise<string | undefined> {
  const { deps, session } = c.var
  const events = await eventsOf(deps.db, session.districtId, { kind: 'cleanup-item', id: itemId })
  const said = events.find(({ action }) => action === 'cleanup.confirm')
  if (!said || !(said.after as { enteredForUnit?: boolean } | null)?.enteredForUnit) return undefined
  return (await namesOfUsers(deps, session.districtId, [said.actorId])).get(said.actorId) ?? said.actorId
}

// A refusal comes back on the page it belongs to.
const step =
  (work: (c: WebContext, input: ItemInput, values: Record<string, string>) => Promise<unknown>) =>
  async (c: WebContext): Promise<Response> => {
    const item = await ownItem(c)
    const values = await typedValues(c)
    const input = { districtId: c.var.session.districtId, itemId: item.id, version: Number(values['version'] ?? 0) }
    try {
      await work(c, input, values)
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
      return itemPage(c, { problem: error.message, typed: values }, error.status)
    }
    return c.redirect(`/cleanup/${item.id}`, 303)
  }

function chosen(text = ''): Disposition {
  const found = dispositions.find((one) => one === text)
  if (!found) throw refuse('cleanup.disposition-required')
  return found
}
const dayIn = (text = ''): CivilDate | undefined => (isCivilDate(text) ? text : undefined)

const confirm = step(async (c, input, { disposition, reason = '' }) =>
  confirmItem(c.var.deps, c.var.actor, { ...input, disposition: chosen(disposition), reason }),
)
const decide = step(async (c, input, { disposition, reason = '', dueOn, workingDays: found }) => {
  const [due, workingDays] = [dayIn(dueOn), workingDaysIn(found)]
  return decideItem(c.var.deps, c.var.actor, {
    ...input,
    disposition: chosen(disposition),
    reason,
    ...(due && { dueOn: due }),
    ...(workingDays !== undefined && { workingDays }),
  })
})
const start = step((c, input) => startItem(c.var.deps, c.var.actor, input))
const handIn = step(async (c, input, { note = '' }) => {
  const file = await readUpload(c, 'file')
  await handInEvidence(c.var.deps, c.var.actor, { ...input, note, ...(file && { file }) })
})
const giveBack = step((c, input, { note = '' }) => returnItem(c.var.deps, c.var.actor, { ...input, note }))
const verify = step((c, input, { note = '' }) => verifyItem(c.var.deps, c.var.actor, { ...input, note }))
const close = step((c, input) => closeItem(c.var.deps, c.var.actor, input))

async function evidence(c: WebContext): Promise<Response> {
  const item = await ownItem(c)
  if (!item.evidenceFileId) throw refuse('record.not-found', { what: '办理证明' })
  const file = await readStoredFile(c.var.deps, c.var.session.districtId, item.evidenceFileId)
  const subject = { kind: 'cleanup-item', id: item.id }
  await keepLook(c, { action: 'cleanup.evidence-seen', subject, after: { file: item.evidenceFileId } })
  return sendDownload(c, file)
}

const itemRoutes: RouteDefinition[] = [
  { method: 'get', path: '/cleanup/:id', door: 'cleanup.read', handle: (c) => itemPage(c) },
  { method: 'get', path: '/cleanup/:id/evidence', door: 'cleanup.read', handle: evidence },
  { method: 'post', path: '/cleanup/:id/confirm', door: 'cleanup.confirm', handle: confirm },
  { method: 'post', path: '/cleanup/:id/decide', door: 'cleanup.decide', handle: decide },
  { method: 'post', path: '/cleanup/:id/start', door: 'cleanup.confirm', handle: start },
  { method: 'post', path: '/cleanup/:id/evidence', door: 'cleanup.confirm', upload: true, handle: handIn },
  { method: 'post', path: '/cleanup/:id/return', door: 'cleanup.verify', handle: giveBack },
  { method: 'post', path: '/cleanup/:id/verify', door: 'cleanup.verify', handle: verify },
  { method: 'post', path: '/cleanup/:id/close', door: 'cleanup.verify', handle: close },
]

/** 二（二）清理整合. */
export const cleanupRoutes = defineRoutes([
  { method: 'get', path: '/cleanup', door: 'cleanup.read', handle: (c) => listPage(c) },
  { method: 'post', path: '/cleanup', door: 'cleanup.propose', handle: freeze },
  { method: 'post', path: '/cleanup/units/:unitId', door: 'cleanup.propose', handle: putUp },
  ...bulkRoutes,
  ...sheetRoutes,
  ...signingRoutes,
  ...similarRoutes,
  ...cleanupSettingRoutes,
  ...formsAbout('cleanup-item', itemRoutes, ({ db }, ...which) => readItem(db, ...which)),
  ...closingRoutes,
  ...concealmentRoutes,
])
