import { may, namesOfUsers, permit, permittedScope } from '../access/index.ts'
import { type Instant, instantFromLocal } from '../calendar/index.ts'
import { inTransaction, isUuid } from '../database/index.ts'
import { readStoredFile } from '../files/index.ts'
import { loadCalendar } from '../holidays/index.ts'
import {
  type CircularLevel,
  circularLevels,
  listCirculars,
  namedIn as namedInCircular,
  readCircular,
} from '../rectification/index.ts'
import { readUnits, survivingUnit } from '../registry/index.ts'
import { append } from '../trail/index.ts'
import { platforms } from '../vocabulary/platforms.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import {
  answerFiles,
  defineRoutes,
  formsAbout,
  keepLook,
  pageFrom,
  pageSize,
  readUpload,
  readUploads,
  refusalOf,
  render,
  type RouteDefinition,
  searchFrom,
  sendDownload,
  trailPanel,
  typedValues,
  type WebContext,
} from '../web/index.ts'
import { itemRights, partRights } from './items/act.ts'
import { acceptPart, answerPart, passPartOn, returnPart } from './items/answer-part.ts'
import { enterItem } from './items/enter-item.ts'
import {
  compileItem,
  distributeItem,
  editLetter,
  reworkItem,
  sendItem,
  signItem,
  withdrawItem,
} from './items/item-steps.ts'
import { type LetterFormat, printLetter } from './letter/print-letter.ts'
import { lettersOf } from './letter/queries.ts'
import { type Channel, channelLabels, type Item, itemStates } from './model.ts'
import { ItemPage, type Typed } from './pages/item.tsx'
import { ItemsPage } from './pages/items.tsx'
import { NewItemPage } from './pages/new-item.tsx'
import { shareRoutes } from './pages/settings.tsx'
import { listItems, namedIn, partsOf, readItem, stepsOf } from './queries.ts'
import { standingOf } from './standing.ts'

const current = '/superiors'
const MOST_CIRCULARS = 30

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'superiors.read', districtId)
  const { state } = c.req.query()
  const page = pageFrom(c)
  const range = { offset: (page - 1) * pageSize, limit: pageSize }
  const wanted = state === 'open' ? state : itemStates.find((one) => one === state)
  const { rows, total } = await listItems(deps.db, scope, { state: wanted, search: searchFrom(c), ...range })
  const body = (
    <ItemsPage
      c={c}
      rows={rows}
      total={total}
      page={page}
      now={deps.clock.now()}
      mayEnter={may(actor, 'superiors.handle', { districtId })}
      maySet={may(actor, 'settings.change', { districtId })}
      mayRehearse={may(actor, 'inspection.rehearse', { districtId })}
      unit={scope.unitId !== undefined}
    />
  )
  return render(c, body, { title: '上级交办', current })
}

async function newPage(
  c: WebContext,
  typed?: Record<string, string>,
  problem?: string,
  status = 200,
): Promise<Response> {
  const { deps, session } = c.var
  const { rows } = await listCirculars(deps.db, session.districtId, { search: '', offset: 0, limit: MOST_CIRCULARS })
  const values = typed ?? (await fromCircular(c))
  const body = (
    <NewItemPage
      csrf={session.csrf}
      typed={values}
      problem={problem}
      circulars={rows.filter(({ withdrawnAt }) => withdrawnAt === null)}
    />
  )
  return render(c, body, { title: '登记交办', current }, status)
}

/** An item that follows a circular names whom the circular names. */
async function fromCircular(c: WebContext): Promise<Record<string, string>> {
  const { deps, session } = c.var
  const id = c.req.query('circular') ?? ''
  const circular = isUuid(id) ? await readCircular(deps.db, session.districtId, id) : undefined
  if (!circular || circular.withdrawnAt !== null) return {}
  const named = await namedInCircular(deps.db, session.districtId, id)
  return {
    circularId: id,
    level: circular.level,
    issuer: circular.issuer,
    channel: 'document',
    channelName: circular.number ?? '',
    named: named
      .map(({ unitName, accountName, platform, note }) =>
        [unitName, ...(accountName && platform ? [accountName, platforms[platform].label] : []), note].join('｜'),
      )
      .join('\n'),
  }
}

/** A moment as a form sends it. Refuses `superior.moment-unreadable`. */
function momentOf(typed: Record<string, string>, name: string, what: string): Instant {
  const text = typed[name]?.trim() ?? ''
  const found = instantFromLocal(text)
  if (!found) throw refuse('superior.moment-unreadable', { what, found: text })
  return found
}

async function enter(c: WebContext): Promise<Response> {
  const typed = await typedValues(c)
  const [level = '', channel = ''] = [typed['level'], typed['channel']]
  try {
    if (!Object.hasOwn(circularLevels, level)) throw refuse('superior.not-complete', { what: '层级' })
    if (!Object.hasOwn(channelLabels, channel)) throw refuse('superior.not-complete', { what: '交办方式' })
    const { id } = await enterItem(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      level: level as CircularLevel,
      issuer: typed['issuer'] ?? '',
      channel: channel as Channel,
      channelName: typed['channelName'] ?? '',
      title: typed['title'] ?? '',
      asked: typed['asked'] ?? '',
      receivedAt: momentOf(typed, 'receivedAt', '收到时间'),
      dueAt: momentOf(typed, 'dueAt', '反馈时限'),
      late: typed['late'] === 'yes',
      named: typed['named'] ?? '',
      circularId: typed['circularId'],
      file: await readUpload(c, 'file'),
    })
    return c.redirect(`${current}/${id}`, 303)
  } catch (error) {
    const refusal = refusalOf(error)
    return newPage(c, typed, refusal.message, refusal.status)
  }
}

/** The item in the address, for who may see it: a unit once it was passed on to it, the office every one. */
async function seenItem(c: WebContext): Promise<{ item: Item; unitId: string | undefined }> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { unitId } = permittedScope(actor, 'superiors.read', districtId)
  const id = c.req.param('id') ?? ''
  const item = isUuid(id) ? await readItem(deps.db, districtId, id) : undefined
  const passedOn =
    item !== undefined &&
    item.state !== 'entered' &&
    item.state !== 'withdrawn' &&
    (await partsOf(deps.db, districtId, id)).some((part) => part.unitId === unitId)
  if (!item || (unitId !== undefined && !passedOn)) throw refuse('record.not-found', { what: '交办事项' })
  return { item, unitId }
}

async function itemPage(c: WebContext, typed?: Typed, problem?: string, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { item, unitId } = await seenItem(c)
  const parts = await partsOf(deps.db, districtId, item.id)
  const { steps, files } = await stepsOf(deps.db, districtId, item.id)
  const letters = await lettersOf(deps.db, districtId, item.id)
  const calendar = await loadCalendar(deps.db)
  const people = [...steps.map(({ by }) => by), ...letters.map(({ madeBy }) => madeBy)]
  const own = new Set(steps.filter((step) => step.unitId === unitId).map(({ serial }) => serial))
  const body = (
    <ItemPage
      c={c}
      item={item}
      named={await namedIn(deps.db, districtId, item.id)}
      parts={parts}
      steps={steps}
      files={unitId === undefined ? files : files.filter(({ step }) => own.has(step))}
      letters={letters}
      circular={item.circularId ? await readCircular(deps.db, districtId, item.circularId) : undefined}
      standings={standingOf(item, parts, steps, deps.clock.now())}
      names={await namesOfUsers(deps, districtId, people)}
      heirs={await heirsOf(
        c,
        parts.map((part) => part.unitId),
      )}
      now={deps.clock.now()}
      isRest={(day) => !calendar.isWorkingDay(day)}
      may={(action) => may(actor, itemRights[action], { districtId })}
      mayPart={(action, of) => may(actor, partRights[action], { districtId, unitId: of })}
      unitId={unitId}
      seesCirculars={may(actor, 'upper-circulars.read', { districtId })}
      typed={typed}
      problem={problem}
      trail={await trailPanel(c, { kind: 'superior', id: item.id })}
    />
  )
  return render(c, body, { title: item.title, current }, status)
}

/** Of units that are no more: the name of who answers for them now, null where nobody does. */
async function heirsOf(c: WebContext, unitIds: readonly string[]): Promise<Map<string, string | null>> {
  const byId = new Map((await readUnits(c.var.deps.db, c.var.session.districtId)).map((unit) => [unit.id, unit]))
  return new Map(
    unitIds.flatMap((id) => {
      const unit = byId.get(id)
      if (!unit || unit.state === 'active') return []
      const heir = survivingUnit(unit, byId)
      return [[id, heir.state === 'active' ? heir.name : null] as const]
    }),
  )
}

type Form = {
  c: WebContext
  values: Record<string, string>
  item: { districtId: string; itemId: string; version: number }
}
type Act = (form: Form) => Promise<unknown>
const partOf = ({ item, values }: Form) => ({ ...item, unitId: values['unitId'] ?? '' })

const acts: Readonly<Record<string, Act>> = {
  distribute: ({ c, item }) => distributeItem(c.var.deps, c.var.actor, item),
  compile: ({ c, item, values }) => compileItem(c.var.deps, c.var.actor, { ...item, note: values['note'] }),
  edit: ({ c, item, values }) =>
    editLetter(c.var.deps, c.var.actor, {
      ...item,
      letter: Number(values['letter'] ?? 0),
      sections: {
        opening: values['opening'] ?? '',
        result: values['result'] ?? '',
        next: values['next'] ?? '',
      },
      ownSource: values['ownSource'] ?? '',
    }),
  rework: ({ c, item, values }) => reworkItem(c.var.deps, c.var.actor, { ...item, note: values['note'] }),
  sign: ({ c, item, values }) => signItem(c.var.deps, c.var.actor, { ...item, number: values['number'] ?? '' }),
  send: async ({ c, item, values }) =>
    sendItem(c.var.deps, c.var.actor, {
      ...item,
      sentAt: momentOf(values, 'sentAt', '报送时间'),
      how: values['how'] ?? '',
      files: await readUploads(c, ['file']),
    }),
  withdraw: ({ c, item, values }) => withdrawItem(c.var.deps, c.var.actor, { ...item, note: values['note'] }),
  answer: async (form) =>
    answerPart(form.c.var.deps, form.c.var.actor, {
      ...partOf(form),
      note: form.values['note'],
      files: await readUploads(form.c, answerFiles),
    }),
  accept: (form) => acceptPart(form.c.var.deps, form.c.var.actor, partOf(form)),
  return: (form) => returnPart(form.c.var.deps, form.c.var.actor, { ...partOf(form), note: form.values['note'] }),
  'pass-on': (form) => passPartOn(form.c.var.deps, form.c.var.actor, partOf(form)),
}

// A refusal comes back on the page it belongs to, with what was typed in the form it was sent from.
async function act(c: WebContext): Promise<Response> {
  const { item } = await seenItem(c)
  const values = await typedValues(c)
  try {
    const action = values['action'] ?? ''
    if (!Object.hasOwn(acts, action)) throw refuse('web.choice-unknown', { what: '办理事项' })
    const version = Number(values['version'] ?? 0)
    await acts[action]!({ c, values, item: { districtId: c.var.session.districtId, itemId: item.id, version } })
  } catch (error) {
    const refusal = refusalOf(error)
    return itemPage(c, { form: values['form'] ?? '', values }, refusal.message, refusal.status)
  }
  return c.redirect(`${current}/${item.id}`, 303)
}

async function letter(c: WebContext): Promise<Response> {
  const { deps, actor, session, demo } = c.var
  const { item, unitId } = await seenItem(c)
  if (unitId !== undefined) permit(actor, 'superiors.handle', { districtId: session.districtId })
  const found = (await lettersOf(deps.db, session.districtId, item.id)).find(
    ({ version }) => String(version) === c.req.param('version'),
  )
  if (!found) throw refuse('record.not-found', { what: '反馈函' })
  const format: LetterFormat = c.req.param('format') === 'docx' ? 'docx' : 'pdf'
  const printed = await printLetter(deps, found, { format, demo })
  await inTransaction(deps.db, (tx) =>
    append(tx, deps.ids, {
      districtId: session.districtId,
      actor,
      action: 'superior.letter-taken',
      subject: { kind: 'superior', id: item.id },
      after: { format, letter: found.version, draft: found.content.signedOn === null },
      at: deps.wall.now(),
    }),
  )
  return sendDownload(c, printed)
}

async function proof(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const { item, unitId } = await seenItem(c)
  const { steps, files } = await stepsOf(deps.db, session.districtId, item.id)
  const file = files.find(({ step, serial }) => `${step}-${serial}` === c.req.param('file'))
  const step = steps.find(({ serial }) => serial === file?.step)
  if (!file || !step || (unitId !== undefined && step.unitId !== unitId))
    throw refuse('record.not-found', { what: '附件' })
  const stored = await readStoredFile(deps, session.districtId, file.fileId)
  await keepLook(c, {
    action: 'superior.proof-seen',
    subject: { kind: 'superior', id: item.id },
    after: { file: stored.name },
  })
  return sendDownload(c, stored)
}

/** 上级交办: the list, entering one, one with its letter and files, and how time is shared out. */
export const itemRoutes: RouteDefinition[] = defineRoutes([
  { method: 'get', path: '/superiors', door: 'superiors.read', handle: listPage },
  { method: 'get', path: '/superiors/new', door: 'superiors.handle', handle: (c) => newPage(c) },
  { method: 'post', path: '/superiors/new', door: 'superiors.handle', upload: true, handle: enter },
  ...shareRoutes,
  ...formsAbout(
    'superior',
    [
      { method: 'get', path: '/superiors/:id', door: 'superiors.read', handle: (c) => itemPage(c) },
      { method: 'post', path: '/superiors/:id', door: 'superiors.read', upload: true, handle: act },
      { method: 'get', path: '/superiors/:id/letter/:version/:format', door: 'superiors.read', handle: letter },
      { method: 'get', path: '/superiors/:id/files/:file', door: 'superiors.read', handle: proof },
    ],
    ({ db }, ...which) => readItem(db, ...which),
  ),
])
